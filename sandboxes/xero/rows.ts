/** The records of the pretend books. Amounts are whole minor units, unit prices, quantities and rates decimal texts, days YYYY-MM-DD, moments milliseconds UTC. */

export interface Contact {
  id: string
  status: 'ACTIVE' | 'ARCHIVED' | 'GDPRREQUEST'
  mergedTo?: string | undefined
  name: string
  number?: string | undefined
  accountNumber?: string | undefined
  firstName?: string | undefined
  lastName?: string | undefined
  email?: string | undefined
  taxNumber?: string | undefined
  companyNumber?: string | undefined
  bankAccountDetails?: string | undefined
  website?: string | undefined
  defaultCurrency?: string | undefined
  salesAccountCode?: string | undefined
  purchasesAccountCode?: string | undefined
  receivableTaxType?: string | undefined
  payableTaxType?: string | undefined
  paymentTerms?: unknown
  persons: ContactPerson[]
  addresses: Record<string, Record<string, string>>
  phones: Record<string, Record<string, string>>
  isCustomer: boolean
  isSupplier: boolean
  updatedAt: number
}

export interface ContactPerson {
  FirstName?: string | undefined
  LastName?: string | undefined
  EmailAddress?: string | undefined
  IncludeInEmails: boolean
}

export type DocumentKind = 'invoice' | 'creditNote' | 'overpayment' | 'prepayment'

export type DocumentType =
  | 'ACCREC'
  | 'ACCPAY'
  | 'ACCRECCREDIT'
  | 'ACCPAYCREDIT'
  | 'RECEIVE-OVERPAYMENT'
  | 'SPEND-OVERPAYMENT'
  | 'RECEIVE-PREPAYMENT'
  | 'SPEND-PREPAYMENT'

export type DocumentStatus = 'DRAFT' | 'SUBMITTED' | 'AUTHORISED' | 'PAID' | 'VOIDED' | 'DELETED'

export type LineAmountTypes = 'Exclusive' | 'Inclusive' | 'NoTax'

/** An invoice, bill, credit note, overpayment or prepayment: what has lines and a total and is settled by payments and allocations. */
export interface BookDocument {
  id: string
  kind: DocumentKind
  type: DocumentType
  status: DocumentStatus
  number?: string | undefined
  reference?: string | undefined
  contactId: string
  date: string
  dueDate?: string | undefined
  expectedPaymentDate?: string | undefined
  plannedPaymentDate?: string | undefined
  lineAmountTypes: LineAmountTypes
  lines: Line[]
  subTotal: number
  totalTax: number
  total: number
  totalDiscount: number
  currencyCode: string
  currencyRate: string
  brandingThemeId?: string | undefined
  url?: string | undefined
  sentToContact: boolean
  fullyPaidOn?: string | undefined
  bankTransactionId?: string | undefined
  createdBy?: string | undefined
  updatedAt: number
}

export interface Line {
  id: string
  description?: string | undefined
  quantity?: string | undefined
  unitAmount?: string | undefined
  itemCode?: string | undefined
  accountCode?: string | undefined
  accountId?: string | undefined
  taxType?: string | undefined
  taxAmount: number
  lineAmount: number
  discountRate?: string | undefined
  discountAmount?: number | undefined
  tracking: Tracking[]
}

export interface Tracking {
  TrackingCategoryID: string
  TrackingOptionID: string
  Name: string
  Option: string
}

export interface Payment {
  id: string
  status: 'AUTHORISED' | 'DELETED'
  documentKind: DocumentKind
  documentId: string
  accountId: string
  date: string
  amount: number
  bankAmount: number
  currencyRate: string
  reference?: string | undefined
  particulars?: string | undefined
  details?: string | undefined
  code?: string | undefined
  isReconciled: boolean
  batchPaymentId?: string | undefined
  updatedAt: number
}

/** Part of a credit note, overpayment or prepayment set against an invoice. */
export interface Allocation {
  id: string
  sourceKind: 'creditNote' | 'overpayment' | 'prepayment'
  sourceId: string
  invoiceId: string
  amount: number
  date: string
  deleted: boolean
  updatedAt: number
}

export interface BatchPayment {
  id: string
  type: 'RECBATCH' | 'PAYBATCH'
  status: 'AUTHORISED' | 'DELETED'
  accountId: string
  date: string
  reference?: string | undefined
  particulars?: string | undefined
  code?: string | undefined
  details?: string | undefined
  narrative?: string | undefined
  total: number
  isReconciled: boolean
  updatedAt: number
}

export interface BankTransaction {
  id: string
  type: string
  status: 'AUTHORISED' | 'DELETED' | 'VOIDED'
  contactId?: string | undefined
  accountId: string
  date: string
  reference?: string | undefined
  url?: string | undefined
  isReconciled: boolean
  lineAmountTypes: LineAmountTypes
  lines: Line[]
  subTotal: number
  totalTax: number
  total: number
  currencyCode: string
  currencyRate: string
  overpaymentId?: string | undefined
  prepaymentId?: string | undefined
  updatedAt: number
}

export interface Account {
  id: string
  code?: string | undefined
  name: string
  type: string
  class: 'ASSET' | 'EQUITY' | 'EXPENSE' | 'LIABILITY' | 'REVENUE'
  status: 'ACTIVE' | 'ARCHIVED' | 'DELETED'
  taxType: string
  description?: string | undefined
  enablePayments: boolean
  systemAccount?: string | undefined
  bankAccountNumber?: string | undefined
  bankAccountType?: string | undefined
  currencyCode?: string | undefined
  reportingCode?: string | undefined
  showInExpenseClaims: boolean
  updatedAt: number
}

export interface TaxRate {
  /** The tax type is the id. */
  id: string
  name: string
  status: 'ACTIVE' | 'DELETED' | 'ARCHIVED' | 'PENDING'
  reportTaxType: string
  appliesTo: AccountClassLetter[]
  displayRate: string
  effectiveRate: string
  components: { Name: string; Rate: string; IsCompound: boolean; IsNonRecoverable: boolean }[]
  system: boolean
}

/** Assets, equity (Q), expenses, liabilities, revenue. */
export type AccountClassLetter = 'A' | 'Q' | 'E' | 'L' | 'R'

export interface TrackingCategory {
  id: string
  name: string
  status: 'ACTIVE' | 'ARCHIVED' | 'DELETED'
  options: { id: string; name: string; status: 'ACTIVE' | 'ARCHIVED' | 'DELETED' }[]
}

export interface BrandingTheme {
  id: string
  name: string
  sortOrder: number
  createdAt: number
}

export interface HistoryRecord {
  id: string
  recordId: string
  changes: string
  details: string
  user: string
  at: number
}

export interface Attachment {
  id: string
  recordId: string
  fileName: string
  mimeType: string
  includeOnline: boolean
  base64: string
  bytes: number
}

export interface Organisation {
  id: string
  name: string
  shortCode: string
  country: string
  version: string
  baseCurrency: string
  currencies: string[]
  zone: string
  xeroZone: string
  class: string
  isDemo: boolean
  taxNumber?: string | undefined
  periodLockDate?: string | undefined
  endOfYearLockDate?: string | undefined
  /** As the API says it; missing = what the country usually has. */
  salesTaxPeriod?: string | undefined
  /** 1 to 12; missing = March. */
  financialYearEndMonth?: number | undefined
  /** Whether customers are e-mailed about invoices that are overdue; off unless somebody switched it on. */
  invoiceReminders?: boolean | undefined
  nextInvoice: number
  nextCreditNote: number
  /** Sales invoices that may be approved a month (by invoice date); missing = no limit. */
  planLimit?: number | undefined
  emailsADay?: number | undefined
  emailsSent: Record<string, number>
  offline?: boolean | undefined
  createdAt: number
}
