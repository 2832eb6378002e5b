import { lineAmount } from '../../domain/money.ts'
import { type Facts, nest, type Read } from './build-body.ts'
import { missing } from './refusal.ts'
import type { TaxReading } from './tax-codes.ts'

/** A line on its way into a document; amounts in minor units. */
export interface DraftLine {
  [field: string]: unknown
  taxCode: string
  net?: number
  gross?: number
  tax?: number
  corrects?: { invoice: string }[]
}

/** A line of the contract out of a row's facts. A row without net and gross has them from quantity, price and discount. */
export function buildLine(facts: Facts, index: number, head: Facts, tax: TaxReading): Read<DraftLine> {
  const { taxCode, taxRate, corrects, ...rest } = facts
  const code = tax.codeOf({
    ...(taxCode === undefined ? {} : { taxCode: String(taxCode) }),
    ...(taxRate === undefined ? {} : { taxRate: String(taxRate) }),
  })
  if (code === undefined) return { ok: false, why: missing('taxCode') }
  for (const name of ['quantity', 'unitPrice', 'description']) if (rest[name] === undefined) return { ok: false, why: missing(name) }
  const line = nest({ lineId: String(index + 1), ...withoutEmptyDiscount(rest) })
  const amount = line['net'] === undefined && line['gross'] === undefined ? amountOf(rest, head) : {}
  return {
    ok: true,
    value: { ...line, ...amount, taxCode: code, ...(corrects === undefined ? {} : { corrects: [{ invoice: String(corrects) }] }) },
  }
}

function amountOf(facts: Facts, head: Facts): { net: number } | { gross: number } {
  const percent = facts['discount.percent']
  const discount = { percent: percent === undefined ? undefined : String(percent), amount: Number(facts['discount.amount'] ?? 0) }
  const amount = lineAmount(String(facts['quantity']), String(facts['unitPrice']), discount, String(head['currency'] ?? 'GBP'))
  return head['pricesIncludeTax'] === true ? { gross: amount } : { net: amount }
}

/** A discount of nothing is none. */
function withoutEmptyDiscount(facts: Facts): Facts {
  const { 'discount.percent': percent, 'discount.amount': amount, ...rest } = facts
  return {
    ...rest,
    ...(percent === undefined || /^-?0+(\.0+)?$/.test(String(percent)) ? {} : { 'discount.percent': percent }),
    ...(amount === undefined || amount === 0 ? {} : { 'discount.amount': amount }),
  }
}
