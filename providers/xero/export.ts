import type { Address, Customer } from '../../domain/customer.ts'
import type { Line } from '../../domain/invoice.ts'
import { formatMinor } from '../../domain/money.ts'
import {
  britishDay,
  type ExportCodes,
  type ExportLayout,
  type ExportRecords,
  type ExportTable,
  netOfLine,
  rowOf,
} from '../export-layout.ts'
import { nameForXero } from './words.ts'

/*
 * Xero's own import templates (help.xero.com "Import contacts", "Import sales invoices", "Import bills"): a star marks what must be there, several rows
 * of one number are one document, and a document with a negative total becomes a credit note. Whether prices hold VAT is asked on import,
 * so all go without. At most 500 documents a file.
 */
const address = [
  'POAddressLine1',
  'POAddressLine2',
  'POAddressLine3',
  'POAddressLine4',
  'POCity',
  'PORegion',
  'POPostalCode',
  'POCountry',
] as const
const line = ['InventoryItemCode', '*Description', '*Quantity', '*UnitAmount'] as const
const tracking = ['TrackingName1', 'TrackingOption1', 'TrackingName2', 'TrackingOption2', 'Currency'] as const
const sales = [
  ...(['*ContactName', 'EmailAddress', ...address, '*InvoiceNumber', 'Reference', '*InvoiceDate', '*DueDate'] as const),
  ...([...line, 'Discount', '*AccountCode', '*TaxType', ...tracking, 'BrandingTheme'] as const),
] as const
const bills = [
  ...(['*ContactName', 'EmailAddress', ...address, '*InvoiceNumber', '*InvoiceDate', '*DueDate'] as const),
  ...([...line, '*AccountCode', '*TaxType', ...tracking] as const),
] as const
const contacts = [
  ...(['*ContactName', 'AccountNumber', 'EmailAddress', 'FirstName', 'LastName', 'POAttentionTo', ...address] as const),
  ...(['PhoneNumber', 'MobileNumber', 'TaxNumber', 'CompanyNumber', 'DueDateSalesDay', 'DueDateSalesTerm'] as const),
] as const

/** Files that Xero imports: contacts, sales invoices, credit notes, bills. Payments it does not import. */
export const exportLayout: ExportLayout = {
  name: 'xero',
  label: 'Xero',
  tables: {
    customers: (records) => ({ header: contacts, rows: records.map(contactRow) }),
    invoices: (records, codes) => salesTable(records, codes, 1),
    credits: (records, codes) => salesTable(records, codes, -1),
    purchaseInvoices: (records, codes) => ({ header: bills, rows: records.map((record) => billRow(record, codes)) }),
  },
}

function contactRow({ body }: ExportRecords['customers']): string[] {
  return rowOf(contacts, {
    '*ContactName': nameForXero(body.name),
    AccountNumber: body.accountNumber,
    EmailAddress: body.email,
    POAttentionTo: body.contactName,
    ...addressOf(body.billingAddress),
    PhoneNumber: body.phone,
    MobileNumber: body.mobile,
    TaxNumber: body.vatNumber,
    CompanyNumber: body.companyNumber,
    ...termsOf(body),
  })
}

const termsOf = ({ terms }: Customer): { DueDateSalesDay?: string; DueDateSalesTerm?: string } =>
  terms === undefined
    ? {}
    : { DueDateSalesDay: String(terms.days), DueDateSalesTerm: terms.from === 'endOfMonth' ? 'Days After End of Month' : 'Days After' }

function salesTable(records: (ExportRecords['invoices'] | ExportRecords['credits'])[], codes: ExportCodes, sign: 1 | -1): ExportTable {
  return { header: sales, rows: records.flatMap((record) => record.body.lines.map((one) => salesRow(record, one, codes, sign))) }
}

/** Each line as one times its net after discount: Xero then comes to the same net, whatever quantity and discount were. */
function salesRow(
  { body, customer }: ExportRecords['invoices'] | ExportRecords['credits'],
  one: Line,
  codes: ExportCodes,
  sign: 1 | -1,
): string[] {
  const tax = codes.tax(one.taxCode, body.taxPoint ?? body.issueDate)
  return rowOf(sales, {
    '*ContactName': nameForXero(customer.body.name),
    EmailAddress: customer.body.email,
    ...addressOf(customer.body.billingAddress),
    '*InvoiceNumber': body.number,
    Reference: body.reference ?? body.jobReference,
    '*InvoiceDate': britishDay(body.issueDate),
    '*DueDate': britishDay(body.dueDate ?? body.issueDate),
    '*Description': one.description,
    '*Quantity': '1',
    '*UnitAmount': formatMinor(sign * netOfLine(one, tax.percent), body.currency),
    '*AccountCode': codes.nominal(one.nominalCode),
    '*TaxType': tax.name,
    TrackingName1: body.tracking?.[0]?.name,
    TrackingOption1: body.tracking?.[0]?.value,
    TrackingName2: body.tracking?.[1]?.name,
    TrackingOption2: body.tracking?.[1]?.value,
    Currency: body.currency,
  })
}

function billRow({ body }: ExportRecords['purchaseInvoices'], codes: ExportCodes): string[] {
  return rowOf(bills, {
    '*ContactName': nameForXero(body.supplierName),
    '*InvoiceNumber': body.number,
    '*InvoiceDate': britishDay(body.issueDate),
    '*DueDate': britishDay(body.dueDate ?? body.issueDate),
    '*Description': body.description ?? body.number,
    '*Quantity': '1',
    '*UnitAmount': formatMinor(body.net, body.currency),
    '*AccountCode': codes.nominal(body.nominalCode),
    '*TaxType': body.taxCode === undefined ? '' : codes.tax(body.taxCode, body.issueDate).name,
    Currency: body.currency,
  })
}

const addressOf = (at: Address | undefined): Partial<Record<(typeof address)[number], string | undefined>> => ({
  POAddressLine1: at?.lines?.[0],
  POAddressLine2: at?.lines?.[1],
  POAddressLine3: at?.lines?.[2],
  POAddressLine4: at?.lines?.slice(3).join(', '),
  POCity: at?.city,
  PORegion: at?.region,
  POPostalCode: at?.postcode,
  POCountry: at?.country,
})
