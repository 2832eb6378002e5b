import type { BookPayment } from '../books.ts'
import { formatMinor } from '../money.ts'
import { refOf } from './refs.ts'
import type { LinkFacts, PlanContext, PushDecision, PushFacts } from '../push-facts.ts'
import { booksStay } from './decide-linked-sale.ts'

type Facts = PushFacts<'payment'>

/** Money in the books that bounced or was mistyped (accounting rule 11): removed there only with a yes, and only where nothing else hangs on it; else a task for a person. */
export function decideReversal(facts: Facts, context: PlanContext): PushDecision[] {
  const { links, record, choice } = facts
  if (record?.state === 'void' || (choice !== undefined && booksStay.has(choice))) return [{ decision: 'skip', part: 'main' }]
  const reason = notRemovable(facts, context)
  if (reason !== undefined) return [byHand(facts, reason)]
  const parts = (['main', 'onAccount'] as const).flatMap((part) => (links[part] === undefined ? [] : [{ part, link: links[part] }]))
  if (choice === 'reverse') return parts.map(({ part, link }) => remove(facts, part, link))
  const [first] = parts
  const values = { reason: facts.document.body.reason ?? 'no reason given' }
  return [{ decision: 'ask', part: 'main', code: 'PAYMENT_REVERSED', values, ...(first !== undefined && { bookId: first.link.bookId }) }]
}

function notRemovable({ record, links, document }: Facts, { organisation: { lockedUntil } }: PlanContext): string | undefined {
  if (record !== undefined && isPayment(record) && record.reconciled) return 'reconciled with the bank statement'
  if (record !== undefined && isPayment(record) && record.partOf !== undefined) return 'part of a batch'
  const date = record?.date ?? document.body.date
  if (lockedUntil !== undefined && date <= lockedUntil) return 'in a locked period'
  return links.main !== undefined && links.main.how !== 'pushed' ? 'entered by someone else' : undefined
}

const isPayment = (record: object): record is BookPayment => 'form' in record

function byHand({ document }: Facts, reason: string): PushDecision {
  const { amount, currency, date, reversedOn, reference } = document.body
  const named = reference === undefined ? '' : ` with reference “${reference}”`
  const detail = `take back the payment of ${formatMinor(amount, currency)} ${currency} of ${date}${named}, dated ${reversedOn ?? date}.`
  return { decision: 'refuse', part: 'main', code: 'PAYMENT_REVERSED_BY_HAND', values: { reason, detail } }
}

function remove({ document, token }: Facts, part: 'main' | 'onAccount', { bookId }: LinkFacts): PushDecision {
  const intent = { operation: 'reverseReceipt', part, document, token, bookId } as const
  return { decision: 'write', step: 'receipts', intent, needs: [refOf('customer', document.body.customer)], notes: [] }
}
