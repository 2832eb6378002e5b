import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Line } from '../../../domain/invoice.ts'
import { percentOf, sum } from '../../../domain/money.ts'
import { predictTotals, taxDay } from '../../../domain/rules/predict-totals.ts'
import type { Settings } from '../../../domain/settings.ts'
import { codes, credit, invoice, line, perLine, perRate, settings } from './samples.ts'

const rounding: Settings = { ...settings, rounding: { mode: 'line', nominalCode: '860', bookTaxCode: 'NONE' } }
/** Three lines of 0.33 at 20 %: 7 + 7 + 7 pence by line, 20 by rate. */
const thirds = [1, 2, 3].map((id) => line({ lineId: String(id), net: 33 }))
const byLine = invoice({ lines: thirds, totals: { net: 99, tax: 21, gross: 120 } })

describe('rule 15: what the books will show is known before anything is sent', () => {
  test('an invoice whose arithmetic is the provider’s goes as it is', () => {
    expect(predictTotals({ body: invoice(), settings, codes, arithmetic: perLine })).toMatchObject({
      ok: true,
      layout: { inclusive: false, lines: 'asGiven' },
      predicted: { net: 10000, tax: 2000, gross: 12000 },
      notes: [],
    })
  })

  test('without a standing choice a rounding difference stops with both figures', () => {
    expect(predictTotals({ body: byLine, settings, codes, arithmetic: perRate })).toEqual({
      ok: false,
      code: 'ROUNDING_DIFFERENCE',
      values: { difference: 1, ours: 120, theirs: 119, currency: 'GBP' },
    })
  })

  test('with a standing choice a marked line without VAT makes the gross the customer’s copy', () => {
    const result = predictTotals({ body: byLine, settings: rounding, codes, arithmetic: perRate })
    expect(result).toMatchObject({ ok: true, roundingLine: 1, predicted: { net: 100, tax: 20, gross: 120 } })
    expect(result.ok && result.predicted.taxes).toEqual([
      { bookTaxCode: 'OUTPUT2', net: 99, tax: 20 },
      { bookTaxCode: 'NONE', net: 1, tax: 0 },
    ])
    expect(result.ok && result.notes.map(({ code }) => code)).toEqual(['ROUNDING_LINE_ADDED'])
  })

  test('more than half a penny per line of the rate is an error whatever the setting', () => {
    const wrong = invoice({ lines: thirds, totals: { net: 99, tax: 23, gross: 122 } })
    expect(predictTotals({ body: wrong, settings: rounding, codes, arithmetic: perLine })).toMatchObject({
      ok: false,
      code: 'ROUNDING_TOO_LARGE',
    })
    const oneLine = invoice({ totals: { net: 10000, tax: 2001, gross: 12001 } })
    expect(predictTotals({ body: oneLine, settings: rounding, codes, arithmetic: perLine })).toMatchObject({
      ok: false,
      code: 'ROUNDING_TOO_LARGE',
    })
  })

  test('differences of two rates that cancel out are not agreement', () => {
    const mixed = invoice({
      lines: [line({ net: 10000 }), line({ lineId: '2', net: 10000, taxCode: 'V5' })],
      totals: {
        net: 20000,
        tax: 2500,
        gross: 22500,
        taxByCode: [
          { taxCode: 'V20', net: 10000, tax: 2100 },
          { taxCode: 'V5', net: 10000, tax: 400 },
        ],
      },
    })
    expect(predictTotals({ body: mixed, settings: rounding, codes, arithmetic: perLine })).toMatchObject({
      ok: false,
      code: 'ROUNDING_TOO_LARGE',
    })
  })

  test('where gross agrees and VAT inside differs by rounding, the choice accepts it without a line', () => {
    const lines: Line[] = [1, 2, 3].map((id) => ({
      lineId: String(id),
      description: 'Filter',
      quantity: '1',
      unitPrice: '0.99',
      gross: 99,
      taxCode: 'V20',
    }))
    const body = invoice({ pricesIncludeTax: true, lines, totals: { net: 247, tax: 50, gross: 297 } })
    const only = { ...perLine, layouts: [{ inclusive: true, lines: 'asGiven' as const }] }
    expect(predictTotals({ body, settings, codes, arithmetic: only })).toMatchObject({
      ok: false,
      code: 'ROUNDING_DIFFERENCE',
      values: { difference: -1 },
    })
    const accepted = predictTotals({ body, settings: rounding, codes, arithmetic: only })
    expect(accepted).toMatchObject({ ok: true, predicted: { net: 246, tax: 51, gross: 297 } })
    expect(accepted.ok && accepted.roundingLine).toBeUndefined()
    expect(accepted.ok && accepted.notes.map(({ code }) => code)).toEqual(['ROUNDING_TAX_ACCEPTED'])
  })

  test('whatever the lines, a prediction that goes shows exactly the gross of the customer’s copy, and its parts add up', () => {
    const anyLine = fc.record({ net: fc.integer({ min: -5000, max: 500_000 }), taxCode: fc.constantFrom('V20', 'V5', 'V0', 'EX') })
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 30 }), (drawn) => {
        const lines = drawn.map(({ net, taxCode }, at) => line({ lineId: String(at), net, taxCode }))
        const rates: Record<string, string> = { V20: '20', V5: '5', V0: '0', EX: '0' }
        const net = sum(lines.map((each) => each.net ?? 0))
        const tax = sum(lines.map((each) => percentOf(each.net ?? 0, rates[each.taxCode] ?? '0')))
        const body = invoice({ lines, totals: { net, tax, gross: net + tax } })
        const result = predictTotals({ body, settings: rounding, codes, arithmetic: perRate })
        if (!result.ok) throw new Error(result.code)
        expect(result.predicted.gross).toBe(body.totals.gross)
        expect(result.predicted.net + result.predicted.tax).toBe(result.predicted.gross)
        expect(sum(result.predicted.taxes.map((each) => each.net + each.tax))).toBe(result.predicted.gross)
        expect(sum(result.predicted.lines.map((each) => each.net + each.tax))).toBe(result.predicted.gross)
      }),
    )
  })
})

describe('rule 16: of layouts that agree, the one that a screen does not move', () => {
  test('lines with four-decimal prices become one times their amount, the others keep quantity and price', () => {
    const lines = [
      line({ quantity: '3', unitPrice: '33.3333', net: 10000 }),
      line({ lineId: '2', quantity: '2', unitPrice: '5.00', net: 1000 }),
    ]
    const body = invoice({ lines, totals: { net: 11000, tax: 2200, gross: 13200 } })
    expect(predictTotals({ body, settings, codes, arithmetic: perLine })).toMatchObject({
      ok: true,
      layout: { inclusive: false, lines: 'steady' },
      notes: [{ code: 'LAYOUT_USED', values: { reason: 'with fractions of a penny as one times their amount' } }],
    })
  })

  test('prices that include tax stay so, where that agrees', () => {
    const lines = [{ lineId: '1', description: 'Service', quantity: '1', unitPrice: '120.00', gross: 12000, taxCode: 'V20' }]
    const body = invoice({ pricesIncludeTax: true, lines })
    expect(predictTotals({ body, settings, codes, arithmetic: perLine })).toMatchObject({
      layout: { inclusive: true, lines: 'asGiven' },
      notes: [],
    })
  })

  test('two-decimal prices keep quantity and price', () => {
    const body = invoice({ lines: [line({ quantity: '4', unitPrice: '25.00', net: 10000 })] })
    expect(predictTotals({ body, settings, codes, arithmetic: perLine })).toMatchObject({ layout: { lines: 'asGiven' } })
  })
})

test('rule 17: the amount after discount is the truth, whatever the discount field comes to', () => {
  const body = invoice({ lines: [line({ unitPrice: '120', discount: { percent: '16.66' }, net: 10000 })] })
  expect(predictTotals({ body, settings, codes, arithmetic: perLine })).toMatchObject({ ok: true, layout: { lines: 'quantityOne' } })
})

describe('a document whose own figures disagree is refused', () => {
  test.each([
    ['lines and net', invoice({ totals: { net: 9000, tax: 2000, gross: 11000 } }), 'net'],
    ['net, tax and gross', invoice({ totals: { net: 10000, tax: 2000, gross: 12001 } }), 'gross'],
    ['taxes of lines', invoice({ lines: [line({ net: 10000, tax: 1999 })] }), 'tax'],
    [
      'tax codes',
      invoice({ totals: { net: 10000, tax: 2000, gross: 12000, taxByCode: [{ taxCode: 'V5', net: 10000, tax: 2000 }] } }),
      'net at tax code V5',
    ],
  ])('%s', (_, body, field) => {
    expect(predictTotals({ body, settings, codes, arithmetic: perLine })).toMatchObject({
      ok: false,
      code: 'TOTALS_DO_NOT_ADD_UP',
      values: { field },
    })
  })

  test('a line without the amount that its document counts in', () => {
    expect(predictTotals({ body: invoice({ pricesIncludeTax: true }), settings, codes, arithmetic: perLine })).toMatchObject({
      ok: false,
      code: 'FIELD_REQUIRED',
    })
  })
})

describe('rule 19: the domestic reverse charge', () => {
  const reversed = invoice({ lines: [line({ net: 10000, taxCode: 'RC' })], totals: { net: 10000, tax: 0, gross: 10000 } })

  test('goes with gross equal to net', () => {
    expect(predictTotals({ body: reversed, settings, codes, arithmetic: perLine })).toMatchObject({
      ok: true,
      predicted: { gross: 10000, taxes: [{ bookTaxCode: 'DRCHARGE20', net: 10000, tax: 0 }] },
    })
  })

  test('with VAT on the line is refused', () => {
    const body = { ...reversed, lines: [line({ net: 10000, taxCode: 'RC', tax: 2000 })], totals: { net: 10000, tax: 2000, gross: 12000 } }
    expect(predictTotals({ body, settings, codes, arithmetic: perLine })).toMatchObject({ ok: false, code: 'REVERSE_CHARGE_WITH_TAX' })
  })

  test('mixed with other VAT is refused only where it is a mark of the whole document', () => {
    const body = invoice({
      lines: [line({ net: 5000, taxCode: 'RC' }), line({ lineId: '2', net: 5000 })],
      totals: { net: 10000, tax: 1000, gross: 11000 },
    })
    expect(predictTotals({ body, settings, codes, arithmetic: perLine, reverseChargeByDocument: true })).toMatchObject({
      code: 'REVERSE_CHARGE_MIXED',
    })
    expect(predictTotals({ body, settings, codes, arithmetic: perLine })).toMatchObject({ ok: true })
  })
})

describe('rule 23: the rate of the tax point', () => {
  test('the tax point goes before the issue date, the original before both', () => {
    expect(taxDay(invoice())).toBe('2026-10-05')
    expect(taxDay(invoice({ taxPoint: '2026-09-30' }))).toBe('2026-09-30')
    expect(taxDay(credit({ taxPoint: '2026-09-30' }), '2010-12-01')).toBe('2010-12-01')
  })

  test('a credit of an invoice from before a change of rate uses the old one', () => {
    const old = {
      ...codes,
      taxCodes: [
        ...codes.taxCodes,
        { bookId: 'OUTPUT1', name: '17.5%', percent: '17.5', treatment: 'standard' as const, active: true, forSales: true },
      ],
    }
    const before = {
      ...settings,
      taxCodes: {
        V20: {
          treatment: 'standard' as const,
          rates: [{ percent: '17.5' }, { from: '2011-01-04', percent: '20' }],
          bookTaxCode: 'OUTPUT1',
        },
      },
    }
    const body = credit({ totals: { net: 10000, tax: 1750, gross: 11750 } })
    expect(predictTotals({ body, settings: before, codes: old, arithmetic: perLine, originalTaxDay: '2010-12-01' })).toMatchObject({
      ok: true,
    })
    expect(predictTotals({ body, settings: before, codes: old, arithmetic: perLine })).toMatchObject({
      ok: false,
      code: 'TAX_RATE_DIFFERS',
    })
  })
})
