import type { Line } from '../../domain/invoice.ts'
import { formatMinor } from '../../domain/money.ts'
import { britishDay, type ExportCodes, type ExportLayout, type ExportRecords, netOfLine, rowOf, taxOfLine } from '../export-layout.ts'

/*
 * QuickBooks Online's import of customers, invoices and bills (Settings, Import data; quickbooks.intuit.com "Import invoices in batches"): columns with these
 * headers are matched by themselves, a star marks what must be there, several rows of one number are one document. A line needs a product or service:
 * the column holds the nominal, which the office has to have as a service of that name. Credits and payments it does not import.
 */
const customers = [
  ...(['Name', 'Company', 'Email', 'Phone', 'Mobile', 'Street', 'City', 'County', 'Postcode', 'Country', 'VAT Registration No.'] as const),
] as const
const invoices = [
  ...(['*InvoiceNo', '*Customer', '*InvoiceDate', '*DueDate', 'Memo', 'Item(Product/Service)', 'ItemDescription'] as const),
  ...(['ItemQuantity', 'ItemRate', '*ItemAmount', '*ItemTaxCode', 'ItemTaxAmount', 'Currency'] as const),
] as const
const bills = [
  ...(['*BillNo', '*Supplier', '*BillDate', '*DueDate', 'Memo', '*Account', 'LineDescription', '*LineAmount', '*LineTaxCode'] as const),
  ...(['LineTaxAmount', 'Currency'] as const),
] as const

/** Files that QuickBooks Online imports: customers, invoices, bills. */
export const exportLayout: ExportLayout = {
  name: 'quickbooks',
  label: 'QuickBooks Online',
  tables: {
    customers: (records) => ({ header: customers, rows: records.map(customerRow) }),
    invoices: (records, codes) => ({
      header: invoices,
      rows: records.flatMap((record) => record.body.lines.map((line) => invoiceRow(record, line, codes))),
    }),
    purchaseInvoices: (records, codes) => ({ header: bills, rows: records.map((record) => billRow(record, codes)) }),
  },
}

function customerRow({ body }: ExportRecords['customers']): string[] {
  const at = body.billingAddress
  return rowOf(customers, {
    Name: nameForQuickBooks(body.name),
    Company: body.kind === 'person' ? '' : body.name,
    Email: body.email,
    Phone: body.phone,
    Mobile: body.mobile,
    Street: at?.lines?.join(', '),
    City: at?.city,
    County: at?.region,
    Postcode: at?.postcode,
    Country: at?.country,
    'VAT Registration No.': body.vatNumber,
  })
}

function invoiceRow({ body, customer }: ExportRecords['invoices'], line: Line, codes: ExportCodes): string[] {
  const tax = codes.tax(line.taxCode, body.taxPoint ?? body.issueDate)
  const net = formatMinor(netOfLine(line, tax.percent), body.currency)
  return rowOf(invoices, {
    '*InvoiceNo': body.number,
    '*Customer': nameForQuickBooks(customer.body.name),
    '*InvoiceDate': britishDay(body.issueDate),
    '*DueDate': britishDay(body.dueDate ?? body.issueDate),
    Memo: body.reference ?? body.jobReference,
    'Item(Product/Service)': codes.nominal(line.nominalCode),
    ItemDescription: line.description,
    // QuickBooks refuses an amount that is not quantity × rate.
    ItemQuantity: '1',
    ItemRate: net,
    '*ItemAmount': net,
    '*ItemTaxCode': tax.name,
    ItemTaxAmount: formatMinor(taxOfLine(line, tax.percent), body.currency),
    Currency: body.currency,
  })
}

function billRow({ body }: ExportRecords['purchaseInvoices'], codes: ExportCodes): string[] {
  return rowOf(bills, {
    '*BillNo': body.number,
    '*Supplier': nameForQuickBooks(body.supplierName),
    '*BillDate': britishDay(body.issueDate),
    '*DueDate': britishDay(body.dueDate ?? body.issueDate),
    '*Account': codes.nominal(body.nominalCode),
    LineDescription: body.description,
    '*LineAmount': formatMinor(body.net, body.currency),
    '*LineTaxCode': body.taxCode === undefined ? '' : codes.tax(body.taxCode, body.issueDate).name,
    LineTaxAmount: formatMinor(body.tax, body.currency),
    Currency: body.currency,
  })
}

/** A colon parts customer and job there, quotation marks and line ends are refused (import help: "A name cannot include…"); at most 100 characters. */
const nameForQuickBooks = (name: string): string =>
  name
    .replace(/[:"\t\n]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 100)
