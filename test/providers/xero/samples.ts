import type { Codes, Organisation } from '../../../domain/books.ts'
import type { Credit } from '../../../domain/credit.ts'
import type { Customer } from '../../../domain/customer.ts'
import type { Document } from '../../../domain/document.ts'
import type { Operation } from '../../../domain/entities.ts'
import type { Invoice, Line } from '../../../domain/invoice.ts'
import type { Payment } from '../../../domain/payment.ts'
import type { WriteIntent } from '../../../domain/plan.ts'
import { defaultSettings, type Settings } from '../../../domain/settings.ts'
import type { ComposeContext } from '../../../providers/contract.ts'

/** Documents, settings and codes of a small company, for the tests of this provider. */
export const customer: Customer = {
  state: 'active',
  name: ' Harper  & Sons <Heating> Ltd ',
  accountNumber: 'HARP01',
  contactName: 'Mary Ann Harper',
  email: 'mary@harper.example',
  phone: '01632 960001',
  mobile: '07700 900001',
  billingAddress: {
    lines: ['1 High St', 'Unit 2', 'Mill Yard', 'Old Town', 'Rear'],
    city: 'York',
    region: 'North Yorkshire',
    postcode: 'YO1 1AA',
    country: 'GB',
  },
  vatNumber: 'GB123456789',
  companyNumber: '01234567',
  currency: 'GBP',
  terms: { days: 30, from: 'invoiceDate' },
}

export const line = (over: Partial<Line> = {}): Line => ({
  lineId: 'L1',
  description: 'Boiler service',
  quantity: '2',
  unitPrice: '45.50',
  net: 9_100,
  taxCode: 'S',
  ...over,
})

export const invoice = (over: Partial<Invoice> = {}): Invoice => ({
  state: 'issued',
  number: 'INV-1',
  customer: 'c1',
  issueDate: '2026-10-01',
  dueDate: '2026-10-31',
  currency: 'GBP',
  reference: 'PO 77',
  jobReference: 'JOB-9',
  site: { name: 'Flat 2' },
  url: 'https://host.example/invoices/1',
  pricesIncludeTax: false,
  lines: [line()],
  totals: { net: 9_100, tax: 1_820, gross: 10_920 },
  ...over,
})

export const credit = (over: Partial<Credit> = {}): Credit => ({
  state: 'issued',
  number: 'CN-1',
  customer: 'c1',
  issueDate: '2026-10-02',
  currency: 'GBP',
  pricesIncludeTax: false,
  lines: [line({ quantity: '1', net: 4_550 })],
  totals: { net: 4_550, tax: 910, gross: 5_460 },
  ...over,
})

export const payment = (over: Partial<Payment> = {}): Payment => ({
  state: 'recorded',
  customer: 'c1',
  date: '2026-10-05',
  amount: 10_920,
  currency: 'GBP',
  method: 'Bank',
  reference: 'HARPER INV-1',
  ...over,
})

export const settings: Settings = {
  ...defaultSettings,
  taxCodes: {
    S: { treatment: 'standard', rates: [{ percent: '20' }], bookTaxCode: 'OUTPUT2' },
    R: { treatment: 'reduced', rates: [{ percent: '5' }], bookTaxCode: 'RROUTPUT' },
    RC: { treatment: 'reverseCharge', rates: [{ percent: '20' }], bookTaxCode: 'DRCHARGE20' },
    X: { treatment: 'outsideScope', rates: [{ percent: '0' }], bookTaxCode: null },
  },
  nominalCodes: { default: '200', byCode: { PARTS: 'account-parts' } },
  bankAccounts: { default: 'bank-1', byMethod: {} },
}

const taxCode = (bookId: string, percent: string, treatment: Codes['taxCodes'][number]['treatment']) => ({
  bookId,
  name: bookId,
  percent,
  treatment,
  active: true,
  forSales: true,
})
const nominal = (bookId: string, code: string) => ({ bookId, code, name: code, type: 'REVENUE', active: true, forSales: true })

export const codes: Codes = {
  taxCodes: [
    taxCode('OUTPUT2', '20', 'standard'),
    taxCode('RROUTPUT', '5', 'reduced'),
    taxCode('DRCHARGE20', '0', 'reverseCharge'),
    taxCode('NONE', '0', 'outsideScope'),
  ],
  nominalCodes: [nominal('account-sales', '200'), nominal('account-parts', '210'), nominal('account-rounding', '860')],
  bankAccounts: [{ bookId: 'bank-1', code: '090', name: 'Current', currency: 'GBP', active: true, form: 'bank' }],
}

export const organisation: Organisation = {
  organisationId: 'org-1',
  name: 'Org',
  country: 'GB',
  baseCurrency: 'GBP',
  currencies: ['GBP'],
  shortCode: '!abc1',
  notAllowed: [],
  isDemo: false,
}

export const context = (over: Partial<Settings> = {}, more: Partial<ComposeContext> = {}): ComposeContext => ({
  settings: { ...settings, ...over },
  codes,
  organisation,
  ...more,
})

/** A write of one document; the number is the document's unless said. */
export function write(operation: Operation, kind: Document['kind'], body: Document['body'], over: Partial<WriteIntent> = {}): WriteIntent {
  // Kind and body are paired by the caller.
  const document = { kind, externalId: over.document?.externalId ?? `${kind}-1`, version: 1, body } as Document
  const number = 'number' in body ? { number: body.number } : {}
  return { operation, part: 'main', document, token: 'CF-7K3QX9', ...number, ...over }
}
