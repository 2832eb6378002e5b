import { pounds } from './amounts.ts'
import { type Column, yes } from './csv-file.ts'
import { printedDay } from './days.ts'
import type { CreditLine, CreditRecord } from './credits.ts'
import type { InvoiceRecord, LineRecord } from './invoice-record.ts'
import { lineVat } from './printed-totals.ts'

/** A line with its place on its document. `printsVat`: the program rounds VAT per line, so the line shows it. */
export interface LineRow {
  line: LineRecord
  number: string
  position: number
  includesVat: boolean
  printsVat: boolean
}

/** A line of a credit with its credit: credits.csv repeats the head on every line. */
export interface CreditRow extends LineRow {
  line: CreditLine
  credit: CreditRecord
}

/** The rows of invoice_lines.csv. */
export const invoiceLineRows = (invoices: InvoiceRecord[]): LineRow[] =>
  invoices.flatMap(({ lines, number, includesVat, story }) =>
    lines.map((line, index) => ({ line, number, position: index + 1, includesVat, printsVat: story !== 'oncePerRate' })),
  )

/** The rows of credits.csv. */
export const creditRows = (credits: CreditRecord[]): CreditRow[] =>
  credits.flatMap((credit) =>
    credit.lines.map((line, index) => ({
      line,
      credit,
      number: credit.number,
      position: index + 1,
      includesVat: credit.includesVat,
      printsVat: true,
    })),
  )

const shared: readonly Column<LineRow>[] = [
  { header: 'Line', fields: ['lineId'], cell: ({ position }) => String(position) },
  { header: 'Item', fields: ['item'], cell: ({ line }) => line.item },
  { header: 'Details', fields: ['description'], cell: ({ line }) => line.details },
  { header: 'Qty', fields: ['quantity'], cell: ({ line }) => line.quantity },
  { header: 'Unit Price', fields: ['unitPrice'], cell: ({ line }) => line.unitPrice },
  { header: 'Disc %', fields: ['discount.percent'], cell: ({ line }) => line.discountPercent },
  { header: 'Disc Amt', fields: ['discount.amount'], cell: ({ line }) => (line.discountAmount ? pounds(line.discountAmount) : '') },
  { header: 'Ex VAT', fields: ['net'], cell: ({ line, includesVat }) => (includesVat ? '' : pounds(line.amount)) },
  { header: 'Inc VAT', fields: ['gross'], cell: ({ line, includesVat }) => (includesVat ? pounds(line.amount) : '') },
  {
    header: 'Line VAT',
    fields: ['tax'],
    cell: ({ line, includesVat, printsVat }) => (printsVat ? pounds(lineVat(line, includesVat)) : ''),
  },
  { header: 'VAT Code', fields: ['taxCode'], cell: ({ line }) => line.vat },
  { header: 'Nominal', fields: ['nominalCode'], cell: ({ line }) => line.nominal },
]

/** invoice_lines.csv */
export const invoiceLineColumns: readonly Column<LineRow>[] = [
  { header: 'Inv No', fields: ['document'], cell: ({ number }) => number },
  ...shared,
  { header: 'CIS Type', fields: ['cis'], cell: ({ line }) => line.cis },
  { header: 'Deposit Inv', fields: ['depositInvoice'], cell: ({ line }) => line.depositInvoice },
]

/** credits.csv: one row a line. */
export const creditColumns: readonly Column<CreditRow>[] = [
  { header: 'Credit No', fields: ['externalId', 'number', 'document'], cell: ({ number }) => number },
  { header: 'Customer Ref', fields: ['customer'], cell: ({ credit }) => credit.customer.ref },
  { header: 'Credit Date', fields: ['issueDate'], cell: ({ credit }) => printedDay(credit.date) },
  { header: 'Prices Inc VAT', fields: ['pricesIncludeTax'], cell: ({ credit }) => (credit.includesVat ? 'Y' : 'N') },
  { header: 'Goods', fields: ['totals.net'], cell: ({ credit }) => pounds(credit.totals.net) },
  { header: 'VAT', fields: ['totals.tax'], cell: ({ credit }) => pounds(credit.totals.vat) },
  { header: 'Total', fields: ['totals.gross'], cell: ({ credit }) => pounds(credit.totals.gross) },
  { header: 'Reason', fields: ['reason'], cell: ({ credit }) => credit.reason },
  { header: 'Status', fields: ['state'], cell: ({ credit }) => credit.status },
  { header: 'Hold', fields: ['hold'], cell: ({ credit }) => yes(credit.onHold) },
  ...shared,
  { header: 'Against Inv', fields: ['corrects'], cell: ({ line }) => line.against },
]

/** What the office's words in invoice_lines.csv mean. */
export const lineValues = { cis: { Labour: 'labour', Materials: 'materials' } } as const

/** What the office's words in credits.csv mean. */
export const creditValues = {
  pricesIncludeTax: { Y: 'true', N: 'false' },
  state: { Issued: 'issued', Draft: 'draft', Cancelled: 'cancelled' },
  hold: { Y: 'true' },
} as const
