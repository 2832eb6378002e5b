import { type Answer, type Call, ok } from './call.ts'
import type { Organisation } from './rows.ts'
import { envelope, msDay } from './wire.ts'

/** GET /Organisation: a list of one; lock dates only when they are set. */
export function getOrganisation(call: Call): Answer {
  return ok(envelope(call.now, call.appName, { Organisations: [organisationShape(call.books.organisation())] }))
}

/** GET /InvoiceReminders/Settings: whether reminders are on at all; which ones, the API does not say. */
export function getInvoiceReminders(call: Call): Answer {
  const Enabled = call.books.organisation().invoiceReminders ?? false
  return ok(envelope(call.now, call.appName, { InvoiceReminders: [{ Enabled }] }))
}

/** GET /Organisation/Actions: what this organisation's plan and this person may do. */
export function getActions(call: Call): Answer {
  const { currencies, planLimit } = call.books.organisation()
  const refused = new Set([...(currencies.length > 1 ? [] : ['UseMulticurrency']), ...(planLimit === 0 ? ['CreateApprovedInvoice'] : [])])
  const Actions = ACTIONS.map((Name) => ({ Name, Status: refused.has(Name) ? 'NOT-ALLOWED' : 'ALLOWED' }))
  return ok(envelope(call.now, call.appName, { Actions }))
}

export function organisationShape(organisation: Organisation): Record<string, unknown> {
  return {
    Name: organisation.name,
    LegalName: organisation.name,
    PaysTax: true,
    Version: organisation.version,
    OrganisationType: 'COMPANY',
    BaseCurrency: organisation.baseCurrency,
    CountryCode: organisation.country,
    IsDemoCompany: organisation.isDemo,
    OrganisationStatus: 'ACTIVE',
    TaxNumber: organisation.taxNumber,
    FinancialYearEndDay: 31,
    FinancialYearEndMonth: organisation.financialYearEndMonth ?? 3,
    SalesTaxBasis: organisation.country === 'NZ' ? 'PAYMENTS' : 'ACCRUALS',
    SalesTaxPeriod: organisation.salesTaxPeriod ?? (organisation.country === 'NZ' ? 'TWOMONTHS' : 'QUARTERLY1'),
    DefaultSalesTax: 'Tax Exclusive',
    DefaultPurchasesTax: 'Tax Exclusive',
    PeriodLockDate: msDay(organisation.periodLockDate),
    EndOfYearLockDate: msDay(organisation.endOfYearLockDate),
    CreatedDateUTC: `/Date(${organisation.createdAt})/`,
    OrganisationEntityType: 'COMPANY',
    Timezone: organisation.xeroZone,
    ShortCode: organisation.shortCode,
    OrganisationID: organisation.id,
    Edition: 'BUSINESS',
    Class: organisation.class,
    Addresses: [],
    Phones: [],
    ExternalLinks: [],
    PaymentTerms: {},
  }
}

const ACTIONS = [
  'CreateApprovedInvoice',
  'CreateDraftPurchaseOrder',
  'CreateApprovedBill',
  'AttachFilesIntoInvoice',
  'UseMulticurrency',
  'CreateDraftInvoice',
  'CreateRepeatingInvoice',
  'CreateRepeatingBill',
  'CreateSentQuote',
  'CreateInvoicePayment',
  'CreateApprovedPurchaseOrder',
  'CreateDraftQuote',
  'CreateDraftBill',
]
