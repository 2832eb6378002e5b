import { type Decimal, decimal, dividedBy, minus, ofMinor, rounded, times, toMinor } from '../kit/decimal.ts'
import { never } from '../kit/never.ts'
import type { Line, LineAmountTypes } from './rows.ts'

/** A line's amount in minor units: quantity × unit price less the discount, rounded half up to two places. */
export function lineAmount(line: Pick<Line, 'quantity' | 'unitAmount' | 'discountRate' | 'discountAmount'>): number {
  return toMinor(grossOf(line)) - discountOf(line)
}

/** The discount of a line in minor units. */
export function discountOf(line: Pick<Line, 'quantity' | 'unitAmount' | 'discountRate' | 'discountAmount'>): number {
  if (line.discountAmount !== undefined) return line.discountAmount
  if (line.discountRate === undefined) return 0
  const gross = grossOf(line)
  const net = dividedBy(times(gross, minus(HUNDRED, of(line.discountRate))), HUNDRED, gross.scale + 6)
  return toMinor(gross) - toMinor(net)
}

/** Tax of a line in minor units: a share of an exclusive amount, or the part contained in an inclusive one; half up to two places per line. */
export function lineTax(amount: number, rate: string, types: LineAmountTypes): number {
  switch (types) {
    case 'Exclusive':
      return toMinor(dividedBy(times(ofMinor(amount), of(rate)), HUNDRED, 2))
    case 'Inclusive':
      return toMinor(dividedBy(times(ofMinor(amount), of(rate)), minus(of(rate), of('-100')), 2))
    case 'NoTax':
      return 0
    default:
      return never(types)
  }
}

/** SubTotal, TotalTax and Total in minor units: tax is summed from the lines, never computed on the sum. */
export function totalsOf(lines: Line[], types: LineAmountTypes): Totals {
  const amounts = sum(lines.map((line) => line.lineAmount))
  const totalTax = types === 'NoTax' ? 0 : sum(lines.map((line) => line.taxAmount))
  const subTotal = types === 'Inclusive' ? amounts - totalTax : amounts
  return { subTotal, totalTax, total: subTotal + totalTax, totalDiscount: sum(lines.map(discountOf)) }
}

/** A foreign amount in the bank account's currency, minor units. */
export const converted = (amount: number, rate: string): number => toMinor(dividedBy(ofMinor(amount), of(rate), 2))

/** A unit price as it is kept: two decimals, or four when the request says unitdp=4. */
export const unitPrice = (value: Decimal, places: 2 | 4): Decimal => rounded(value, places)

export const sum = (amounts: number[]): number => amounts.reduce((total, amount) => total + amount, 0)

export interface Totals {
  subTotal: number
  totalTax: number
  total: number
  totalDiscount: number
}

const HUNDRED: Decimal = { units: 100n, scale: 0 }

const of = (text: string): Decimal => decimal(text) ?? { units: 0n, scale: 0 }

const grossOf = (line: Pick<Line, 'quantity' | 'unitAmount'>): Decimal => times(of(line.quantity ?? '1'), of(line.unitAmount ?? '0'))
