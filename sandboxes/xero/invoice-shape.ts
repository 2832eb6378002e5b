import type { Books } from './books.ts'
import { documentsOf } from './books.ts'
import { paymentsShape, sharedShape, type ShapeOptions } from './document-shape.ts'
import type { Quirks } from './quirks.ts'
import type { Allocation, BookDocument } from './rows.ts'
import { amountCredited, amountDue, amountPaid, creditsOn, livePayments } from './settlement.ts'
import { dayText, fixed, money, msDay } from './wire.ts'

/** An invoice or bill with what has been paid and credited on it. */
export function invoiceShape(books: Books, invoice: BookDocument, quirks: Quirks, options: ShapeOptions): Record<string, unknown> {
  const credits = creditsOn(books, invoice)
  return {
    Type: invoice.type,
    InvoiceID: invoice.id,
    InvoiceNumber: invoice.number ?? '',
    Reference: invoice.type === 'ACCREC' ? (invoice.reference ?? '') : undefined,
    Url: invoice.url,
    Payments: paymentsShape(livePayments(books, invoice)),
    CreditNotes: credits.filter((each) => each.sourceKind === 'creditNote').map((each) => applied(books, each, 'CreditNoteID')),
    Prepayments: credits.filter((each) => each.sourceKind === 'prepayment').map((each) => applied(books, each, 'PrepaymentID')),
    Overpayments: credits.filter((each) => each.sourceKind === 'overpayment').map((each) => applied(books, each, 'OverpaymentID')),
    AmountDue: money(dueShown(books, invoice, quirks, options)),
    AmountPaid: money(amountPaid(books, invoice)),
    AmountCredited: money(amountCredited(books, invoice)),
    SentToContact: invoice.type === 'ACCREC' ? invoice.sentToContact : undefined,
    IsDiscounted: invoice.lines.some((line) => line.discountRate !== undefined || line.discountAmount !== undefined),
    TotalDiscount: invoice.totalDiscount === 0 ? undefined : money(invoice.totalDiscount),
    ExpectedPaymentDate: msDay(invoice.expectedPaymentDate),
    PlannedPaymentDate: msDay(invoice.plannedPaymentDate),
    ...sharedShape(books, invoice, options),
    InvoiceAddresses: [],
  }
}

/** summaryOnly: the light fields, without lines, payments and credits. */
export function summaryInvoice(books: Books, invoice: BookDocument, quirks: Quirks): Record<string, unknown> {
  const full = invoiceShape(books, invoice, quirks, { lines: false, wholeContact: false, unitdp: 2 })
  return Object.fromEntries(Object.entries(full).filter(([name]) => !HEAVY.has(name)))
}

const HEAVY = new Set(['LineItems', 'Payments', 'CreditNotes', 'Prepayments', 'Overpayments', 'InvoiceAddresses'])

/** Recorded: a voided invoice still shows its total as due in the write answer; a list example shows 0. */
function dueShown(books: Books, invoice: BookDocument, quirks: Quirks, options: ShapeOptions): number {
  if (invoice.status !== 'VOIDED' && invoice.status !== 'DELETED') return amountDue(books, invoice)
  return quirks.voidedAmountDue === 'total' && options.wholeContact ? invoice.total : 0
}

function applied(books: Books, allocation: Allocation, idName: string): Record<string, unknown> {
  const source = documentsOf(books, allocation.sourceKind).get(allocation.sourceId)
  return {
    [idName]: allocation.sourceId,
    ...(allocation.sourceKind === 'creditNote' ? { CreditNoteNumber: source?.number ?? '' } : {}),
    ID: allocation.sourceId,
    HasErrors: false,
    AppliedAmount: money(allocation.amount),
    DateString: dayText(allocation.date),
    Date: msDay(allocation.date),
    LineItems: [],
    Total: source && money(source.total),
    CurrencyRate: fixed(source?.currencyRate, 6),
  }
}
