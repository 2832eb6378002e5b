import type { AutomationState, BookState, Treatment } from './entities.ts'

/*
 * The books in our own words: what every provider's answers are translated into, what the mirror keeps and what the rules decide on.
 * Amounts are whole minor units of `currency`; days are YYYY-MM-DD; moments are ISO 8601 UTC as the provider gave them.
 */

/** A contact (customer or supplier) in the books. */
export interface BookContact {
  bookId: string
  name: string
  /** Our own id in the field that only an API can write (Xero ContactNumber). */
  contactNumber?: string
  accountNumber?: string
  email?: string
  phones: string[]
  postcode?: string
  vatNumber?: string
  companyNumber?: string
  isSupplier: boolean
  state: 'active' | 'archived'
  /** The contact that this one was merged into. */
  mergedInto?: string
  updatedAt: string
  /** Name, address, e-mail and so on as the provider has them, to compare three ways (accounting rule 29). */
  fields: Record<string, string>
}

/** Net and tax of a document for one tax code of the books. */
export interface BookTax {
  bookTaxCode: string
  net: number
  tax: number
}

/** A sales invoice or credit note in the books. Amounts of a credit are positive. */
export interface BookDocument {
  kind: 'invoice' | 'credit'
  bookId: string
  number: string
  contactId: string
  /** Issue date. */
  date: string
  dueDate?: string
  currency: string
  reference?: string
  net: number
  tax: number
  gross: number
  taxes: BookTax[]
  state: BookState
  amountDue: number
  updatedAt: string
}

/** Money received or given back in the books, as the bank line shows it. */
export interface BookPayment {
  bookId: string
  /** `payment`: one allocation; `batch`: one receipt of several; `refund`: money given back. */
  form: 'payment' | 'batch' | 'refund'
  contactId?: string
  date: string
  amount: number
  currency: string
  bankAccountId?: string
  reference?: string
  reconciled: boolean
  state: 'live' | 'void'
  /** The receipt that this one is a part of, where the provider lists the parts too. */
  partOf?: string
  allocations: BookAllocation[]
  updatedAt: string
}

/** An amount of a payment, credit or on-account money settled against a document. */
export interface BookAllocation {
  bookId?: string
  documentId: string
  amount: number
  date?: string
}

/** Money on account in the books: an over-payment or prepayment and what is left of it. */
export interface BookOnAccount {
  bookId: string
  contactId: string
  date: string
  amount: number
  remaining: number
  currency: string
  bankAccountId?: string
  reference?: string
  state: 'live' | 'void'
  allocations: BookAllocation[]
  updatedAt: string
}

/** The record type that each mirror kind holds. */
export interface MirrorRecords {
  contacts: BookContact
  invoices: BookDocument
  credits: BookDocument & { allocations: BookAllocation[] }
  payments: BookPayment
  onAccount: BookOnAccount
}

/** A tax code of the books. `percent` is a decimal string. `treatment` is our reading of the provider's type, null where it has none. */
export interface TaxCode {
  bookId: string
  name: string
  percent: string
  treatment: Treatment | null
  active: boolean
  /** Whether it may stand on a sales line. */
  forSales: boolean
}

/** A nominal code (ledger account) of the books that a sales line may use. */
export interface NominalCode {
  bookId: string
  code: string
  name: string
  type: string
  active: boolean
  forSales: boolean
  defaultTaxCode?: string
}

/** A bank or clearing account of the books that can take a payment. */
export interface BankAccount {
  bookId: string
  code?: string
  name: string
  currency?: string
  active: boolean
  form: 'bank' | 'clearing'
}

/** The codes of the books, as the office maps them. */
export interface Codes {
  taxCodes: TaxCode[]
  nominalCodes: NominalCode[]
  bankAccounts: BankAccount[]
}

/** How an organisation accounts for VAT. Under the two of cash, an allocation is what moves the VAT. */
export const vatSchemes = ['standard', 'cash', 'flatRate', 'flatRateCash', 'none'] as const
export type VatScheme = (typeof vatSchemes)[number]

/** The organisation as far as it decides anything. Lock dates are the last locked day. */
export interface Organisation {
  organisationId: string
  name: string
  country: string
  baseCurrency: string
  currencies: string[]
  lockedUntil?: string
  vatScheme?: VatScheme
  /** For deep links (Xero's short code). */
  shortCode?: string
  plan?: string
  /** What the provider says this organisation may not do now, for instance approve more invoices. */
  notAllowed: string[]
  timeZone?: string
  isDemo: boolean
  vatPeriod?: VatPeriod
  /** Absent: never read. */
  automations?: Automations
}

/** How often the organisation returns VAT, as far as the provider says. */
export interface VatPeriod {
  /** Months in a period. */
  months: 1 | 2 | 3 | 6 | 12
  /** A month (1 to 12) with which one of the periods ends. */
  endsWith: number
  /** Who says so: the provider, or nobody, and it is the end of the financial year, with which periods usually end. */
  by: 'provider' | 'yearEnd'
}

/** What the provider let us read of what it does by itself. */
export interface Automations {
  /** ISO 8601 UTC. */
  readAt: string
  invoiceReminders: AutomationReading
}

/** `said`: why it is not known, in the provider's words. */
export interface AutomationReading {
  state: AutomationState
  said?: string
}
