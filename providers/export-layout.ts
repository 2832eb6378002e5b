import type { Credit } from '../domain/credit.ts'
import type { Customer } from '../domain/customer.ts'
import type { Invoice, Line } from '../domain/invoice.ts'
import { percentOf, taxInside } from '../domain/money.ts'
import type { Payment } from '../domain/payment.ts'
import type { PurchaseInvoice } from '../domain/purchase-invoice.ts'

/** What one accounting package's import takes: one table per kind of document it can import at all. */
export interface ExportLayout {
  name: string
  label: string
  tables: { [K in ExportKind]?: (records: ExportRecords[K][], codes: ExportCodes) => ExportTable }
}

export type ExportKind = keyof ExportRecords

/** What each kind is made from; documents come with who pays. */
export interface ExportRecords {
  customers: { externalId: string; body: Customer }
  invoices: { body: Invoice; customer: { externalId: string; body: Customer } }
  credits: { body: Credit; customer: { externalId: string; body: Customer } }
  payments: { body: Payment; customer: { externalId: string; body: Customer } }
  purchaseInvoices: { body: PurchaseInvoice }
}

/** The company's mapping, or the host's own codes where there is none. */
export interface ExportCodes {
  /** Name of a tax code as the package shows it, and its rate on a day as a decimal string (`0` for reverse charge). */
  tax(taxCode: string, day: string): { name: string; percent: string }
  nominal(nominalCode: string | undefined): string
  bank(method: string): string
}

/** A table of plain text; escaping and encoding are the writer's. */
export interface ExportTable {
  header: readonly string[]
  rows: string[][]
}

/** One row in the order of the header; a column that is not named stays blank. A name that is no column does not compile. */
export const rowOf = <C extends string>(header: readonly C[], values: Partial<Record<C, string | undefined>>): string[] =>
  header.map((column) => values[column] ?? '')

/** A day as the United Kingdom writes it: 31/01/2026. */
export const britishDay = (day: string | undefined): string => (day === undefined ? '' : day.split('-').toReversed().join('/'))

/** A line's net after discount in minor units; a line with VAT inside gives it up at the rate. */
export const netOfLine = (line: Line, percent: string): number => line.net ?? (line.gross ?? 0) - taxInside(line.gross ?? 0, percent)

/** A line's VAT in minor units: the host's, or by the rate. */
export const taxOfLine = (line: Line, percent: string): number => line.tax ?? percentOf(netOfLine(line, percent), percent)
