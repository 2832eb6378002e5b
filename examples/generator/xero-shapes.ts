/* The few shapes of the Xero Accounting API that the books are seeded with (names as in its OpenAPI description). */

export interface SeedContact {
  ContactID: string
  Name: string
  EmailAddress?: string
  AccountNumber?: string
  TaxNumber?: string
  CompanyNumber?: string
  ContactStatus: 'ACTIVE' | 'ARCHIVED'
  MergedToContactID?: string
  /** The same by name: a seed that gives contacts ids of its own goes by it. */
  MergedTo?: string
  IsSupplier?: boolean
  IsCustomer?: boolean
  Addresses?: {
    AddressType: 'POBOX' | 'STREET'
    AddressLine1?: string
    AddressLine2?: string
    City?: string
    Region?: string
    PostalCode?: string
    Country?: string
  }[]
  Phones?: { PhoneType: 'DEFAULT' | 'MOBILE'; PhoneNumber: string; PhoneAreaCode?: string }[]
}

export interface SeedLine {
  Description: string
  Quantity: number
  UnitAmount: number
  AccountCode: string
  TaxType: string
}

export interface SeedInvoice {
  InvoiceID: string
  Type: 'ACCREC' | 'ACCPAY'
  InvoiceNumber: string
  Reference?: string
  /** By name, which is unique among active contacts: ids may be given anew. */
  Contact: { Name: string }
  Date: string
  DueDate: string
  LineAmountTypes: 'Exclusive' | 'Inclusive' | 'NoTax'
  LineItems: SeedLine[]
  CurrencyCode: 'GBP'
  Status: 'AUTHORISED'
}

export interface SeedPayment {
  PaymentID: string
  Invoice: { InvoiceNumber: string }
  Account: { Code: string }
  Date: string
  Amount: number
  Reference: string
}

export interface SeedAccount {
  AccountID: string
  Code: string
  Name: string
  Type: 'BANK' | 'REVENUE' | 'CURRENT' | 'EXPENSE' | 'DIRECTCOSTS'
  TaxType: string
  BankAccountNumber?: string
  EnablePaymentsToAccount?: boolean
}

/** What the organisation holds before the first sync. */
export interface SeedBooks {
  organisation: { Name: string; BaseCurrency: 'GBP'; CountryCode: 'GB' }
  accounts: SeedAccount[]
  contacts: SeedContact[]
  invoices: SeedInvoice[]
  payments: SeedPayment[]
}
