import type { Decide, PlanContext, PushDecision, PushFacts } from '../push-facts.ts'
import { decideLinkedPayment } from './decide-linked-payment.ts'
import { decideNewReceipt } from './decide-new-receipt.ts'
import { decideNewRefund } from './decide-new-refund.ts'
import { decideReversal } from './decide-reversal.ts'

/** What is to become of money received or given back (accounting rules 1, 4 to 12, 39, 42): a receipt may be two writes, what it settles and what stays on account. */
export const decidePayment: Decide<'payment'> = (facts, context) => {
  const { body } = facts.document
  const link = facts.links.main ?? facts.links.onAccount
  if (body.hold === true) return [{ decision: 'hold', part: 'main' }]
  if (body.state === 'reversed') return link === undefined ? [neverSent] : decideReversal(facts, context)
  if (facts.choice === 'ignore')
    return [{ decision: 'notDue', part: 'main', code: 'LEFT_OUT_BY_CHOICE', values: { document: 'The payment' } }]
  if (link !== undefined && !again(facts)) return decideLinkedPayment(facts, context, link)
  const waits = tooEarly(facts, context)
  if (waits !== undefined) return [waits]
  return body.direction === 'refunded' ? decideNewRefund(facts, context) : decideNewReceipt(facts, context)
}

const neverSent: PushDecision = { decision: 'notDue', part: 'main', code: 'REVERSED_BEFORE_SENDING', values: {} }

const again = ({ record, choice }: PushFacts<'payment'>): boolean => record?.state === 'void' && choice === 'sendAgain'

/** A receipt keeps the day on which the money moved, and waits where that day is still to come (accounting rule 9). */
function tooEarly({ document }: PushFacts<'payment'>, { today }: PlanContext): PushDecision | undefined {
  const { date } = document.body
  if (date <= today) return undefined
  return { decision: 'wait', part: 'main', waitsFor: `day:${date}`, code: 'PAYMENT_IN_FUTURE', values: { date }, notes: [] }
}
