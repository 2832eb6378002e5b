import type { CustomerRecord, Site } from './customer-record.ts'
import type { Nominal } from './catalogue.ts'
import type { VatCode } from './tax.ts'

/** What is particular about an invoice; `plain` is nothing. */
export type InvoiceStory =
  | 'plain'
  | 'draft'
  | 'held'
  | 'cancelled'
  | 'beforeStart'
  | 'beforeStartInBooks'
  | 'inBooks'
  | 'otherTotalInBooks'
  | 'otherNumberInBooks'
  | 'oncePerRate'
  | 'sixDecimals'
  | 'cis'
  | 'retention'
  | 'deposit'
  | 'depositFinal'

/** A printed line. Amounts are pence. */
export interface LineRecord {
  item: string
  details: string
  quantity: string
  unitPrice: string
  discountPercent: string
  discountAmount: number
  /** After discount: with VAT where the document's prices include it, else without. */
  amount: number
  vat: VatCode
  nominal: Nominal
  cis: '' | 'Labour' | 'Materials'
  depositInvoice: string
}

/** Totals as printed, pence. */
export interface PrintedTotals {
  net: number
  vat: number
  gross: number
}

export interface InvoiceRecord {
  number: string
  customer: CustomerRecord
  type: 'Invoice' | 'Deposit'
  issueDate: string
  dueDate: string
  taxPoint: string
  job: string
  yourRef: string
  site: Site | undefined
  includesVat: boolean
  lines: LineRecord[]
  totals: PrintedTotals
  cis: { percent: string; labour: number; deducted: number } | undefined
  notes: string
  story: InvoiceStory
}
