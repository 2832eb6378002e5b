import { batchAnswer, type BatchWrite } from './batch.ts'
import { batchSummary } from './batch-payment-shape.ts'
import { type Answer, type Call, elements, ok } from './call.ts'
import { contactInList } from './contact-shape.ts'
import { creditShape, WRITTEN } from './document-shape.ts'
import { echo } from './echo.ts'
import { type Element, filled } from './element.ts'
import { invoiceShape } from './invoice-shape.ts'
import { listAnswer } from './listing.ts'
import { createPayment, deletePayment, paidDocument } from './payment-write.ts'
import { NotFound, refuseIf } from './refusal.ts'
import type { BookDocument, DocumentType, Payment } from './rows.ts'
import { remainingCredit } from './settlement.ts'
import { envelope, fixed, momentText, money, msDay, msMoment, ZERO_GUID } from './wire.ts'

/** The quirk is about lists without a filter: who asks for a status by name gets it. */
const asksForStatus = (call: Call): boolean => /\bStatus\b/i.test(call.query('where') ?? '')

/** GET /Payments. UNCONFIRMED whether deleted ones are listed without a filter: a quirk decides. */
export function listPayments(call: Call): Answer {
  const { books } = call
  const document = (row: Payment) => paidDocument(books, row)
  return listAnswer(call, {
    name: 'Payments',
    rows: books.payments.all().filter((row) => call.quirks.deletedPayments === 'listed' || row.status !== 'DELETED' || asksForStatus(call)),
    id: (row) => row.id,
    updatedAt: (row) => row.updatedAt,
    fields: {
      PaymentID: (row) => row.id,
      PaymentType: (row) => paymentType(document(row)?.type),
      Status: (row) => row.status,
      Date: (row) => Date.parse(row.date),
      Amount: (row) => row.amount / 100,
      Reference: (row) => row.reference,
      IsReconciled: (row) => row.isReconciled,
      BatchPaymentID: (row) => row.batchPaymentId,
      UpdatedDateUTC: (row) => row.updatedAt,
      'Account.AccountID': (row) => row.accountId,
      'Account.Code': (row) => books.accounts.get(row.accountId)?.code,
      'Invoice.InvoiceID': (row) => row.documentId,
      'Invoice.InvoiceNumber': (row) => document(row)?.number,
      'Invoice.Type': (row) => document(row)?.type,
      'Invoice.Contact.ContactID': (row) => document(row)?.contactId,
    },
    full: (row) => paymentShape(call, row, false),
    paged: true,
  })
}

/** GET /Payments/{PaymentID}. */
export function getPayment(call: Call): Answer {
  return ok(envelope(call.now, call.appName, { Payments: [paymentShape(call, byPath(call), true)] }))
}

/** PUT /Payments creates many, POST /Payments one; neither changes an existing one. */
export function putPayments(call: Call): Answer {
  return batchAnswer(call, {
    ...BATCH,
    write: (element) => {
      const id = filled(element, 'PaymentID')?.toLowerCase()
      refuseIf([id !== undefined && call.books.payments.get(id) !== undefined && 'Payments cannot be modified, only deleted'], id)
      return { json: paymentShape(call, createPayment(call, element), true) }
    },
  })
}

/** POST /Payments/{PaymentID} {Status: DELETED}: the only change a payment takes. */
export function postPayment(call: Call): Answer {
  const payment = byPath(call)
  const remove: BatchWrite['write'] = (element) => {
    const status = filled(element, 'Status')?.toUpperCase()
    refuseIf([status !== 'DELETED' && 'Payments cannot be modified, only deleted'], payment.id)
    return { json: paymentShape(call, deletePayment(call, payment), true) }
  }
  return batchAnswer(call, { ...BATCH, write: remove }, elements(call, 'Payments').slice(0, 1))
}

/** A payment: thin in lists, with its whole document after a write or read alone. */
export function paymentShape(call: Call, payment: Payment, whole: boolean): Record<string, unknown> {
  const { books } = call
  const account = books.accounts.get(payment.accountId)
  const document = paidDocument(books, payment)
  const batch = books.batchPayments.get(payment.batchPaymentId)
  return {
    PaymentID: payment.id,
    BatchPaymentID: payment.batchPaymentId,
    BatchPayment: batch && batchSummary(batch),
    Date: msDay(payment.date),
    BankAmount: money(payment.bankAmount),
    Amount: money(payment.amount),
    Reference: payment.reference,
    Particulars: payment.particulars,
    Details: payment.details,
    Code: payment.code,
    CurrencyRate: fixed(payment.currencyRate, 6),
    PaymentType: paymentType(document?.type),
    Status: payment.status,
    UpdatedDateUTC: msMoment(payment.updatedAt),
    UpdatedDateUTCString: momentText(payment.updatedAt),
    HasAccount: account !== undefined,
    IsReconciled: payment.isReconciled,
    Account: account && { AccountID: account.id, Code: account.code, ...(whole ? { Name: account.name } : {}) },
    ...(document ? documentsShown(call, document, whole) : {}),
    HasValidationErrors: false,
  }
}

export function paymentType(type: DocumentType | undefined): string | undefined {
  return type && PAYMENT_TYPES[type]
}

const PAYMENT_TYPES: Record<DocumentType, string> = {
  ACCREC: 'ACCRECPAYMENT',
  ACCPAY: 'ACCPAYPAYMENT',
  ACCRECCREDIT: 'ARCREDITPAYMENT',
  ACCPAYCREDIT: 'APCREDITPAYMENT',
  'RECEIVE-OVERPAYMENT': 'AROVERPAYMENTPAYMENT',
  'SPEND-OVERPAYMENT': 'APOVERPAYMENTPAYMENT',
  'RECEIVE-PREPAYMENT': 'ARPREPAYMENTPAYMENT',
  'SPEND-PREPAYMENT': 'APPREPAYMENTPAYMENT',
}

const BATCH: Omit<BatchWrite, 'write'> = {
  name: 'Payments',
  errorFlag: 'HasValidationErrors',
  refused: (element: Element, refusal) => ({ ...echo(element), PaymentID: refusal.existingId ?? ZERO_GUID, HasValidationErrors: true }),
}

/** A refund shows its document under Invoice too, with the document's own type (an example of the schema). */
function documentsShown(call: Call, document: BookDocument, whole: boolean): Record<string, unknown> {
  const Invoice = whole ? wholeInvoice(call, document) : thinInvoice(call, document)
  if (document.kind === 'invoice') return { Invoice }
  const credit = creditShape(call.books, document, { lines: false, wholeContact: false, unitdp: 2 })
  const name = { creditNote: 'CreditNote', overpayment: 'Overpayment', prepayment: 'Prepayment' }[document.kind]
  return { Invoice, [name]: credit }
}

const INVOICE_TYPES: Partial<Record<DocumentType, string>> = {
  'RECEIVE-OVERPAYMENT': 'AROVERPAYMENT',
  'SPEND-OVERPAYMENT': 'APOVERPAYMENT',
  'RECEIVE-PREPAYMENT': 'ARPREPAYMENT',
  'SPEND-PREPAYMENT': 'APPREPAYMENT',
}

function thinInvoice(call: Call, document: BookDocument): Record<string, unknown> {
  return {
    Type: INVOICE_TYPES[document.type] ?? document.type,
    InvoiceID: document.id,
    InvoiceNumber: document.number ?? '',
    Payments: [],
    CreditNotes: [],
    Prepayments: [],
    Overpayments: [],
    HasErrors: false,
    IsDiscounted: false,
    Contact: contactInList(call.books.contacts.get(document.contactId)),
    LineItems: [],
    CurrencyCode: document.currencyCode,
  }
}

function wholeInvoice(call: Call, document: BookDocument): Record<string, unknown> {
  if (document.kind === 'invoice') return invoiceShape(call.books, document, call.quirks, { ...WRITTEN, unitdp: 2 })
  const {
    ID: _id,
    RemainingCredit: _remaining,
    Allocations: _allocations,
    ...shared
  } = creditShape(call.books, document, { ...WRITTEN, unitdp: 2 })
  return { ...shared, ...thinHead(call, document), AmountDue: money(remainingCredit(call.books, document)) }
}

function thinHead(call: Call, document: BookDocument): Record<string, unknown> {
  const { Type, InvoiceID, InvoiceNumber } = thinInvoice(call, document)
  return { Type, InvoiceID, InvoiceNumber }
}

function byPath(call: Call): Payment {
  const payment = call.books.payments.get((call.params['id'] ?? '').toLowerCase())
  if (!payment) throw new NotFound()
  return payment
}
