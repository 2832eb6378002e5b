import type { Note, Refusal, WriteIntent } from '../plan.ts'
import { refOf } from './refs.ts'
import type { PlanContext, PushDecision, PushFacts } from '../push-facts.ts'
import { adoptPayment } from './adopt-payment.ts'
import { type AllocatedReceipt, allocateReceipt, type Share } from './allocate-receipt.ts'
import { ownMoneyInBooks } from './own-money-in-books.ts'
import { namedInvoices, type PaymentBasis, paymentBasis } from './payment-basis.ts'
import { refWords, waitForParents } from './wait-for-parents.ts'

type Facts = PushFacts<'payment'>

/** What becomes of a receipt without a link: adopted, or written in full: what fits on its invoices as payment, the rest on account (accounting rules 4 to 8). */
export function decideNewReceipt(facts: Facts, context: PlanContext): PushDecision[] {
  const invoices = facts.choice === 'onAccount' ? [] : namedInvoices(facts)
  const waits = waitForParents(facts, [refOf('customer', facts.document.body.customer), ...invoices], context.settings)
  if (waits !== undefined) return [waits]
  const wrong = invoices.map((ref) => wrongSide(facts, ref)).find((refusal) => refusal !== undefined)
  if (wrong !== undefined) return [{ decision: 'refuse', part: 'main', ...wrong }]
  const own = ownMoneyInBooks(facts)
  if (own !== undefined) return own
  const adopted = fromBooks(facts, invoices)
  if (adopted !== undefined) return [adopted]
  const basis = paymentBasis(facts, context)
  return basis.ok ? writes(facts, context, basis) : [basis.decision]
}

/** Money never settles another customer's or another currency's invoice. */
function wrongSide(facts: Facts, ref: string): Refusal | undefined {
  const invoice = facts.open.get(ref)
  if (invoice === undefined) return undefined
  const { body } = facts.document
  const [ours, theirs] = [body.customer, invoice.customer].map((id) => facts.parents.get(refOf('customer', id))?.bookId)
  const same = body.customer === invoice.customer || (ours !== undefined && ours === theirs)
  const values = { waitsFor: refWords(facts, ref) }
  if (!same) return { code: 'ALLOCATION_OF_OTHER_CUSTOMER', values }
  return invoice.currency === body.currency ? undefined : { code: 'ALLOCATION_OF_OTHER_CURRENCY', values }
}

function fromBooks(facts: Facts, invoices: string[]): PushDecision | undefined {
  const { body } = facts.document
  const { payments, onAccount } = facts.candidates
  const found = adoptPayment(
    {
      contactId: facts.parents.get(refOf('customer', body.customer))?.bookId,
      documentIds: invoices.flatMap((ref) => facts.parents.get(ref)?.bookId ?? []),
      date: body.date,
      amount: body.amount,
      currency: body.currency,
      reference: body.reference,
      direction: 'received',
      settled: invoices.some((ref) => (facts.open.get(ref)?.open ?? 1) <= 0),
    },
    payments,
    onAccount,
  )
  if (found.outcome === 'adopt') {
    return {
      decision: 'adopt',
      part: found.form === 'onAccount' ? 'onAccount' : 'main',
      bookId: found.bookId,
      notes: [{ code: 'ADOPTED', values: {} }],
    }
  }
  if (found.outcome === 'none' || facts.choice === 'create' || facts.choice === 'onAccount') return undefined
  const values = { ...found.values, waitsFor: invoices.map((ref) => refWords(facts, ref)).join(', ') }
  return { decision: 'ask', part: 'main', code: found.code, values, bookId: found.bookId }
}

function writes(facts: Facts, context: PlanContext, basis: PaymentBasis & { ok: true }): PushDecision[] {
  const { body } = facts.document
  const stated = statedShares(facts)
  const laid = allocateReceipt(body.amount, stated, openAmounts(facts, stated))
  const values = { amount: laid.onAccount, currency: body.currency }
  const mayStay = context.settings.overpayments === 'onAccount' || facts.choice === 'onAccount'
  if (laid.onAccount > 0 && !mayStay) return [{ decision: 'ask', part: 'main', code: 'OVERPAYMENT_WAITS', values }]
  return [...receipt(facts, basis, laid), ...onAccountPart(facts, basis, laid), ...cisParts(facts, context, basis, laid)]
}

function statedShares({ document, choice }: Facts): Share[] {
  if (choice === 'onAccount') return []
  return (document.body.allocations ?? []).flatMap(({ invoice, amount }) =>
    invoice === undefined ? [] : [{ document: refOf('invoice', invoice), amount }],
  )
}

/** Of the invoices that it names alone: the facts hold those of a whole page of documents. */
const openAmounts = ({ open }: Facts, stated: Share[]): Map<string, number> =>
  new Map(stated.flatMap(({ document }) => (open.has(document) ? [[document, open.get(document)?.open ?? 0] as const] : [])))

const customerRef = ({ document }: Facts): string => refOf('customer', document.body.customer)

function intentOf(
  { document, token }: Facts,
  basis: PaymentBasis & { ok: true },
): Pick<WriteIntent, 'document' | 'token' | 'bankAccountId' | 'date'> {
  return { document, token, bankAccountId: basis.bankAccountId, ...(basis.date !== undefined && { date: basis.date }) }
}

function receipt(facts: Facts, basis: PaymentBasis & { ok: true }, { allocations }: AllocatedReceipt): PushDecision[] {
  if (allocations.length === 0) return []
  const amount = allocations.reduce((total, share) => total + share.amount, 0)
  const intent: WriteIntent = { operation: 'receipt', part: 'main', ...intentOf(facts, basis), allocations, amount }
  const needs = [customerRef(facts), ...allocations.map(({ document }) => document)]
  const notes = [...basis.notes, ...beforeInvoice(facts, allocations)]
  return [{ decision: 'write', step: 'receipts', intent, needs, notes }]
}

function beforeInvoice({ document, open }: Facts, allocations: Share[]): Note[] {
  const { date } = document.body
  const early = allocations.some((share) => date < (open.get(share.document)?.issueDate ?? date))
  return early ? [{ code: 'PAYMENT_BEFORE_INVOICE', values: { date } }] : []
}

function onAccountPart(facts: Facts, basis: PaymentBasis & { ok: true }, { onAccount, allocations }: AllocatedReceipt): PushDecision[] {
  if (onAccount === 0) return []
  const values = { amount: onAccount, currency: facts.document.body.currency }
  const intent: WriteIntent = { operation: 'onAccount', part: 'onAccount', ...intentOf(facts, basis), amount: onAccount }
  const note: Note = { code: namedInvoices(facts).length === 0 ? 'ON_ACCOUNT_WITHOUT_VAT' : 'PAYMENT_LARGER_THAN_INVOICE', values }
  const notes = [...(allocations.length === 0 ? basis.notes : []), note, ...writtenOffNotes(facts)]
  return [{ decision: 'write', step: 'receipts', intent, needs: [customerRef(facts)], notes }]
}

/** The pennies come after all: the invoice is settled by what was written off, so they stay on account, and it is said what to do in the books (accounting rule 6). */
function writtenOffNotes(facts: Facts): Note[] {
  return namedInvoices(facts).flatMap((ref): Note[] => {
    const { writtenOff = 0, open = 1, currency = '' } = facts.open.get(ref) ?? {}
    if (writtenOff === 0 || open > 0) return []
    return [{ code: 'PAID_AFTER_WRITE_OFF', values: { amount: writtenOff, currency, document: refWords(facts, ref) } }]
  })
}

/**
 * CIS suffered (accounting rule 20): where a receipt leaves exactly the deduction open, the deduction is entered as a payment to the account for CIS suffered, on
 * the day of the receipt.
 */
function cisParts(
  facts: Facts,
  { settings }: PlanContext,
  basis: PaymentBasis & { ok: true },
  { allocations }: AllocatedReceipt,
): PushDecision[] {
  const { cisSuffered } = settings
  if (cisSuffered.mode === 'off') return []
  return allocations.flatMap(({ document, amount }): PushDecision[] => {
    const invoice = facts.open.get(document)
    const deduction = invoice?.cisDeduction ?? 0
    if (invoice === undefined || deduction === 0 || invoice.open - amount !== deduction) return []
    const intent: WriteIntent = {
      operation: 'receipt',
      part: `allocation:cis/${document}`,
      ...intentOf(facts, basis),
      bankAccountId: cisSuffered.bankAccount,
      allocations: [{ document, amount: deduction }],
      amount: deduction,
    }
    return [{ decision: 'write', step: 'receipts', intent, needs: [customerRef(facts), document], notes: [] }]
  })
}
