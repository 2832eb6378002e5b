import { pounds } from './amounts.ts'
import { type Column, yes } from './csv-file.ts'
import { printedDay } from './days.ts'
import type { InvoiceRecord } from './invoice-record.ts'

/** An invoice with what the office has received for it, pence. */
export interface InvoiceRow {
  invoice: InvoiceRecord
  received: number
}

type Cell = (invoice: InvoiceRecord) => string
const column = (header: string, fields: readonly string[], cell: Cell): Column<InvoiceRow> => ({
  header,
  fields,
  cell: ({ invoice }) => cell(invoice),
})
const day = (value: string): string => (value ? printedDay(value) : '')

/** invoices.csv */
export const invoiceColumns: readonly Column<InvoiceRow>[] = [
  column('Inv No', ['externalId', 'number'], ({ number }) => number),
  column('Doc Type', ['kind'], ({ type }) => type),
  column('Customer Ref', ['customer'], ({ customer }) => customer.ref),
  column('Inv Date', ['issueDate'], ({ issueDate }) => day(issueDate)),
  column('Due Date', ['dueDate'], ({ dueDate }) => day(dueDate)),
  column('Tax Point', ['taxPoint'], ({ taxPoint }) => day(taxPoint)),
  column('Job No', ['jobReference'], ({ job }) => job),
  column('Your Ref', ['reference'], ({ yourRef }) => yourRef),
  column('Site Ref', ['site.externalId'], ({ site }) => site?.ref ?? ''),
  column('Site', ['site.name'], ({ site }) => site?.name ?? ''),
  column('Site Addr', ['site.address.line1'], ({ site }) => site?.place.line1 ?? ''),
  column('Site Town', ['site.address.city'], ({ site }) => site?.place.town ?? ''),
  column('Site Post Code', ['site.address.postcode'], ({ site }) => site?.place.postcode ?? ''),
  column('Prices Inc VAT', ['pricesIncludeTax'], ({ includesVat }) => (includesVat ? 'Y' : 'N')),
  column('Goods', ['totals.net'], ({ totals }) => pounds(totals.net)),
  column('VAT', ['totals.tax'], ({ totals }) => pounds(totals.vat)),
  column('Total', ['totals.gross'], ({ totals }) => pounds(totals.gross)),
  column('CIS %', ['cis.rate'], ({ cis }) => cis?.percent ?? ''),
  column('CIS Labour', ['cis.labourNet'], ({ cis }) => (cis ? pounds(cis.labour) : '')),
  column('CIS Deducted', ['cis.deduction'], ({ cis }) => (cis ? pounds(cis.deducted) : '')),
  { header: 'Status', fields: ['state'], cell: statusOf },
  column('Hold', ['hold'], ({ story }) => yes(story === 'held')),
  column('Notes', ['notes'], ({ notes }) => notes),
]

function statusOf({ invoice, received }: InvoiceRow): string {
  const due = invoice.totals.gross - (invoice.cis?.deducted ?? 0)
  if (invoice.story === 'draft') return 'Draft'
  if (invoice.story === 'cancelled') return 'Cancelled'
  return received >= due ? 'Paid' : received > 0 ? 'Part Paid' : 'Issued'
}

/** What the office's words in invoices.csv mean. */
export const invoiceValues = {
  kind: { Invoice: 'invoice', Deposit: 'deposit' },
  pricesIncludeTax: { Y: 'true', N: 'false' },
  state: { Draft: 'draft', Cancelled: 'cancelled', Issued: 'issued', 'Part Paid': 'issued', Paid: 'issued' },
  hold: { Y: 'true' },
} as const
