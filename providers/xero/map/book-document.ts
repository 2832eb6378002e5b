import type { z } from 'zod'
import type { BookAllocation, BookDocument, BookTax } from '../../../domain/books.ts'
import type { BookState } from '../../../domain/entities.ts'
import { sum } from '../../../domain/money.ts'
import { type AllocationHolder, allocationId } from '../book-id.ts'
import type { allocationReply, creditReply, invoiceReply, lineReply } from '../wire.ts'
import { fromWire } from '../wire-number.ts'

type InvoiceReply = z.infer<typeof invoiceReply>
type CreditReply = z.infer<typeof creditReply>

/** A sales invoice of Xero in our words. */
export function toBookInvoice(invoice: InvoiceReply): BookDocument {
  return {
    kind: 'invoice',
    bookId: invoice.InvoiceID,
    number: invoice.InvoiceNumber ?? '',
    ...common(invoice),
    ...(invoice.DueDate !== undefined && { dueDate: invoice.DueDate }),
    // The answer to a void still names the whole total as due (recorded), which nobody owes.
    amountDue: stateOf(invoice.Status) === 'void' ? 0 : fromWire(invoice.AmountDue ?? 0, invoice.CurrencyCode),
  }
}

/** A sales credit note of Xero in our words, with what it settles. */
export function toBookCredit(credit: CreditReply): BookDocument & { allocations: BookAllocation[] } {
  return {
    kind: 'credit',
    bookId: credit.CreditNoteID,
    number: credit.CreditNoteNumber ?? '',
    ...common(credit),
    amountDue: stateOf(credit.Status) === 'void' ? 0 : fromWire(credit.RemainingCredit ?? 0, credit.CurrencyCode),
    allocations: allocationsOf(credit.Allocations, { endpoint: 'CreditNotes', id: credit.CreditNoteID }, credit.CurrencyCode),
  }
}

/** Xero's statuses in one word each; what it may add later counts as in the ledger, so that nothing of value is overlooked. */
export function stateOf(status: string): BookState {
  return states[status] ?? 'inLedger'
}

const states: Record<string, BookState> = {
  DRAFT: 'draft',
  SUBMITTED: 'submitted',
  AUTHORISED: 'inLedger',
  PAID: 'inLedger',
  VOIDED: 'void',
  DELETED: 'void',
}

/** Net and tax per tax type of the lines; a line of words alone has none. */
export function taxesOf(lines: z.infer<typeof lineReply>[], lineAmountTypes: string | undefined, currency: string): BookTax[] {
  const inclusive = lineAmountTypes?.toLowerCase() === 'inclusive'
  const booked = lines.map((line) => {
    const tax = fromWire(line.TaxAmount ?? 0, currency)
    const amount = fromWire(line.LineAmount ?? 0, currency)
    return { bookTaxCode: line.TaxType ?? 'NONE', net: inclusive ? amount - tax : amount, tax }
  })
  const counted = booked.filter((line) => line.net !== 0 || line.tax !== 0)
  return [...new Set(counted.map((line) => line.bookTaxCode))].map((bookTaxCode) => {
    const own = counted.filter((line) => line.bookTaxCode === bookTaxCode)
    return { bookTaxCode, net: sum(own.map((line) => line.net)), tax: sum(own.map((line) => line.tax)) }
  })
}

/** Live allocations of a credit or of money on account. */
export function allocationsOf(
  allocations: z.infer<typeof allocationReply>[],
  holder: AllocationHolder,
  currency: string,
): BookAllocation[] {
  return allocations
    .filter((allocation) => allocation.IsDeleted !== true)
    .map((allocation) => {
      const id = allocation.AllocationID ?? allocation.AllocationId
      const invoice = Array.isArray(allocation.Invoice) ? allocation.Invoice[0] : allocation.Invoice
      return {
        ...(id !== undefined && { bookId: allocationId(holder, id) }),
        documentId: invoice?.InvoiceID ?? '',
        amount: fromWire(allocation.Amount ?? 0, currency),
        ...(allocation.Date !== undefined && { date: allocation.Date }),
      }
    })
}

type Common = Omit<BookDocument, 'kind' | 'bookId' | 'number' | 'dueDate' | 'amountDue'>

function common(document: InvoiceReply | CreditReply): Common {
  const money = (amount: number | undefined): number => fromWire(amount ?? 0, document.CurrencyCode)
  return {
    contactId: document.Contact?.ContactID ?? '',
    date: document.Date ?? '',
    currency: document.CurrencyCode,
    ...(document.Reference !== undefined && { reference: document.Reference }),
    net: money(document.SubTotal),
    tax: money(document.TotalTax),
    gross: money(document.Total),
    taxes: taxesOf(document.LineItems, document.LineAmountTypes, document.CurrencyCode),
    state: stateOf(document.Status),
    updatedAt: document.UpdatedDateUTC ?? '',
  }
}
