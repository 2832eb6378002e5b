import { sum } from './arithmetic.ts'
import { type Books, documentsOf } from './books.ts'
import type { Allocation, BookDocument, Payment } from './rows.ts'

/** The payments that stand on a document (for a credit: its refunds). */
export const livePayments = (books: Books, document: BookDocument): Payment[] =>
  books.payments.find('document', document.id).filter((payment) => payment.status === 'AUTHORISED')

/** The credits that stand against an invoice. */
export const creditsOn = (books: Books, invoice: BookDocument): Allocation[] =>
  books.allocations.find('invoice', invoice.id).filter((allocation) => !allocation.deleted)

/** What a credit note, overpayment or prepayment has been set against. */
export const allocationsOf = (books: Books, source: BookDocument): Allocation[] =>
  books.allocations.find('source', source.id).filter((allocation) => !allocation.deleted)

export const amountPaid = (books: Books, document: BookDocument): number => sum(livePayments(books, document).map((each) => each.amount))

export const amountCredited = (books: Books, invoice: BookDocument): number => sum(creditsOn(books, invoice).map((each) => each.amount))

/** Still to be paid on an invoice, minor units. */
export const amountDue = (books: Books, invoice: BookDocument): number =>
  invoice.total - amountPaid(books, invoice) - amountCredited(books, invoice)

/** Still to be used of a credit note, overpayment or prepayment, minor units. */
export const remainingCredit = (books: Books, source: BookDocument): number =>
  source.total - amountPaid(books, source) - sum(allocationsOf(books, source).map((each) => each.amount))

/** What is open on a document of either sort. */
export const outstanding = (books: Books, document: BookDocument): number =>
  document.kind === 'invoice' ? amountDue(books, document) : remainingCredit(books, document)

export const isSettledInPart = (books: Books, document: BookDocument): boolean =>
  livePayments(books, document).length > 0 || creditsOn(books, document).length > 0 || allocationsOf(books, document).length > 0

/** PAID follows the money: reached when nothing is outstanding, left again when a payment or allocation is taken back. */
export function settle(books: Books, document: BookDocument, now: number): BookDocument {
  if (document.status !== 'AUTHORISED' && document.status !== 'PAID') return document
  const done = outstanding(books, document) === 0
  const fullyPaidOn = done ? lastSettledOn(books, document) : undefined
  const status = done ? 'PAID' : 'AUTHORISED'
  if (status === document.status && fullyPaidOn === document.fullyPaidOn && now === document.updatedAt) return document
  const after: BookDocument = { ...document, status, fullyPaidOn, updatedAt: now }
  return documentsOf(books, document.kind).put(after)
}

function lastSettledOn(books: Books, document: BookDocument): string {
  const days = [...livePayments(books, document), ...creditsOn(books, document), ...allocationsOf(books, document)].map((each) => each.date)
  return days.reduce((last, day) => (day > last ? day : last), document.date)
}
