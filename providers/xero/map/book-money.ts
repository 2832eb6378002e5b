import type { z } from 'zod'
import type { BookOnAccount, BookPayment } from '../../../domain/books.ts'
import { sum } from '../../../domain/money.ts'
import { batchId, prepaymentId } from '../book-id.ts'
import type { batchReply, overpaymentReply, paymentReply, prepaymentReply } from '../wire.ts'
import { fromWire } from '../wire-number.ts'
import { allocationsOf } from './book-document.ts'

type PaymentReply = z.infer<typeof paymentReply>
type BatchReply = z.infer<typeof batchReply>

/** Money of customers: everything else Xero lists (bills, supplier credits) is not ours. */
export const isOfCustomer = (payment: PaymentReply): boolean => formOf(payment) !== undefined

/** A payment of Xero in our words; a refund names the credit, over-payment or prepayment that it gives back. */
export function toBookPayment(payment: PaymentReply): BookPayment {
  const source = sourceOf(payment)
  const currency = source.currency ?? 'GBP'
  const amount = fromWire(payment.Amount ?? 0, currency)
  const batch = payment.BatchPayment?.BatchPaymentID ?? payment.BatchPaymentID
  return {
    bookId: payment.PaymentID,
    form: formOf(payment) ?? 'payment',
    ...(source.contactId !== undefined && { contactId: source.contactId }),
    date: payment.Date ?? '',
    amount,
    currency,
    ...bankOf(payment),
    ...(payment.Reference !== undefined && { reference: payment.Reference }),
    reconciled: payment.IsReconciled ?? false,
    state: payment.Status === 'DELETED' ? 'void' : 'live',
    ...(batch !== undefined && { partOf: batchId(batch) }),
    allocations: source.id === undefined ? [] : [{ documentId: source.id, amount }],
    updatedAt: payment.UpdatedDateUTC ?? '',
  }
}

/** A batch payment of Xero, which is one line on the bank statement, in our words. */
export function toBookBatch(batch: BatchReply): BookPayment {
  const first = batch.Payments[0]?.Invoice
  const currency = first?.CurrencyCode ?? 'GBP'
  const amounts = batch.Payments.map((part) => fromWire(part.Amount ?? 0, currency))
  const contactId = first?.Contact?.ContactID
  return {
    bookId: batchId(batch.BatchPaymentID),
    form: 'batch',
    ...(contactId !== undefined && { contactId }),
    date: batch.Date ?? '',
    amount: batch.TotalAmount === undefined ? sum(amounts) : fromWire(batch.TotalAmount, currency),
    currency,
    ...bankOf(batch),
    ...referenceOf(batch),
    reconciled: batch.IsReconciled ?? false,
    state: batch.Status === 'DELETED' ? 'void' : 'live',
    allocations: batch.Payments.map((part, index) => ({ documentId: part.Invoice?.InvoiceID ?? '', amount: amounts[index] ?? 0 })),
    updatedAt: batch.UpdatedDateUTC ?? '',
  }
}

/** The batch's reference is for New Zealand, its details have 18 characters, its parts may carry the whole text: the longest says most. */
function referenceOf({ Reference, Details, Narrative, Payments }: BatchReply): { reference?: string } {
  const texts = [Reference, ...Payments.map((part) => part.Reference), Details, Narrative].filter((text) => text !== undefined)
  const [longest] = texts.toSorted((a, b) => b.length - a.length)
  return longest === undefined ? {} : { reference: longest }
}

/** An over-payment of a customer in our words. */
export const toBookOverpayment = (money: z.infer<typeof overpaymentReply>): BookOnAccount => ({
  bookId: money.OverpaymentID,
  ...onAccount(money, { endpoint: 'Overpayments', id: money.OverpaymentID }),
})

/** A prepayment of a customer in our words. */
export const toBookPrepayment = (money: z.infer<typeof prepaymentReply>): BookOnAccount => ({
  bookId: prepaymentId(money.PrepaymentID),
  ...onAccount(money, { endpoint: 'Prepayments', id: money.PrepaymentID }),
})

/** Money on account of a customer, not of a supplier. */
export const isReceived = (money: { Type?: string | undefined }): boolean => money.Type?.startsWith('RECEIVE-') ?? false

type OnAccountReply = Omit<z.infer<typeof overpaymentReply>, 'OverpaymentID'>

function onAccount(money: OnAccountReply, holder: Parameters<typeof allocationsOf>[1]): Omit<BookOnAccount, 'bookId'> {
  const currency = money.CurrencyCode ?? 'GBP'
  return {
    contactId: money.Contact?.ContactID ?? '',
    date: money.Date ?? '',
    amount: fromWire(money.Total ?? 0, currency),
    remaining: fromWire(money.RemainingCredit ?? 0, currency),
    currency,
    ...(money.Reference !== undefined && { reference: money.Reference }),
    state: money.Status === 'VOIDED' || money.Status === 'DELETED' ? 'void' : 'live',
    allocations: allocationsOf(money.Allocations, holder, currency),
    updatedAt: money.UpdatedDateUTC ?? '',
  }
}

/** Types of payment by our forms (official schema, Payment.PaymentType); the rest belong to suppliers. */
const forms: Record<string, BookPayment['form']> = {
  ACCRECPAYMENT: 'payment',
  ARCREDITPAYMENT: 'refund',
  AROVERPAYMENTPAYMENT: 'refund',
  ARPREPAYMENTPAYMENT: 'refund',
}
const formOf = (payment: PaymentReply): BookPayment['form'] | undefined => forms[payment.PaymentType ?? '']

interface Source {
  id?: string | undefined
  currency?: string | undefined
  contactId?: string | undefined
}

/** What the payment pays. A refunded credit stands under Invoice too, with the credit's id (official schema, deletePayment example). */
function sourceOf({ Invoice, CreditNote, Overpayment, Prepayment }: PaymentReply): Source {
  const from = (id: string | undefined, stub: typeof Invoice | typeof CreditNote): Source => ({
    id,
    currency: stub?.CurrencyCode,
    contactId: stub?.Contact?.ContactID,
  })
  if (CreditNote?.CreditNoteID !== undefined) return from(CreditNote.CreditNoteID, CreditNote)
  if (Overpayment?.OverpaymentID !== undefined)
    return { ...from(Overpayment.OverpaymentID, undefined), currency: Overpayment.CurrencyCode, contactId: Overpayment.Contact?.ContactID }
  if (Prepayment?.PrepaymentID !== undefined)
    return { id: prepaymentId(Prepayment.PrepaymentID), currency: Prepayment.CurrencyCode, contactId: Prepayment.Contact?.ContactID }
  return from(Invoice?.InvoiceID, Invoice)
}

const bankOf = ({ Account }: PaymentReply | BatchReply): { bankAccountId?: string } =>
  Account?.AccountID === undefined ? {} : { bankAccountId: Account.AccountID }
