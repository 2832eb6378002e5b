import { refOf } from './refs.ts'
import type { Decide, LinkFacts, PlanContext, PushDecision, PushFacts } from '../push-facts.ts'
import { booksStay, decideLinkedSale } from './decide-linked-sale.ts'
import { decideNewSale, saleWords } from './decide-new-sale.ts'

/** What is to become of a sales invoice (accounting rules 13 to 24, 33 to 43). */
export const decideInvoice: Decide<'invoice'> = (facts, context) => [decide(facts, context)]

function decide(facts: PushFacts<'invoice'>, context: PlanContext): PushDecision {
  const { body } = facts.document
  const link = facts.links.main
  if (body.hold === true) return { decision: 'hold', part: 'main' }
  switch (body.state) {
    case 'draft':
      return { decision: 'notDue', part: 'main', code: 'DRAFT_IN_HOST', values: { document: saleWords(facts) } }
    case 'cancelled':
      return link === undefined ? neverSent(facts) : decideCancelled(facts, context, link)
    case 'issued':
      return link === undefined || again(facts) ? decideNewSale(facts, context, newInvoice) : decideLinkedSale(facts, context, link)
    default:
      return body.state satisfies never
  }
}

const newInvoice = { operation: 'createInvoice', step: 'invoices', names: [], originalTaxDay: undefined } as const

/** A person asked to have a voided invoice entered once more. */
const again = ({ record, choice }: PushFacts<'invoice'>): boolean => record?.state === 'void' && choice === 'sendAgain'

const neverSent = (facts: PushFacts<'invoice'>): PushDecision => ({
  decision: 'notDue',
  part: 'main',
  code: 'CANCELLED_BEFORE_SENDING',
  values: { document: saleWords(facts) },
})

/** Cancelled in the host and in the books: never without a yes, and voided only where it is open and never left the house (accounting rule 37). */
function decideCancelled(facts: PushFacts<'invoice'>, context: PlanContext, link: LinkFacts): PushDecision {
  const { record, choice } = facts
  const values = { document: saleWords(facts) }
  if (record?.state === 'void' || (choice !== undefined && booksStay.has(choice))) return { decision: 'skip', part: 'main' }
  if (record?.state === 'draft' || record?.state === 'submitted') {
    if (choice === 'deleteDraft') return remove(facts, link, 'deleteDraft')
    return { decision: 'ask', part: 'main', code: 'CANCELLED_DRAFT', values, bookId: link.bookId }
  }
  const reason = notVoidable(facts, context)
  if (reason !== undefined)
    return { decision: 'ask', part: 'main', code: 'CANCELLED_NEEDS_CREDIT', values: { ...values, reason }, bookId: link.bookId }
  if (choice === 'void' || choice === 'voidIt') return remove(facts, link, 'voidInvoice')
  return { decision: 'ask', part: 'main', code: 'CANCELLED_IN_HOST', values, bookId: link.bookId }
}

function notVoidable({ record, document }: PushFacts<'invoice'>, { organisation: { lockedUntil } }: PlanContext): string | undefined {
  if (record !== undefined && record.amountDue !== record.gross) return 'paid or credited'
  const date = record?.date ?? document.body.issueDate
  return lockedUntil !== undefined && date <= lockedUntil ? 'in a locked period' : undefined
}

function remove(facts: PushFacts<'invoice'>, link: LinkFacts, operation: 'deleteDraft' | 'voidInvoice'): PushDecision {
  const { document, token } = facts
  const intent = { operation, part: 'main', document, token, bookId: link.bookId } as const
  return { decision: 'write', step: 'invoices', intent, needs: [refOf('invoice', document.externalId)], notes: [] }
}
