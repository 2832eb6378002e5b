import { addDays, laterDay } from '../days.ts'
import type { Note, Refusal } from '../plan.ts'
import { refOf } from './refs.ts'
import type { Decide, PlanContext, PushDecision, PushFacts } from '../push-facts.ts'
import { allocateCredit } from './allocate-credit.ts'
import { correctedInvoices } from './decide-credit.ts'
import { saleWords } from './decide-new-sale.ts'
import { refWords, standsFor, waitForParents } from './wait-for-parents.ts'

/**
 * What a credit settles, after the receipts (accounting rules 1 to 3): one write for each invoice, stated ones in their own step before implied ones. Never an
 * invoice of another customer or currency. What is left stays on the customer's account.
 */
export const decideCreditAllocations: Decide<'credit'> = (facts, context) => {
  const { body } = facts.document
  // One that someone else entered is never changed by us, nor what it settles (accounting rule 34).
  const theirs = facts.links.main !== undefined && facts.links.main.how !== 'pushed'
  const settled = theirs || facts.record?.state === 'void' || body.hold === true || body.state !== 'issued' || facts.choice === 'onAccount'
  if (settled) return []
  const unallocated = facts.unallocated ?? body.totals.gross
  const stated = statedLeft(facts)
  const waits = [...(stated ?? []).flatMap(({ document }) => waitsOrWrong(facts, context, document)), ...unapproved(facts, context)]
  const open = isDraft(facts, context) ? new Map<string, number>() : allocatable(facts, context)
  const corrects = correctedInvoices(body).filter((ref) => facts.links[partOf(ref)] === undefined)
  const { shares, onAccount } = allocateCredit({ unallocated, stated, corrects, setting: context.settings.unallocatedCredits, open })
  const notes: Note[] =
    stated !== undefined && waits.length === 0 && onAccount > 0 && shares.length > 0
      ? [{ code: 'CREDIT_LARGER_THAN_OPEN', values: { amount: onAccount, currency: body.currency } }]
      : []
  const writes = shares.map((share) => write(facts, context, share, notes))
  return [...waits, ...writes]
}

const partOf = (ref: string): `allocation:${string}` => `allocation:${ref.slice(ref.indexOf('/') + 1)}`

/** Stated allocations that are not in the books yet; undefined where the host stated none at all. */
function statedLeft({ document, links }: PushFacts<'credit'>): { document: string; amount: number }[] | undefined {
  return document.body.allocations
    ?.filter(({ invoice }) => links[`allocation:${invoice}`] === undefined)
    .map(({ invoice, amount }) => ({ document: refOf('invoice', invoice), amount }))
}

function waitsOrWrong(facts: PushFacts<'credit'>, { settings: { invoiceState } }: PlanContext, ref: string): PushDecision[] {
  const part = partOf(ref)
  const waits = waitForParents(facts, [ref], { part, invoiceState })
  if (waits !== undefined) return [waits]
  const wrong = wrongSide(facts, ref)
  return wrong === undefined ? [] : [{ decision: 'refuse', part, ...wrong }]
}

/** Nothing is set against a draft, nor a draft against anything: it waits for the approval, and every run looks (accounting rule 39). */
function unapproved(facts: PushFacts<'credit'>, context: PlanContext): PushDecision[] {
  const { body } = facts.document
  const implied = body.allocations === undefined && context.settings.unallocatedCredits === 'original' ? correctedInvoices(body) : []
  const wanted = [...implied, ...(body.allocations ?? []).map(({ invoice }) => refOf('invoice', invoice))]
  const left = wanted.filter((ref) => facts.links[partOf(ref)] === undefined)
  const [first] = isDraft(facts, context) ? left : implied.filter((ref) => left.includes(ref) && draftParent(facts, context, ref))
  if (first === undefined) return []
  const waitsFor = isDraft(facts, context) ? saleWords(facts) : refWords(facts, first)
  return [{ decision: 'wait', part: partOf(first), waitsFor: 'approval', code: 'INVOICE_NOT_APPROVED', values: { waitsFor }, notes: [] }]
}

const draftParent = (facts: PushFacts<'credit'>, { settings: { invoiceState } }: PlanContext, ref: string): boolean =>
  waitForParents(facts, [ref], { invoiceState })?.waitsFor === 'approval'

/** The credit itself is a draft in the books, or this run enters it as one. */
function isDraft({ record, links }: PushFacts<'credit'>, { settings: { invoiceState } }: PlanContext): boolean {
  if (links.main === undefined) return invoiceState !== 'approved'
  return record?.state === 'draft' || record?.state === 'submitted'
}

/** Never to another contact's or currency's document. */
function wrongSide(facts: PushFacts<'credit'>, ref: string): Refusal | undefined {
  const invoice = facts.open.get(ref)
  const values = { waitsFor: refWords(facts, ref) }
  if (invoice !== undefined && !sameContact(facts, invoice.customer)) return { code: 'ALLOCATION_OF_OTHER_CUSTOMER', values }
  if (invoice !== undefined && invoice.currency !== facts.document.body.currency) return { code: 'ALLOCATION_OF_OTHER_CURRENCY', values }
  return undefined
}

/** The same customer, or an alias with the same contact in the books. */
function sameContact({ document, parents }: PushFacts<'credit'>, customer: string): boolean {
  const [ours, theirs] = [document.body.customer, customer].map((id) => parents.get(refOf('customer', id))?.bookId)
  return document.body.customer === customer || (ours !== undefined && ours === theirs)
}

/** What is open on the invoices that this credit may settle, by ref. */
function allocatable(facts: PushFacts<'credit'>, { settings }: PlanContext): Map<string, number> {
  const may = [...facts.open].filter(([ref]) => standsFor(facts, ref, settings) && wrongSide(facts, ref) === undefined)
  return new Map(may.map(([ref, invoice]) => [ref, invoice.open]))
}

function write(
  facts: PushFacts<'credit'>,
  context: PlanContext,
  share: { document: string; amount: number; how: 'stated' | 'implied' },
  notes: Note[],
): PushDecision {
  const part = partOf(share.document)
  const dated = allocationDay(facts, context, share.document)
  if (!dated.ok) return { decision: 'refuse', part, code: dated.code, values: dated.values }
  const { document, token, links } = facts
  const allocation = { document: share.document, amount: share.amount, date: dated.date }
  return {
    decision: 'write',
    step: share.how === 'stated' ? 'statedAllocations' : 'impliedAllocations',
    intent: {
      operation: 'allocateCredit',
      part,
      document,
      token,
      allocations: [allocation],
      amount: share.amount,
      ...(links.main !== undefined && { bookId: links.main.bookId }),
    },
    needs: [refOf('credit', document.externalId), share.document],
    notes: [...notes, ...dated.notes],
  }
}

type Dated = { ok: true; date: string; notes: Note[] } | ({ ok: false } & Refusal)

/** The later of the two documents unless stated; where that is locked the first open day, and under cash accounting a person decides (accounting rule 3). */
function allocationDay(facts: PushFacts<'credit'>, { organisation, settings }: PlanContext, ref: string): Dated {
  const { body } = facts.document
  const stated = body.allocations?.find(({ invoice }) => refOf('invoice', invoice) === ref)?.date
  const date = stated ?? laterDay(body.issueDate, facts.open.get(ref)?.issueDate ?? body.issueDate)
  const { lockedUntil, vatScheme } = organisation
  if (lockedUntil === undefined || date > lockedUntil) return { ok: true, date, notes: [] }
  const document = `${saleWords(facts)} against ${refWords(facts, ref)}`
  const cash = vatScheme === 'cash' || vatScheme === 'flatRateCash'
  const moved = facts.choice === 'firstOpenDay' || (settings.lockedPeriod === 'firstOpenDay' && !cash)
  if (!moved) return { ok: false, code: 'LOCKED_PERIOD', values: { lockedUntil, date, document } }
  const first = addDays(lockedUntil, 1)
  return { ok: true, date: first, notes: [{ code: 'DATE_MOVED', values: { document, ours: date, theirs: first } }] }
}
