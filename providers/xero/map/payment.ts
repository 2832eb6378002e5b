import type { Payment } from '../../../domain/payment.ts'
import { sum } from '../../../domain/money.ts'
import type { Expected, Json, Refusal, WriteIntent } from '../../../domain/plan.ts'
import { onAccountRef, refOf } from '../../../domain/rules/refs.ts'
import { mapBankAccount } from '../../../domain/rules/map-codes.ts'
import type { ComposeContext, Composed } from '../../contract.ts'
import { cut, withToken } from '../words.ts'
import { toWire } from '../wire-number.ts'
import { currencyRefused } from './sales-document.ts'

/** Money received as the bank shows it: a payment of one invoice, or one batch over several, which is one line on the statement (accounting rule 4). */
export function composeReceipt(write: WriteIntent, payment: Payment, context: ComposeContext): Composed {
  const basis = basisOf(write, payment, context)
  if (!basis.ok) return basis
  const allocations = write.allocations ?? []
  if (allocations.length === 0)
    return { ok: false, code: 'INTERNAL', values: {}, detail: 'a receipt that settles nothing is money on account' }
  const single = allocations.length === 1
  const common = { Account: { AccountID: basis.bankAccountId }, Date: basis.date }
  const parts = allocations.map(({ document, amount }) => ({
    Invoice: { InvoiceID: { $ref: document } },
    Amount: toWire(amount, payment.currency),
    Reference: basis.reference,
  }))
  return {
    ok: true,
    body: single ? { ...common, ...parts[0] } : { ...common, Reference: basis.reference, Details: basis.details, Payments: parts },
    group: single ? 'payments' : 'batchPayments',
    expected: { ...basis.expected, gross: sum(allocations.map((part) => part.amount)), allocations: allocations.map(settled) },
    needs: [refOf('customer', payment.customer), ...allocations.map((part) => part.document)],
    notes: basis.reference.includes(payment.reference ?? '')
      ? []
      : [{ code: 'REFERENCE_CUT', values: { reference: payment.reference ?? '', limit: 255 } }],
  }
}

/** The part of a receipt that no invoice takes: a bank transaction, the only way to an over-payment (reference xero.md 8). */
export function composeOnAccount(write: WriteIntent, payment: Payment, context: ComposeContext): Composed {
  const basis = basisOf(write, payment, context)
  if (!basis.ok) return basis
  const amount = write.amount ?? payment.amount
  return {
    ok: true,
    body: {
      Type: 'RECEIVE-OVERPAYMENT',
      Status: 'AUTHORISED',
      Contact: { ContactID: { $ref: refOf('customer', payment.customer) } },
      BankAccount: { AccountID: basis.bankAccountId },
      Date: basis.date,
      Reference: basis.reference,
      CurrencyCode: payment.currency,
      LineAmountTypes: 'NoTax',
      LineItems: [
        {
          Description: 'Received on account',
          Quantity: 1,
          UnitAmount: toWire(amount, payment.currency),
          LineAmount: toWire(amount, payment.currency),
        },
      ],
    },
    group: 'onAccount',
    expected: { ...basis.expected, gross: amount },
    needs: [refOf('customer', payment.customer)],
    notes: [],
  }
}

/** Money given back out of a credit note or of money on account: a payment on that document (accounting rule 10). */
export function composeRefund(write: WriteIntent, payment: Payment, context: ComposeContext): Composed {
  const basis = basisOf(write, payment, context)
  if (!basis.ok) return basis
  const [given, ...more] = write.allocations ?? []
  if (given === undefined || more.length > 0) return { ok: false, code: 'REFUND_OF_NOTHING', values: {} }
  const source = refundedFrom(given.document)
  return {
    ok: true,
    body: {
      ...source.body,
      Account: { AccountID: basis.bankAccountId },
      Date: basis.date,
      Amount: toWire(given.amount, payment.currency),
      Reference: basis.reference,
    },
    group: 'refunds',
    expected: { ...basis.expected, gross: given.amount, allocations: [{ document: source.ref, amount: given.amount }] },
    needs: [refOf('customer', payment.customer), source.ref],
    notes: [],
  }
}

/** A receipt taken out of the books again; a person has said yes to it (law 4). */
export function composeReversal(write: WriteIntent, payment: Payment): Composed {
  if (write.part === 'onAccount') return byHand('open the bank account, find the over-payment by its date and reference, and remove it.')
  return {
    ok: true,
    body: { bookId: write.bookId ?? { $ref: refOf('payment', write.document.externalId) } },
    group: 'reversals',
    expected: {
      kind: 'payment',
      customer: refOf('customer', payment.customer),
      date: payment.date,
      currency: payment.currency,
      state: 'void',
    },
    needs: [],
    notes: [],
  }
}

type Basis =
  | { ok: true; bankAccountId: string; date: string; reference: string; details: string; expected: Expected }
  | ({ ok: false } & Refusal)

/** Account, date, reference with token: what every movement of money has. */
function basisOf(write: WriteIntent, payment: Payment, { settings, codes, organisation }: ComposeContext): Basis {
  const refused = currencyRefused(payment)
  if (refused?.ok === false) return refused
  const mapped = write.bankAccountId === undefined ? mapBankAccount(payment, settings, codes, organisation.baseCurrency) : undefined
  if (mapped?.ok === false) return mapped
  const bankAccountId = write.bankAccountId ?? mapped?.account.bookId ?? ''
  const token = settings.referenceTokens ? write.token : undefined
  const reference = withToken(payment.reference ?? '', token, 255)
  const date = write.date ?? payment.date
  const expected: Expected = {
    kind: 'payment',
    customer: refOf('customer', payment.customer),
    ...(token !== undefined && { token }),
    date,
    currency: payment.currency,
    state: 'inLedger',
    bankAccountId,
    reference,
  }
  // A batch shows 18 characters beside the bank line outside New Zealand (official schema, BatchPayment.Details).
  return { ok: true, bankAccountId, date, reference, details: withToken(cut(payment.reference ?? '', 18), token, 18), expected }
}

/** Which document gives the money back; money on account is named by its payment. */
function refundedFrom(document: string): { ref: string; body: { [key: string]: Json } } {
  if (document.startsWith('credit/')) return { ref: document, body: { CreditNote: { CreditNoteID: { $ref: document } } } }
  const ref = document.replace(/^payment\//, onAccountRef(''))
  return { ref, body: { Overpayment: { OverpaymentID: { $ref: ref } } } }
}

const settled = ({ document, amount }: { document: string; amount: number }): { document: string; amount: number } => ({ document, amount })
const byHand = (detail: string): Composed => ({
  ok: false,
  code: 'PAYMENT_REVERSED_BY_HAND',
  values: { reason: 'money on account', detail },
  detail,
})
