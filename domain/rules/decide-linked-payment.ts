import type { Values } from '../errors.ts'
import { sum } from '../money.ts'
import type { WriteIntent } from '../plan.ts'
import { onAccountRef, refOf } from './refs.ts'
import type { LinkFacts, PlanContext, PushDecision, PushFacts } from '../push-facts.ts'
import { booksStay } from './decide-linked-sale.ts'
import { decideNewReceipt } from './decide-new-receipt.ts'
import { refWords, waitForParents } from './wait-for-parents.ts'

type Facts = PushFacts<'payment'>

/**
 * What becomes of money that is in the books: a part that is still missing is written; money on account is allocated to invoices that were named since; anything
 * else stays, and what someone changed there is shown (accounting rules 5, 35, 38).
 */
export function decideLinkedPayment(facts: Facts, context: PlanContext, link: LinkFacts): PushDecision[] {
  if (facts.choice !== undefined && booksStay.has(facts.choice)) return [{ decision: 'skip', part: 'main' }]
  const values = { document: 'The payment' }
  if (facts.record?.state === 'void') return [{ decision: 'ask', part: 'main', code: 'VOIDED_IN_BOOKS', values, bookId: link.bookId }]
  const changed = changedThere(facts)
  if (changed !== undefined)
    return [{ decision: 'ask', part: 'main', code: 'CHANGED_IN_BOOKS', values: { ...values, ...changed }, bookId: link.bookId }]
  const missing = link.how === 'pushed' ? missingParts(facts, context) : []
  return missing.length > 0 ? missing : laterAllocations(facts, context, link)
}

/** Amount, date or currency of what was entered by one record are not what was sent. */
function changedThere({ record, links }: Facts): Values | undefined {
  const sent = links.main?.sent?.expected
  if (record === undefined || sent === undefined || 'remaining' in record) return undefined
  if (sent.gross !== undefined && sent.gross !== record.amount)
    return { field: 'Amount', ours: sent.gross, theirs: record.amount, currency: record.currency }
  if (sent.date !== undefined && sent.date !== record.date) return { field: 'Date', ours: sent.date, theirs: record.date }
  return undefined
}

/** Parts of the receipt that were planned with it and are not linked yet: a receipt is never left half entered. */
function missingParts(facts: Facts, context: PlanContext): PushDecision[] {
  const { document, links } = facts
  const entered = sum(
    [links.main, links.onAccount].map((link) => (link === undefined ? 0 : (link.sent?.expected?.gross ?? document.body.amount))),
  )
  const rest = document.body.amount - entered
  if (document.body.direction === 'refunded' || rest <= 0) return []
  const missing = links.main === undefined ? 'main' : 'onAccount'
  const allocations = missing === 'main' ? document.body.allocations : []
  const remainder = { ...facts, document: { ...document, body: { ...document.body, amount: rest, allocations } }, candidates: none }
  const written = decideNewReceipt({ ...remainder, ...(missing === 'onAccount' && { choice: 'onAccount' }) }, context)
  return written
    .filter((decision) => decision.decision !== 'write' || decision.intent.part === missing)
    .map((decision) => withDocument(decision, document))
}

/** The write of a part speaks of the whole document. */
const withDocument = (decision: PushDecision, document: Facts['document']): PushDecision =>
  decision.decision === 'write' ? { ...decision, intent: { ...decision.intent, document } } : decision

const none = { documents: [], payments: [], onAccount: [] }

/** Invoices that the host named after the money was put on account. */
function laterAllocations(facts: Facts, { settings }: PlanContext, link: LinkFacts): PushDecision[] {
  // Money that is wholly on account has settled nothing yet, whatever was stated.
  const known = facts.links.main === undefined ? { allocations: [] } : facts.linkedBody
  const before = sharesOf(known?.allocations ?? [])
  const now = sharesOf(facts.document.body.allocations ?? [])
  const added = [...now].filter(([ref, amount]) => (before.get(ref) ?? 0) < amount && facts.links[partOf(ref)] === undefined)
  const taken = [...before].some(([ref, amount]) => (now.get(ref) ?? 0) < amount)
  const from = facts.links.onAccount
  if (known === undefined || (added.length === 0 && !taken)) return [{ decision: 'skip', part: 'main' }]
  if (taken || from === undefined) {
    const theirs = [...before.keys()].map((ref) => refWords(facts, ref)).join(', ')
    return [{ decision: 'ask', part: 'main', code: 'ALLOCATION_CHANGED', values: { document: 'the payment', theirs }, bookId: link.bookId }]
  }
  return added.map(([ref, amount]) => allocateLater(facts, settings, from, ref, amount - (before.get(ref) ?? 0)))
}

function allocateLater(
  facts: Facts,
  { invoiceState }: PlanContext['settings'],
  from: LinkFacts,
  ref: string,
  stated: number,
): PushDecision {
  const part = partOf(ref)
  const waits = waitForParents(facts, [ref], { part, invoiceState })
  if (waits !== undefined) return waits
  const amount = Math.min(stated, Math.max(facts.open.get(ref)?.open ?? 0, 0))
  if (amount === 0) return { decision: 'skip', part }
  const { document, token } = facts
  const intent: WriteIntent = {
    operation: 'allocateOnAccount',
    part,
    document,
    token,
    bookId: from.bookId,
    allocations: [{ document: ref, amount }],
    amount,
  }
  return { decision: 'write', step: 'statedAllocations', intent, needs: [onAccountRef(document.externalId), ref], notes: [] }
}

const partOf = (ref: string): `allocation:${string}` => `allocation:${ref.slice(ref.indexOf('/') + 1)}`

function sharesOf(allocations: readonly { invoice?: string | undefined; amount: number }[]): Map<string, number> {
  const shares = new Map<string, number>()
  for (const { invoice, amount } of allocations) {
    if (invoice === undefined) continue
    const ref = refOf('invoice', invoice)
    shares.set(ref, (shares.get(ref) ?? 0) + amount)
  }
  return shares
}
