import { bookAccounts } from './book-accounts.ts'
import { bookContacts } from './book-contacts.ts'
import { type BookDocuments, bookDocuments } from './book-documents.ts'
import { type CreditRecord, credits } from './credits.ts'
import type { CustomerRecord } from './customer-record.ts'
import { customers } from './customers.ts'
import type { InvoiceRecord } from './invoice-record.ts'
import { invoices } from './invoices.ts'
import { type PaymentRecord, payments } from './payments.ts'
import { type PurchaseRecord, purchaseInvoices } from './purchase-invoices.ts'
import { settlements } from './settlement-stories.ts'
import type { SeedBooks, SeedContact } from './xero-shapes.ts'

/** Everything about the company: what its office exports, and what its books held before. */
export interface Office {
  customers: CustomerRecord[]
  invoices: InvoiceRecord[]
  credits: CreditRecord[]
  payments: PaymentRecord[]
  purchases: PurchaseRecord[]
  /** By ref of the customers whom a contact of the books stands for. */
  contactOf: Map<string, SeedContact>
  found: Omit<BookDocuments, 'invoices' | 'payments'>
  books: SeedBooks
}

/** Makes the company, the same one every time. */
export function office(): Office {
  const cards = customers()
  const { contacts, contactOf } = bookContacts(cards)
  const linkable = ({ ref, known, reverseCharge }: CustomerRecord): boolean => contactOf.has(ref) && known !== 'archived' && !reverseCharge
  const sold = invoices(cards, linkable)
  const settled = settlements(sold)
  const given = credits(settled)
  const received = payments(settled, given)
  const { invoices: bookInvoices, payments: bookPayments, ...found } = bookDocuments(sold, received, contactOf, contacts)
  const books: SeedBooks = {
    organisation: { Name: 'Combe & Daughters Gas and Heating Ltd', BaseCurrency: 'GBP', CountryCode: 'GB' },
    accounts: bookAccounts(),
    contacts,
    invoices: bookInvoices,
    payments: bookPayments,
  }
  return { customers: cards, invoices: sold, credits: given, payments: received, purchases: purchaseInvoices(), contactOf, found, books }
}
