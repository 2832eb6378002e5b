import type { Codes } from '../../../domain/books.ts'
import type { Credit } from '../../../domain/credit.ts'
import type { Customer } from '../../../domain/customer.ts'
import type { Invoice, Line } from '../../../domain/invoice.ts'
import { divideRounded, lineAmount, parseDecimal, percentOf, sum, taxInside } from '../../../domain/money.ts'
import type { Payment } from '../../../domain/payment.ts'
import type { Arithmetic, Layout, Predicted, PredictLine } from '../../../domain/plan.ts'
import { defaultSettings, type Settings } from '../../../domain/settings.ts'

/* Whole documents to start from, and two ways in which packages compute VAT. */

export const codes: Codes = {
  taxCodes: [
    { bookId: 'OUTPUT2', name: '20% (VAT on Income)', percent: '20.0000', treatment: 'standard', active: true, forSales: true },
    { bookId: 'RROUTPUT', name: '5% (VAT on Income)', percent: '5.0000', treatment: 'reduced', active: true, forSales: true },
    { bookId: 'ZERORATEDOUTPUT', name: 'Zero Rated Income', percent: '0.0000', treatment: 'zero', active: true, forSales: true },
    { bookId: 'EXEMPTOUTPUT', name: 'Exempt Income', percent: '0.0000', treatment: 'exempt', active: true, forSales: true },
    { bookId: 'NONE', name: 'No VAT', percent: '0.0000', treatment: 'outsideScope', active: true, forSales: true },
    {
      bookId: 'DRCHARGE20',
      name: 'Domestic Reverse Charge @ 20% (VAT on Income)',
      percent: '0.0000',
      treatment: 'reverseCharge',
      active: true,
      forSales: true,
    },
    {
      bookId: 'DRCHARGE5',
      name: 'Domestic Reverse Charge @ 5% (VAT on Income)',
      percent: '0.0000',
      treatment: 'reverseCharge',
      active: true,
      forSales: true,
    },
    { bookId: 'INPUT2', name: '20% (VAT on Expenses)', percent: '20.0000', treatment: 'standard', active: true, forSales: false },
    { bookId: 'OLD', name: 'Old 20%', percent: '20.0000', treatment: 'standard', active: false, forSales: true },
  ],
  nominalCodes: [
    { bookId: 'n200', code: '200', name: 'Sales', type: 'REVENUE', active: true, forSales: true },
    { bookId: 'n260', code: '260', name: 'Other Revenue', type: 'REVENUE', active: true, forSales: true },
    { bookId: 'n860', code: '860', name: 'Rounding', type: 'CURRLIAB', active: true, forSales: true },
    { bookId: 'n299', code: '299', name: 'Archived sales', type: 'REVENUE', active: false, forSales: true },
  ],
  bankAccounts: [
    { bookId: 'bank', code: '090', name: 'Business Current Account', currency: 'GBP', active: true, form: 'bank' },
    { bookId: 'euro', code: '092', name: 'Euro account', currency: 'EUR', active: true, form: 'bank' },
    { bookId: 'stripe', code: '615', name: 'Stripe clearing', active: true, form: 'clearing' },
  ],
}

export const settings: Settings = {
  ...defaultSettings,
  taxCodes: {
    V20: { treatment: 'standard', rates: [{ percent: '17.5' }, { from: '2011-01-04', percent: '20' }], bookTaxCode: 'OUTPUT2' },
    V5: { treatment: 'reduced', rates: [{ percent: '5' }], bookTaxCode: 'RROUTPUT' },
    V0: { treatment: 'zero', rates: [{ percent: '0' }], bookTaxCode: 'ZERORATEDOUTPUT' },
    EX: { treatment: 'exempt', rates: [{ percent: '0' }], bookTaxCode: 'EXEMPTOUTPUT' },
    RC: { treatment: 'reverseCharge', rates: [{ percent: '20' }], bookTaxCode: 'DRCHARGE20' },
  },
  nominalCodes: { default: '200', byCode: { materials: '260' } },
  bankAccounts: { default: null, byMethod: { bacs: 'bank', card: 'stripe' } },
}

export const line = (fields: Partial<Line> & Pick<Line, 'net'>): Line => ({
  lineId: '1',
  description: 'Boiler service',
  quantity: '1',
  unitPrice: ((fields.net ?? 0) / 100).toFixed(2),
  taxCode: 'V20',
  ...fields,
})

export const invoice = (fields: Partial<Invoice> = {}): Invoice => ({
  state: 'issued',
  number: 'INV-1',
  customer: 'c1',
  issueDate: '2026-10-05',
  currency: 'GBP',
  pricesIncludeTax: false,
  lines: [line({ net: 10000 })],
  totals: { net: 10000, tax: 2000, gross: 12000 },
  ...fields,
})

export const credit = (fields: Partial<Credit> = {}): Credit => ({ ...invoice(), number: 'CN-1', ...fields })

export const customer = (fields: Partial<Customer> = {}): Customer => ({ state: 'active', name: 'A. Smith', ...fields })

export const payment = (fields: Partial<Payment> = {}): Payment => ({
  state: 'recorded',
  customer: 'c1',
  date: '2026-10-20',
  amount: 12000,
  currency: 'GBP',
  method: 'bacs',
  allocations: [{ invoice: 'i1', amount: 12000 }],
  ...fields,
})

const layouts: Layout[] = [
  { inclusive: false, lines: 'asGiven' },
  { inclusive: false, lines: 'steady' },
  { inclusive: false, lines: 'quantityOne' },
  { inclusive: true, lines: 'asGiven' },
  { inclusive: true, lines: 'quantityOne' },
]

/** Tax rounded on every line, then summed. */
export const perLine: Arithmetic = {
  layouts,
  predict: (lines, layout) =>
    total(lines, layout, (line, amount) => (layout.inclusive ? taxInside(amount, line.percent) : percentOf(amount, line.percent))),
}

/** Tax rounded once per tax code on the summed amounts, put on the first line of the code. */
export const perRate: Arithmetic = {
  layouts,
  predict: (lines, layout) => {
    const amounts = lines.map((line) => amountOf(line, layout))
    return total(lines, layout, (line, _, at) => {
      const same = lines.map((other, index) => ({ other, index })).filter(({ other }) => other.bookTaxCode === line.bookTaxCode)
      if (same[0]?.index !== at) return 0
      const base = sum(same.map(({ index }) => amounts[index] ?? 0))
      return layout.inclusive ? taxInside(base, line.percent) : percentOf(base, line.percent)
    })
  },
}

function total(lines: PredictLine[], layout: Layout, taxOf: (line: PredictLine, amount: number, at: number) => number): Predicted {
  const parts = lines.map((line, at) => {
    const amount = amountOf(line, layout)
    const tax = taxOf(line, amount, at)
    return { bookTaxCode: line.bookTaxCode, net: layout.inclusive ? amount - tax : amount, tax }
  })
  const taxes = [...new Set(parts.map(({ bookTaxCode }) => bookTaxCode))].map((bookTaxCode) => {
    const same = parts.filter((part) => part.bookTaxCode === bookTaxCode)
    return { bookTaxCode, net: sum(same.map(({ net }) => net)), tax: sum(same.map(({ tax }) => tax)) }
  })
  const [net, tax] = [sum(parts.map((part) => part.net)), sum(parts.map((part) => part.tax))]
  return { net, tax, gross: net + tax, taxes, lines: parts.map((part) => ({ net: part.net, tax: part.tax })) }
}

/** The line's amount with or without tax inside, as the layout wants it. */
function amountOf(line: PredictLine, layout: Layout): number {
  const given = line.pricesIncludeTax ? (line.gross ?? 0) : (line.net ?? 0)
  const printed =
    layout.lines === 'quantityOne' || (layout.lines === 'steady' && !/^-?\d+(\.\d{1,2})?$/.test(line.unitPrice))
      ? given
      : lineAmount(line.quantity, line.unitPrice, { percent: line.discountPercent, amount: line.discountAmount }, 'GBP')
  if (layout.inclusive === line.pricesIncludeTax) return printed
  return layout.inclusive ? printed + percentOf(printed, line.percent) : withoutTax(printed, line.percent)
}

function withoutTax(gross: number, percent: string): number {
  const rate = parseDecimal(percent)
  const hundred = 100n * 10n ** BigInt(rate.scale)
  return Number(divideRounded(BigInt(gross) * hundred, hundred + rate.units))
}
