import type { Credit } from '../credit.ts'
import { refOf } from './refs.ts'
import type { Decide, PlanContext, PushDecision, PushFacts } from '../push-facts.ts'
import { booksStay, decideLinkedSale } from './decide-linked-sale.ts'
import { decideNewSale, saleWords } from './decide-new-sale.ts'

/** What is to become of a credit note itself, unallocated (accounting rules 1, 2, 33 to 42); its allocations follow after the receipts. */
export const decideCredit: Decide<'credit'> = (facts, context) => [decide(facts, context)]

function decide(facts: PushFacts<'credit'>, context: PlanContext): PushDecision {
  const { body } = facts.document
  const link = facts.links.main
  if (body.hold === true) return { decision: 'hold', part: 'main' }
  switch (body.state) {
    case 'draft':
      return { decision: 'notDue', part: 'main', code: 'DRAFT_IN_HOST', values: { document: saleWords(facts) } }
    case 'cancelled':
      return decideCancelled(facts)
    case 'issued':
      return link === undefined || again(facts) ? newCredit(facts, context) : decideLinkedSale(facts, context, link)
    default:
      return body.state satisfies never
  }
}

const again = ({ record, choice }: PushFacts<'credit'>): boolean => record?.state === 'void' && choice === 'sendAgain'

/** A credit stands on the invoices it corrects or settles, unless a person said to put it on account. */
function newCredit(facts: PushFacts<'credit'>, context: PlanContext): PushDecision {
  const corrected = correctedInvoices(facts.document.body)
  const settled = (facts.document.body.allocations ?? []).map(({ invoice }) => refOf('invoice', invoice))
  const names = facts.choice === 'onAccount' ? [] : [...new Set([...settled, ...corrected])]
  const [original] = corrected.map((ref) => facts.open.get(ref)).filter((invoice) => invoice !== undefined)
  return decideNewSale(facts, context, {
    operation: 'createCredit',
    step: 'credits',
    names,
    originalTaxDay: original?.taxPoint ?? original?.issueDate,
  })
}

/** The invoices that a credit takes back, by ref: named on the credit first, then on its lines. */
export function correctedInvoices({ corrects, lines }: Pick<Credit, 'corrects' | 'lines'>): string[] {
  const named = [...(corrects ?? []), ...lines.flatMap((line) => line.corrects ?? [])]
  return [...new Set(named.map(({ invoice }) => refOf('invoice', invoice)))]
}

function decideCancelled(facts: PushFacts<'credit'>): PushDecision {
  const { links, record, choice } = facts
  const values = { document: saleWords(facts) }
  if (links.main === undefined) return { decision: 'notDue', part: 'main', code: 'CANCELLED_BEFORE_SENDING', values }
  if (record?.state === 'void' || (choice !== undefined && booksStay.has(choice))) return { decision: 'skip', part: 'main' }
  return { decision: 'ask', part: 'main', code: 'CREDIT_CANCELLED', values, bookId: links.main.bookId }
}
