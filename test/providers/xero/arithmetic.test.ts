import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sum } from '../../../domain/money.ts'
import type { PredictLine } from '../../../domain/plan.ts'
import { predictTotals } from '../../../domain/rules/predict-totals.ts'
import { arithmetic, shapeOf } from '../../../providers/xero/arithmetic.ts'
import { codes, invoice, line as sampleLine, settings } from './samples.ts'

const exclusive = { inclusive: false, lines: 'asGiven' } as const
const inclusive = { inclusive: true, lines: 'asGiven' } as const
const line = (over: Partial<PredictLine>): PredictLine => ({
  quantity: '1',
  unitPrice: '0',
  pricesIncludeTax: false,
  bookTaxCode: 'OUTPUT2',
  percent: '20',
  ...over,
})

describe('Xero’s arithmetic', () => {
  test('recorded: with 15 % inside, 541.25 holds 70.60 of tax and 500 holds 65.22', () => {
    const lines = [
      line({ unitPrice: '541.25', gross: 54_125, pricesIncludeTax: true, percent: '15' }),
      line({ unitPrice: '500', gross: 50_000, pricesIncludeTax: true, percent: '15' }),
    ]
    expect(arithmetic.predict(lines, inclusive)).toMatchObject({
      tax: 7_060 + 6_522,
      gross: 104_125,
      lines: [{ tax: 7_060 }, { tax: 6_522 }],
    })
  })

  test('tax is rounded on each line and then added: three lines of 0.33 at 20 % have 0.21 of VAT, not 0.20', () => {
    const lines = [1, 2, 3].map(() => line({ unitPrice: '0.33', net: 33 }))
    expect(arithmetic.predict(lines, exclusive)).toMatchObject({
      net: 99,
      tax: 21,
      gross: 120,
      taxes: [{ bookTaxCode: 'OUTPUT2', net: 99, tax: 21 }],
    })
  })

  test('half a penny goes up, away from zero', () => {
    expect(arithmetic.predict([line({ net: 250, unitPrice: '2.50', percent: '5' })], exclusive).tax).toBe(13)
    expect(arithmetic.predict([line({ net: -250, unitPrice: '-2.50', percent: '5' })], exclusive).tax).toBe(-13)
  })

  test('four decimals of a unit price are kept, six are sent as one times the amount', () => {
    expect(shapeOf(line({ quantity: '100', unitPrice: '0.1234', net: 1_234 }), exclusive)).toEqual({
      quantity: '100',
      unitAmount: '0.1234',
      amount: 1_234,
      asGiven: true,
    })
    expect(shapeOf(line({ quantity: '1000', unitPrice: '0.012345', net: 1_235 }), exclusive)).toEqual({
      quantity: '1',
      unitAmount: '12.35',
      amount: 1_235,
      asGiven: false,
    })
  })

  test('a discount in per cent is sent where it comes to our net, on invoices only; an amount never', () => {
    const tenPerCent = line({ quantity: '3', unitPrice: '10', discountPercent: '10', net: 2_700 })
    expect(shapeOf(tenPerCent, exclusive)).toMatchObject({ discountPercent: '10', asGiven: true })
    expect(shapeOf({ ...tenPerCent, net: 2_699 }, exclusive)).toEqual({ quantity: '1', unitAmount: '26.99', amount: 2_699, asGiven: false })
    expect(shapeOf(tenPerCent, exclusive, 'inDescription')).toMatchObject({ unitAmount: '27', asGiven: false })
    expect(shapeOf(line({ quantity: '3', unitPrice: '10', discountAmount: 300, net: 2_700 }), exclusive)).toMatchObject({
      unitAmount: '27',
      asGiven: false,
    })
  })

  test('reverse charge adds nothing', () => {
    expect(arithmetic.predict([line({ net: 10_000, unitPrice: '100', percent: '0' })], exclusive)).toMatchObject({ tax: 0, gross: 10_000 })
  })
})

const amounts = fc.integer({ min: -1_000_000, max: 1_000_000 })
const rates = fc.constantFrom('0', '5', '20', '17.5')
const anyLine = fc
  .record({ amount: amounts, percent: rates, pricesIncludeTax: fc.boolean(), quantity: fc.constantFrom('1', '3', '2.5', '0.3333') })
  .map(
    ({ amount, percent, pricesIncludeTax, quantity }): PredictLine => ({
      ...line({ quantity, percent, pricesIncludeTax, unitPrice: (amount / 100).toFixed(2), bookTaxCode: `T${percent}` }),
      ...(pricesIncludeTax ? { gross: amount } : { net: amount }),
    }),
  )

describe('for any lines and any layout', () => {
  test('what Xero multiplies is the line’s amount', () => {
    fc.assert(
      fc.property(anyLine, fc.constantFrom(...arithmetic.layouts), (one, layout) => {
        const shape = shapeOf(one, layout)
        const product = Number(shape.quantity) * Number(shape.unitAmount) * 100
        expect(Math.abs(product - shape.amount)).toBeLessThanOrEqual(0.500001)
      }),
    )
  })

  test('gross is net and tax, and codes and lines add up to the document', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 20 }), fc.constantFrom(...arithmetic.layouts), (lines, layout) => {
        const predicted = arithmetic.predict(lines, layout)
        expect(predicted.gross).toBe(predicted.net + predicted.tax)
        expect(sum(predicted.lines.map((one) => one.net))).toBe(predicted.net)
        expect(sum(predicted.taxes.map((one) => one.tax))).toBe(predicted.tax)
      }),
    )
  })

  test('an inclusive layout of inclusive lines never moves the gross, an exclusive layout of exclusive lines never the net', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 20 }), (lines) => {
        const gross = lines.map((one) => ({ ...one, pricesIncludeTax: true, gross: one.gross ?? one.net ?? 0 }))
        expect(arithmetic.predict(gross, inclusive).gross).toBe(sum(gross.map((one) => one.gross)))
        const net = lines.map((one) => ({ ...one, pricesIncludeTax: false, net: one.net ?? one.gross ?? 0 }))
        expect(arithmetic.predict(net, exclusive).net).toBe(sum(net.map((one) => one.net)))
      }),
    )
  })
})

describe('which layout is chosen', () => {
  const chosen = (body: Parameters<typeof predictTotals>[0]['body']) => {
    const predicted = predictTotals({ body, settings, codes, arithmetic })
    return predicted.ok ? predicted.layout : predicted
  }

  test('prices with VAT in them stay with VAT in them where both ways agree', () => {
    const { net: _net, ...rest } = sampleLine({ quantity: '1', unitPrice: '54.60' })
    const body = invoice({ pricesIncludeTax: true, lines: [{ ...rest, gross: 5_460 }], totals: { net: 4_550, tax: 910, gross: 5_460 } })
    expect(chosen(body)).toEqual({ inclusive: true, lines: 'asGiven' })
  })

  test('a price of four decimals goes as one times its amount, so that saving the invoice in Xero’s page does not move it', () => {
    const body = invoice({
      lines: [sampleLine({ quantity: '10', unitPrice: '0.1234', net: 123 })],
      totals: { net: 123, tax: 25, gross: 148 },
    })
    expect(chosen(body)).toEqual({ inclusive: false, lines: 'steady' })
  })
})
