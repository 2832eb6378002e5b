import { createHash } from 'node:crypto'
import { formatMinor } from '../../domain/money.ts'
import type { Line } from '../../domain/invoice.ts'
import { britishDay, type ExportCodes, type ExportLayout, type ExportRecords, netOfLine, rowOf, taxOfLine } from '../export-layout.ts'

/*
 * Sage 50's File > Import: "Customer Record" (gb-kb.sage.com 250321114620507: order and sizes of the fields) and "Audit Trail Transactions" with SI, SC, SA and PI
 * (KB-200427112602335, KB-200427112357427). Receipts cannot be imported allocated, so they go as payments on account and are allocated by hand.
 * Names of columns are for people: Sage goes by their order. Tick "first row contains headings", and "Grouped" so that rows of one reference are one transaction.
 */
const customers = [
  ...(['A/C', 'Name', 'Address 1', 'Address 2', 'Address 3', 'Address 4', 'Address 5', 'Contact', 'Telephone', 'Fax'] as const),
  ...(['Analysis 1', 'Analysis 2', 'Analysis 3', 'Department', 'VAT Number', 'M.T.D.', 'Y.T.D.', 'Prior Y.T.D.', 'Credit Limit'] as const),
  ...([
    'Trading Terms',
    'Settlement Due Days',
    'Settlement Discount',
    'Nominal',
    'Tax Code',
    'Trade Contact',
    'Telephone 2',
    'E-mail',
  ] as const),
] as const
const transactions = [
  ...(['Type', 'Account Reference', 'Nominal A/C Ref', 'Department Code', 'Date', 'Reference', 'Details', 'Net Amount'] as const),
  ...(['Tax Code', 'Tax Amount', 'Exchange Rate', 'Extra Reference'] as const),
] as const

/** Files that Sage 50 imports: customers, and sales invoices, credits, receipts and purchase invoices as audit trail transactions. */
export const exportLayout: ExportLayout = {
  name: 'sage50',
  label: 'Sage 50 Accounts',
  tables: {
    customers: (records) => ({ header: customers, rows: records.map(customerRow) }),
    invoices: (records, codes) => ({ header: transactions, rows: records.flatMap((record) => linesOf('SI', record, codes)) }),
    credits: (records, codes) => ({ header: transactions, rows: records.flatMap((record) => linesOf('SC', record, codes)) }),
    payments: (records, codes) => ({ header: transactions, rows: records.filter(isReceipt).map((record) => receiptRow(record, codes)) }),
    purchaseInvoices: (records, codes) => ({ header: transactions, rows: records.map((record) => purchaseRow(record, codes)) }),
  },
}

function customerRow({ externalId, body }: ExportRecords['customers']): string[] {
  const at = body.billingAddress
  const lines = [...(at?.lines ?? []), at?.city, at?.region, at?.postcode].filter((part) => part !== undefined && part !== '')
  return rowOf(customers, {
    'A/C': accountReference(externalId, body.accountNumber),
    Name: cut(body.name, 60),
    'Address 1': cut(lines[0], 60),
    'Address 2': cut(lines[1], 60),
    'Address 3': cut(lines[2], 60),
    'Address 4': cut(lines.length > 5 ? lines.slice(3, -1).join(', ') : lines[3], 60),
    'Address 5': cut(lines.length > 4 ? lines.at(-1) : undefined, 60),
    Contact: cut(body.contactName, 30),
    Telephone: cut(body.phone, 30),
    'VAT Number': cut(body.vatNumber, 30),
    'Telephone 2': cut(body.mobile, 30),
    'E-mail': body.email,
  })
}

function linesOf(
  type: 'SI' | 'SC',
  { body, customer }: ExportRecords['invoices'] | ExportRecords['credits'],
  codes: ExportCodes,
): string[][] {
  return body.lines.map((line: Line) => {
    const tax = codes.tax(line.taxCode, body.taxPoint ?? body.issueDate)
    return rowOf(transactions, {
      Type: type,
      'Account Reference': accountReference(customer.externalId, customer.body.accountNumber),
      'Nominal A/C Ref': codes.nominal(line.nominalCode),
      Date: britishDay(body.issueDate),
      Reference: cut(body.number, 30),
      Details: cut(line.description, 60),
      'Net Amount': formatMinor(netOfLine(line, tax.percent), body.currency),
      'Tax Code': tax.name,
      'Tax Amount': formatMinor(taxOfLine(line, tax.percent), body.currency),
      'Exchange Rate': body.currencyRate,
      'Extra Reference': cut(body.reference ?? body.jobReference, 30),
    })
  })
}

const isReceipt = ({ body }: ExportRecords['payments']): boolean => body.direction !== 'refunded' && body.state === 'recorded'

function receiptRow({ body, customer }: ExportRecords['payments'], codes: ExportCodes): string[] {
  return rowOf(transactions, {
    Type: 'SA',
    'Account Reference': accountReference(customer.externalId, customer.body.accountNumber),
    'Nominal A/C Ref': codes.bank(body.method),
    Date: britishDay(body.date),
    Reference: cut(body.reference, 30),
    Details: 'Receipt',
    'Net Amount': formatMinor(body.amount, body.currency),
    // Money on account is outside the scope of VAT: T9 by Sage's own defaults.
    'Tax Code': 'T9',
    'Tax Amount': formatMinor(0, body.currency),
  })
}

function purchaseRow({ body }: ExportRecords['purchaseInvoices'], codes: ExportCodes): string[] {
  return rowOf(transactions, {
    Type: 'PI',
    'Account Reference': accountReference(body.supplierName, undefined),
    'Nominal A/C Ref': codes.nominal(body.nominalCode),
    Date: britishDay(body.issueDate),
    Reference: cut(body.number, 30),
    Details: cut(body.description ?? body.supplierName, 60),
    'Net Amount': formatMinor(body.net, body.currency),
    'Tax Code': body.taxCode === undefined ? '' : codes.tax(body.taxCode, body.issueDate).name,
    'Tax Amount': formatMinor(body.tax, body.currency),
  })
}

/** At most 8 capitals and digits without blanks: the account number where it fits, else some of it and four characters made from the whole. */
export function accountReference(externalId: string, accountNumber: string | undefined): string {
  const wanted = (accountNumber ?? externalId).toUpperCase()
  if (/^[A-Z0-9]{1,8}$/.test(wanted)) return wanted
  const made = createHash('sha256').update(wanted).digest('hex').slice(0, 4).toUpperCase()
  return `${wanted.replace(/[^A-Z0-9]/g, '').slice(0, 4)}${made}`
}

const cut = (text: string | undefined, limit: number): string | undefined => text?.slice(0, limit)
