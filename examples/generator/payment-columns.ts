import { pounds } from './amounts.ts'
import type { Column } from './csv-file.ts'
import { printedDay } from './days.ts'
import type { PaymentRecord } from './payments.ts'
import type { PurchaseRecord } from './purchase-invoices.ts'

/** payments.csv */
export const paymentColumns: readonly Column<PaymentRecord>[] = [
  { header: 'Entry', fields: [], cell: ({ entry }) => entry },
  { header: 'Receipt No', fields: ['externalId', 'receipt'], cell: ({ receipt }) => receipt },
  { header: 'In / Out', fields: ['direction'], cell: ({ type }) => type },
  { header: 'Customer Ref', fields: ['customer'], cell: ({ customer }) => customer.ref },
  { header: 'Date', fields: ['date'], cell: ({ date }) => printedDay(date) },
  { header: 'Amount', fields: ['amount'], cell: ({ amount }) => pounds(amount) },
  { header: 'How Paid', fields: ['method'], cell: methodTyped },
  { header: 'Bank Ref', fields: ['reference'], cell: ({ reference }) => reference },
  { header: 'Inv No', fields: ['invoice'], cell: ({ invoice }) => invoice },
  { header: 'Credit No', fields: ['refunds.credit'], cell: ({ credit }) => credit },
  { header: 'Status', fields: ['state'], cell: ({ returnedOn }) => (returnedOn ? 'Returned' : 'Banked') },
  { header: 'Returned On', fields: ['reversedOn'], cell: ({ returnedOn }) => (returnedOn ? printedDay(returnedOn) : '') },
  { header: 'Why Returned', fields: ['reason'], cell: ({ returnReason }) => returnReason },
]

/** Two clerks, two spellings. */
function methodTyped({ method, receipt }: PaymentRecord): string {
  if (method === 'BACS' && receipt.endsWith('7')) return 'Bacs'
  return method === 'Direct Debit' && receipt.endsWith('4') ? 'D/D' : method
}

/** What the office's words in payments.csv mean. */
export const paymentValues = {
  direction: { Receipt: 'received', Refund: 'refunded' },
  method: { Bacs: 'BACS', 'D/D': 'Direct Debit' },
  state: { Banked: 'recorded', Returned: 'reversed' },
} as const

/** purchase_invoices.csv */
export const purchaseColumns: readonly Column<PurchaseRecord>[] = [
  { header: 'Supplier', fields: ['supplierName'], cell: ({ supplier }) => supplier },
  { header: 'Their Inv No', fields: ['number'], cell: ({ number }) => number },
  { header: 'Date', fields: ['issueDate'], cell: ({ issueDate }) => printedDay(issueDate) },
  { header: 'Due', fields: ['dueDate'], cell: ({ dueDate }) => printedDay(dueDate) },
  { header: 'For', fields: ['description'], cell: ({ description }) => description },
  { header: 'Nominal', fields: ['nominalCode'], cell: ({ nominal }) => nominal },
  { header: 'VAT Code', fields: ['taxCode'], cell: ({ vat }) => vat },
  { header: 'Goods', fields: ['net'], cell: ({ net }) => pounds(net) },
  { header: 'VAT', fields: ['tax'], cell: ({ tax }) => pounds(tax) },
  { header: 'Total', fields: ['gross'], cell: ({ net, tax }) => pounds(net + tax) },
]
