import type { Credit } from '../credit.ts'
import type { Invoice, Line } from '../invoice.ts'
import { canonicalJson } from './canonical-json.ts'

type Sales = Invoice | Credit

/** What of an invoice or credit can change, in the groups that the books treat alike; names as in the manifest's `editableAfterPayment`. */
export type SaleField =
  | 'customer'
  | 'amounts'
  | 'issueDate'
  | 'number'
  | 'reference'
  | 'dueDate'
  | 'url'
  | 'description'
  | 'nominalCode'
  | 'tracking'

/** The groups in words, as a problem names them. */
export const saleFieldWords = {
  customer: 'The customer',
  amounts: 'An amount or tax code',
  issueDate: 'The date',
  number: 'The number',
  reference: 'The reference',
  dueDate: 'The due date',
  url: 'The link',
  description: 'A description',
  nominalCode: 'A nominal code',
  tracking: 'A tracking category',
} as const satisfies Record<SaleField, string>

/** The groups in which two versions of a document differ; what is never sent (hold, meta, counters) is no change. */
export function saleChanges(before: Sales, after: Sales): SaleField[] {
  return saleFields.filter((field) => canonicalJson(readers[field](before)) !== canonicalJson(readers[field](after)))
}

const saleFields: readonly SaleField[] = [
  'customer',
  'amounts',
  'issueDate',
  'number',
  'reference',
  'dueDate',
  'url',
  'description',
  'nominalCode',
  'tracking',
]

const readers: Record<SaleField, (body: Sales) => unknown> = {
  customer: ({ customer }) => customer,
  amounts: ({ currency, currencyRate, pricesIncludeTax, lines, totals, cis }) => [
    currency,
    currencyRate,
    pricesIncludeTax,
    lines.map(amountsOf),
    [totals.net, totals.tax, totals.gross],
    cis,
  ],
  issueDate: ({ issueDate, taxPoint }) => [issueDate, taxPoint],
  number: ({ number }) => number,
  reference: ({ reference, jobReference }) => [reference, jobReference],
  dueDate: ({ dueDate }) => dueDate,
  url: ({ url }) => url,
  description: ({ lines, notes, terms, site }) => [lines.map((line) => line.description), notes, terms, site],
  nominalCode: ({ lines }) => lines.map((line) => [line.nominalCode, line.item]),
  tracking: ({ branch, tracking }) => [branch, tracking],
}

const amountsOf = ({ lineId, quantity, unitPrice, discount, net, gross, tax, taxCode }: Line): unknown => ({
  lineId,
  quantity,
  unitPrice,
  discount,
  net,
  gross,
  tax,
  taxCode,
})
