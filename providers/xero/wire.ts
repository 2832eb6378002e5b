import { z } from 'zod'

/*
 * Xero's answers, as far as we read them. Nulls are left out by Xero and an empty list may mean "not loaded" (reference xero.md 5), so
 * nearly everything may be missing. Dates come as /Date(ms+0000)/, or as ISO text in the *String twins; a day is the company's own day
 * stamped as midnight UTC.
 */

const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined)
const listOf = <T extends z.ZodType>(schema: T) =>
  z
    .array(schema)
    .nullish()
    .transform((value) => value ?? [])
/** Text that is blank when it is not there. */
const text = maybe(z.string()).transform((value) => (value === '' ? undefined : value))

/** A moment of Xero's as ISO 8601 UTC. */
export const moment = z.string().transform((value, context) => {
  const milliseconds = millisecondsOf(value)
  if (Number.isNaN(milliseconds)) context.addIssue(`not a date of Xero: ${value}`)
  return Number.isNaN(milliseconds) ? '' : new Date(milliseconds).toISOString()
})

/** A day of Xero's as YYYY-MM-DD. */
export const day = moment.transform((value) => value.slice(0, 10))

function millisecondsOf(value: string): number {
  const ticks = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(value)
  if (ticks?.[1] !== undefined) return Number(ticks[1])
  return Date.parse(/Z|[+-]\d{2}:\d{2}$/.test(value) ? value : `${value.replace(' ', 'T')}${value.length === 10 ? '' : 'Z'}`)
}

const message = z.object({
  Message: z
    .string()
    .nullish()
    .transform((value) => value ?? ''),
})
const page = z.object({ page: z.number(), pageSize: z.number(), pageCount: z.number(), itemCount: maybe(z.number()) })
const pagination = { pagination: maybe(page) }

export const contactReply = z.object({
  ContactID: z.string(),
  ContactNumber: text,
  AccountNumber: text,
  ContactStatus: text,
  Name: maybe(z.string()),
  FirstName: text,
  LastName: text,
  EmailAddress: text,
  TaxNumber: text,
  CompanyNumber: text,
  Addresses: listOf(
    z.object({
      AddressType: text,
      AddressLine1: text,
      AddressLine2: text,
      AddressLine3: text,
      AddressLine4: text,
      City: text,
      Region: text,
      PostalCode: text,
      Country: text,
    }),
  ),
  Phones: listOf(z.object({ PhoneType: text, PhoneNumber: text, PhoneAreaCode: text, PhoneCountryCode: text })),
  IsSupplier: maybe(z.boolean()),
  MergedToContactID: text,
  UpdatedDateUTC: maybe(moment),
})
/** What every list says of itself: the provider's own time when it answered (recorded answers; reference xero.md 5). */
export const envelopeReply = z.object({ DateTimeUTC: maybe(moment) })

export const contactsReply = z.object({ Contacts: z.array(contactReply), ...pagination })

export const lineReply = z.object({
  LineItemID: text,
  Description: text,
  Quantity: maybe(z.number()),
  UnitAmount: maybe(z.number()),
  LineAmount: maybe(z.number()),
  TaxType: text,
  TaxAmount: maybe(z.number()),
  AccountCode: text,
})

const contactStub = maybe(z.object({ ContactID: maybe(z.string()) }))

export const allocationReply = z.object({
  AllocationID: text,
  AllocationId: text,
  Amount: maybe(z.number()),
  Date: maybe(day),
  IsDeleted: maybe(z.boolean()),
  Invoice: maybe(z.union([z.object({ InvoiceID: maybe(z.string()) }), z.array(z.object({ InvoiceID: maybe(z.string()) }))])),
})

const salesDocument = {
  Type: z.string(),
  Status: z.string(),
  Contact: contactStub,
  Date: maybe(day),
  DueDate: maybe(day),
  Reference: text,
  LineAmountTypes: text,
  LineItems: listOf(lineReply),
  CurrencyCode: z.string(),
  SubTotal: maybe(z.number()),
  TotalTax: maybe(z.number()),
  Total: maybe(z.number()),
  UpdatedDateUTC: maybe(moment),
}
export const invoiceReply = z.object({
  InvoiceID: z.string(),
  InvoiceNumber: text,
  Url: text,
  AmountDue: maybe(z.number()),
  ...salesDocument,
})
export const invoicesReply = z.object({ Invoices: z.array(invoiceReply), ...pagination })

export const creditReply = z.object({
  CreditNoteID: z.string(),
  CreditNoteNumber: text,
  RemainingCredit: maybe(z.number()),
  Allocations: listOf(allocationReply),
  ...salesDocument,
})
export const creditsReply = z.object({ CreditNotes: z.array(creditReply), ...pagination })

const accountStub = maybe(z.object({ AccountID: text, Code: text }))

export const paymentReply = z.object({
  PaymentID: z.string(),
  PaymentType: text,
  Status: text,
  Date: maybe(day),
  Amount: maybe(z.number()),
  CurrencyRate: maybe(z.number()),
  Reference: text,
  Details: text,
  IsReconciled: maybe(z.boolean()),
  Account: accountStub,
  Invoice: maybe(z.object({ InvoiceID: text, Type: text, CurrencyCode: text, Contact: contactStub })),
  CreditNote: maybe(z.object({ CreditNoteID: text, CurrencyCode: text, Contact: contactStub })),
  Overpayment: maybe(z.object({ OverpaymentID: text, CurrencyCode: text, Contact: contactStub })),
  Prepayment: maybe(z.object({ PrepaymentID: text, CurrencyCode: text, Contact: contactStub })),
  BatchPaymentID: text,
  BatchPayment: maybe(z.object({ BatchPaymentID: text })),
  UpdatedDateUTC: maybe(moment),
})
export const paymentsReply = z.object({ Payments: z.array(paymentReply), ...pagination })

export const batchReply = z.object({
  BatchPaymentID: z.string(),
  Type: text,
  Status: text,
  Date: maybe(day),
  Reference: text,
  Details: text,
  Narrative: text,
  TotalAmount: maybe(z.number()),
  IsReconciled: maybe(z.boolean()),
  Account: accountStub,
  Payments: listOf(
    z.object({
      PaymentID: text,
      Amount: maybe(z.number()),
      Reference: text,
      Invoice: maybe(z.object({ InvoiceID: text, CurrencyCode: text, Contact: contactStub })),
    }),
  ),
  UpdatedDateUTC: maybe(moment),
})
export const batchesReply = z.object({ BatchPayments: z.array(batchReply), ...pagination })

const onAccount = {
  Type: text,
  Status: z.string(),
  Contact: contactStub,
  Date: maybe(day),
  Reference: text,
  Total: maybe(z.number()),
  RemainingCredit: maybe(z.number()),
  CurrencyCode: maybe(z.string()),
  Allocations: listOf(allocationReply),
  UpdatedDateUTC: maybe(moment),
}
export const overpaymentReply = z.object({ OverpaymentID: z.string(), ...onAccount })
export const overpaymentsReply = z.object({ Overpayments: z.array(overpaymentReply), ...pagination })
export const prepaymentReply = z.object({ PrepaymentID: z.string(), ...onAccount })
export const prepaymentsReply = z.object({ Prepayments: z.array(prepaymentReply), ...pagination })

export const organisationReply = z.object({
  Name: z.string(),
  CountryCode: text,
  BaseCurrency: z.string(),
  PeriodLockDate: maybe(day),
  EndOfYearLockDate: maybe(day),
  SalesTaxBasis: text,
  SalesTaxPeriod: text,
  FinancialYearEndDay: maybe(z.number()),
  FinancialYearEndMonth: maybe(z.number()),
  ShortCode: text,
  Class: text,
  Timezone: text,
  IsDemoCompany: maybe(z.boolean()),
})
export const organisationsReply = z.object({ Organisations: z.tuple([organisationReply], z.unknown()) })
export const remindersReply = z.object({ InvoiceReminders: listOf(z.object({ Enabled: maybe(z.boolean()) })) })
export const currenciesReply = z.object({ Currencies: listOf(z.object({ Code: z.string() })) })
export const actionsReply = z.object({ Actions: listOf(z.object({ Name: z.string(), Status: z.string() })) })

export const taxRateReply = z.object({
  Name: z.string(),
  TaxType: z.string(),
  Status: text,
  EffectiveRate: maybe(z.number()),
  CanApplyToRevenue: maybe(z.boolean()),
})
export const taxRatesReply = z.object({ TaxRates: z.array(taxRateReply) })

export const accountReply = z.object({
  AccountID: z.string(),
  Code: text,
  Name: z.string(),
  Type: z.string(),
  Class: text,
  Status: text,
  TaxType: text,
  EnablePaymentsToAccount: maybe(z.boolean()),
  CurrencyCode: text,
})
export const accountsReply = z.object({ Accounts: z.array(accountReply) })

/** What every element of a write's answer may carry, whatever its kind; the id and number are picked by the operation. */
export const elementReply = z.looseObject({
  StatusAttributeString: text,
  HasErrors: maybe(z.boolean()),
  HasValidationErrors: maybe(z.boolean()),
  ValidationErrors: listOf(message),
  Warnings: listOf(message),
  CurrencyCode: text,
  SubTotal: maybe(z.number()),
  TotalTax: maybe(z.number()),
  Total: maybe(z.number()),
  AmountDue: maybe(z.number()),
  RemainingCredit: maybe(z.number()),
  LineAmountTypes: text,
  LineItems: listOf(lineReply),
  UpdatedDateUTC: maybe(moment),
})

/** A refusal in any of the shapes Xero uses, its names read without regard to case (seen in both, reference xero.md 10). */
export const refusalReply = z.object({
  errornumber: maybe(z.number()),
  type: text,
  message: text,
  title: text,
  detail: text,
  elements: listOf(z.object({ ValidationErrors: listOf(message) })),
  warnings: maybe(z.unknown()),
})
