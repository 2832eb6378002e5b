import { never } from '../kit/never.ts'
import type { Books } from './books.ts'
import { contactInList, writtenContact } from './contact-shape.ts'
import type { BookDocument, Line, Payment } from './rows.ts'
import { allocationsOf, livePayments, remainingCredit } from './settlement.ts'
import { dayText, fixed, momentText, money, msDay, msMoment } from './wire.ts'

/** How much of a document is shown, and with how many decimals unit prices are. */
export interface ShapeOptions {
  lines: boolean
  /** The whole contact after a write or on a single read, else id and name. */
  wholeContact: boolean
  unitdp: 2 | 4
}

export const LISTED = { lines: true, wholeContact: false } as const
export const WRITTEN = { lines: true, wholeContact: true } as const
export const THIN = { lines: false, wholeContact: false } as const

/** The properties that invoices, credit notes, overpayments and prepayments share. */
export function sharedShape(books: Books, document: BookDocument, options: ShapeOptions): Record<string, unknown> {
  const contact = books.contacts.get(document.contactId)
  return {
    CurrencyRate: fixed(document.currencyRate, 6),
    HasErrors: false,
    HasAttachments: books.attachments.find('record', document.id).length > 0,
    Contact: options.wholeContact && contact ? writtenContact(contact) : contactInList(contact),
    DateString: dayText(document.date),
    Date: msDay(document.date),
    DueDateString: dayText(document.dueDate),
    DueDate: msDay(document.dueDate),
    BrandingThemeID: document.brandingThemeId,
    Status: document.status,
    LineAmountTypes: document.lineAmountTypes,
    LineItems: options.lines ? document.lines.map((line) => lineShape(line, options.unitdp)) : [],
    SubTotal: money(document.subTotal),
    TotalTax: money(document.totalTax),
    Total: money(document.total),
    UpdatedDateUTC: msMoment(document.updatedAt),
    UpdatedDateUTCString: momentText(document.updatedAt),
    CurrencyCode: document.currencyCode,
    FullyPaidOnDate: msDay(document.fullyPaidOn),
  }
}

/** A credit note, overpayment or prepayment: its id also stands under `ID` (recorded). */
export function creditShape(books: Books, document: BookDocument, options: ShapeOptions): Record<string, unknown> {
  const { idName, own } = ownNames(document)
  return {
    [idName]: document.id,
    ...own,
    Payments: paymentsShape(livePayments(books, document)),
    ID: document.id,
    Type: document.type,
    Reference: document.reference ?? '',
    SentToContact: document.kind === 'creditNote' ? document.sentToContact : undefined,
    RemainingCredit: money(isOpen(document) ? remainingCredit(books, document) : 0),
    Allocations: allocationsOf(books, document).map((each) => ({
      AllocationID: each.id,
      Amount: money(each.amount),
      Date: msDay(each.date),
      Invoice: bareInvoice(each.invoiceId, books.invoices.get(each.invoiceId)?.number),
      IsDeleted: false,
    })),
    ...sharedShape(books, document, options),
  }
}

/** A payment as it stands inside its document. */
export const paymentsShape = (payments: Payment[]): Record<string, unknown>[] =>
  payments.map((payment) => ({
    PaymentID: payment.id,
    BatchPaymentID: payment.batchPaymentId,
    Date: msDay(payment.date),
    Amount: money(payment.amount),
    Reference: payment.reference,
    CurrencyRate: fixed(payment.currencyRate, 6),
    HasAccount: false,
    HasValidationErrors: false,
  }))

/** An invoice that is only pointed at. */
export const bareInvoice = (id: string, number?: string): Record<string, unknown> => ({
  InvoiceID: id,
  InvoiceNumber: number,
  Payments: [],
  CreditNotes: [],
  Prepayments: [],
  Overpayments: [],
  HasErrors: false,
  IsDiscounted: false,
  LineItems: [],
})

export function lineShape(line: Line, unitdp: 2 | 4): Record<string, unknown> {
  return {
    ItemCode: line.itemCode,
    Description: line.description,
    UnitAmount: fixed(line.unitAmount, unitdp),
    TaxType: line.taxType,
    TaxAmount: money(line.taxAmount),
    LineAmount: money(line.lineAmount),
    AccountCode: line.accountCode,
    AccountID: line.accountId,
    Tracking: line.tracking,
    Quantity: fixed(line.quantity, 4),
    DiscountRate: fixed(line.discountRate, 2),
    DiscountAmount: line.discountAmount === undefined ? undefined : money(line.discountAmount),
    LineItemID: line.id,
    ValidationErrors: [],
  }
}

const isOpen = (document: BookDocument): boolean => document.status !== 'VOIDED' && document.status !== 'DELETED'

function ownNames(document: BookDocument): { idName: string; own: Record<string, unknown> } {
  switch (document.kind) {
    case 'creditNote':
      return { idName: 'CreditNoteID', own: { CreditNoteNumber: document.number ?? '' } }
    case 'overpayment':
      return { idName: 'OverpaymentID', own: {} }
    case 'prepayment':
      return { idName: 'PrepaymentID', own: { InvoiceNumber: document.number } }
    case 'invoice':
      return { idName: 'InvoiceID', own: {} }
    default:
      return never(document.kind)
  }
}
