import { compareDecimals, lineAmount, parseDecimal, percentOf, printDecimal, roundDecimal, sum, taxInside } from '../../domain/money.ts'
import type { Arithmetic, Layout, Predicted, PredictLine } from '../../domain/plan.ts'

/*
 * What Xero books: each line is rounded to pence, its tax is rounded to pence, and the document is the sum of its lines
 * (reference xero.md 7 "Rounding", recorded: 541.25 with 15 % inside is 70.60 of tax). Unit prices keep four decimals with unitdp=4.
 */

/** Xero's arithmetic: VAT per line, then added up. Amounts are minor units of a currency with two decimals. */
export const arithmetic: Arithmetic = {
  layouts: [
    { inclusive: false, lines: 'asGiven' },
    { inclusive: true, lines: 'asGiven' },
    { inclusive: false, lines: 'steady' },
    { inclusive: true, lines: 'steady' },
    { inclusive: false, lines: 'quantityOne' },
    { inclusive: true, lines: 'quantityOne' },
  ],
  predict(lines, layout) {
    const booked = lines.map((line) => ({ ...bookLine(line, layout), bookTaxCode: line.bookTaxCode }))
    return totalsOf(booked)
  },
}

/** How one line goes out: what Xero multiplies, and the line's amount that comes of it, in minor units. */
export interface LineShape {
  quantity: string
  unitAmount: string
  discountPercent?: string
  amount: number
  /** Whether the line's own quantity and price were kept, or one times its amount is sent. */
  asGiven: boolean
}

/** The shape of a line in a layout; Xero's own multiplication of it always gives `amount`. Credits take no discounts (reference xero.md 8). */
export function shapeOf(line: PredictLine, layout: Layout, discounts: 'sent' | 'inDescription' = 'sent'): LineShape {
  const amount = amountOf(line, layout)
  // Xero's screen rounds a price to two decimals when somebody saves the invoice: `steady` keeps only prices that this does not move.
  const kept = layout.lines === 'asGiven' || (layout.lines === 'steady' && fits(line.unitPrice, 2))
  const own = layout.inclusive === line.pricesIncludeTax && kept ? ownShape(line, discounts) : undefined
  if (own?.amount === amount) return own
  return { quantity: '1', unitAmount: pounds(amount), amount, asGiven: false }
}

/** The line's amount in a layout: as given, or its tax put in or taken out. */
function amountOf(line: PredictLine, layout: Layout): number {
  const given = (line.pricesIncludeTax ? line.gross : line.net) ?? line.net ?? line.gross ?? 0
  if (layout.inclusive === line.pricesIncludeTax) return given
  return layout.inclusive ? given + percentOf(given, line.percent) : given - taxInside(given, line.percent)
}

/** Quantity × price less the discount in per cent, where Xero can hold them: four decimals each, and no discount of a fixed amount. */
function ownShape(line: PredictLine, discounts: 'sent' | 'inDescription'): LineShape | undefined {
  if (!fits(line.quantity, 4) || !fits(line.unitPrice, 4) || line.discountAmount !== undefined) return undefined
  const discounted = line.discountPercent !== undefined && compareDecimals(line.discountPercent, '0') !== 0
  if (discounted && (discounts === 'inDescription' || !fits(line.discountPercent ?? '0', 2))) return undefined
  return {
    quantity: plain(line.quantity),
    unitAmount: plain(line.unitPrice),
    ...(discounted && { discountPercent: plain(line.discountPercent ?? '0') }),
    amount: lineAmount(line.quantity, line.unitPrice, { percent: line.discountPercent }, 'GBP'),
    asGiven: true,
  }
}

function bookLine(line: PredictLine, layout: Layout): { net: number; tax: number } {
  const { amount } = shapeOf(line, layout)
  if (!layout.inclusive) return { net: amount, tax: percentOf(amount, line.percent) }
  const tax = taxInside(amount, line.percent)
  return { net: amount - tax, tax }
}

function totalsOf(lines: { net: number; tax: number; bookTaxCode: string }[]): Predicted {
  const net = sum(lines.map((line) => line.net))
  const tax = sum(lines.map((line) => line.tax))
  const codes = [...new Set(lines.map((line) => line.bookTaxCode))]
  const taxes = codes.map((bookTaxCode) => {
    const own = lines.filter((line) => line.bookTaxCode === bookTaxCode)
    return { bookTaxCode, net: sum(own.map((line) => line.net)), tax: sum(own.map((line) => line.tax)) }
  })
  return { net, tax, gross: net + tax, taxes, lines: lines.map(({ net, tax }) => ({ net, tax })) }
}

const fits = (decimal: string, places: number): boolean =>
  compareDecimals(decimal, printDecimal(roundDecimal(parseDecimal(decimal), places))) === 0
const plain = (decimal: string): string => printDecimal(parseDecimal(decimal))
const pounds = (minor: number): string => printDecimal({ units: BigInt(minor), scale: 2 })
