import type { WriteIntent } from '../plan.ts'
import { onAccountRef, refOf } from './refs.ts'
import type { PlanContext, PushDecision, PushFacts } from '../push-facts.ts'
import { adoptPayment } from './adopt-payment.ts'
import { paymentBasis } from './payment-basis.ts'
import { refWords, waitForParents } from './wait-for-parents.ts'

type Facts = PushFacts<'payment'>

/** What becomes of money given back (accounting rule 10): it names the credit or the money on account that it gives back, and waits until that is in the books. */
export function decideNewRefund(facts: Facts, context: PlanContext): PushDecision[] {
  const { body } = facts.document
  const source = refundedFrom(facts)
  if (source === undefined) return [{ decision: 'refuse', part: 'main', code: 'REFUND_OF_NOTHING', values: {} }]
  const waits = waitForParents(facts, [refOf('customer', body.customer), source.parent], { invoiceState: context.settings.invoiceState })
  if (waits !== undefined) return [waits]
  // A refund that somebody entered by hand has already taken its money from the credit: it is looked for first.
  return [fromBooks(facts, source.parent) ?? tooLarge(facts, source.parent) ?? written(facts, context, source)]
}

interface Source {
  /** The document that must be in the books. */
  parent: string
  /** What the books give back from: the credit, or the money on account of the payment. */
  given: string
}

function refundedFrom({ document: { body }, parents }: Facts): Source | undefined {
  const credit = body.refunds?.credit ?? body.allocations?.find((part) => part.credit !== undefined)?.credit
  if (credit !== undefined) return { parent: refOf('credit', credit), given: refOf('credit', credit) }
  const payment = body.refunds?.payment
  if (payment === undefined) return undefined
  const given = onAccountRef(payment)
  return { parent: parents.has(given) ? given : refOf('payment', payment), given }
}

function fromBooks(facts: Facts, parent: string): PushDecision | undefined {
  const { body } = facts.document
  const documentId = facts.parents.get(parent)?.bookId
  const found = adoptPayment(
    {
      contactId: facts.parents.get(refOf('customer', body.customer))?.bookId,
      documentIds: documentId === undefined ? [] : [documentId],
      date: body.date,
      amount: body.amount,
      currency: body.currency,
      reference: body.reference,
      direction: 'refunded',
      settled: false,
    },
    facts.candidates.payments,
    [],
  )
  if (found.outcome === 'adopt') return { decision: 'adopt', part: 'main', bookId: found.bookId, notes: [{ code: 'ADOPTED', values: {} }] }
  if (found.outcome === 'none' || facts.choice === 'create') return undefined
  return { decision: 'ask', part: 'main', code: found.code, values: found.values, bookId: found.bookId }
}

function tooLarge(facts: Facts, parent: string): PushDecision | undefined {
  const { amount, currency } = facts.document.body
  const left = facts.parents.get(parent)?.left
  if (left === undefined || amount <= left) return undefined
  const values = { ours: amount, theirs: left, waitsFor: refWords(facts, parent), currency }
  return { decision: 'refuse', part: 'main', code: 'REFUND_TOO_LARGE', values }
}

function written(facts: Facts, context: PlanContext, { parent, given }: Source): PushDecision {
  const basis = paymentBasis(facts, context)
  if (!basis.ok) return basis.decision
  const { document, token } = facts
  const { amount, customer } = document.body
  const intent: WriteIntent = {
    operation: 'refund',
    part: 'main',
    document,
    token,
    bankAccountId: basis.bankAccountId,
    ...(basis.date !== undefined && { date: basis.date }),
    allocations: [{ document: given, amount }],
    amount,
  }
  return { decision: 'write', step: 'refunds', intent, needs: [refOf('customer', customer), parent], notes: basis.notes }
}
