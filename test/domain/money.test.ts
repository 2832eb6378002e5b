import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compareDecimals,
  divideRounded,
  formatMinor,
  lineAmount,
  parseDecimal,
  parseMinor,
  percentOf,
  printDecimal,
  roundDecimal,
  sameDecimal,
  sum,
  taxInside,
} from '../../domain/money.ts'

const minor = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })
const decimal = fc
  .tuple(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.integer({ min: 0, max: 6 }))
  .map(([units, scale]) => printDecimal({ units: BigInt(units), scale }))
const rate = fc.constantFrom('0', '5', '12.5', '15', '17.5', '20', '20.00')

describe('rule 14: amounts are whole minor units, decimals are text', () => {
  test('a decimal survives reading and writing', () => {
    fc.assert(fc.property(decimal, (text) => printDecimal(parseDecimal(text)) === text))
  })

  test('an amount survives writing and reading in every currency', () => {
    fc.assert(
      fc.property(minor, fc.constantFrom('GBP', 'JPY', 'KWD'), (amount, currency) => {
        expect(parseMinor(formatMinor(amount, currency), currency)).toBe(amount)
      }),
    )
  })

  test.each([
    [1234, 'GBP', '12.34'],
    [-5, 'GBP', '-0.05'],
    [0, 'EUR', '0.00'],
    [1234, 'JPY', '1234'],
    [1234, 'KWD', '1.234'],
  ])('%i minor units of %s are written %s', (amount, currency, words) => {
    expect(formatMinor(amount, currency)).toBe(words)
  })

  test('an amount with more digits than its currency has is no amount', () => {
    expect(parseMinor('12.345', 'GBP')).toBeUndefined()
    expect(parseMinor('12.340', 'GBP')).toBe(1234)
    expect(parseMinor('12.3', 'JPY')).toBeUndefined()
    expect(parseMinor('1e3', 'GBP')).toBeUndefined()
  })

  test('decimals compare by value, not by how they are written', () => {
    expect(sameDecimal('20', '20.000')).toBe(true)
    fc.assert(fc.property(decimal, decimal, (a, b) => Math.sign(compareDecimals(a, b)) === -Math.sign(compareDecimals(b, a))))
  })
})

describe('rounding', () => {
  test.each([
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [4n, 3n, 1n],
    [-4n, 3n, -1n],
    [0n, 7n, 0n],
  ])('%i ÷ %i is rounded half up, away from zero, to %i', (numerator, denominator, expected) => {
    expect(divideRounded(numerator, denominator)).toBe(expected)
  })

  test('a rounded decimal is never further than half a unit away', () => {
    fc.assert(
      fc.property(decimal, fc.integer({ min: 0, max: 4 }), (text, digits) => {
        const rounded = roundDecimal(parseDecimal(text), digits)
        const exact = parseDecimal(text)
        const scale = Math.max(exact.scale, digits)
        const away = exact.units * 10n ** BigInt(scale - exact.scale) - rounded.units * 10n ** BigInt(scale - digits)
        expect(2n * (away < 0n ? -away : away) <= 10n ** BigInt(scale - digits)).toBe(true)
      }),
    )
  })

  test('a credit of an amount is the amount with the other sign', () => {
    fc.assert(
      fc.property(minor, rate, (amount, percent) => {
        expect(percentOf(-amount, percent) + percentOf(amount, percent)).toBe(0)
        expect(taxInside(-amount, percent) + taxInside(amount, percent)).toBe(0)
      }),
    )
  })

  test('tax on a net amount and tax inside its gross agree to the penny', () => {
    fc.assert(
      fc.property(minor, rate, (net, percent) => {
        const tax = percentOf(net, percent)
        expect(Math.abs(taxInside(net + tax, percent) - tax)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test.each([
    ['3', '0.3333', {}, 100],
    ['2.5', '9.99', {}, 2498],
    ['1', '100', { percent: '12.5' }, 8750],
    ['3', '33.33', { percent: '33.3333' }, 6666],
    ['2', '10', { amount: 150 }, 1850],
    ['-1', '10.005', {}, -1001],
    ['12', '1.005', {}, 1206],
  ])('%s × %s less %o is %i pence', (quantity, price, discount, expected) => {
    expect(lineAmount(quantity, price, discount, 'GBP')).toBe(expected)
  })

  test('tax inside recorded gross amounts is what a real package says', () => {
    expect(taxInside(54125, '15')).toBe(7060)
    expect(taxInside(50000, '15')).toBe(6522)
  })

  test('a sum does not depend on the order of its parts', () => {
    fc.assert(fc.property(fc.array(minor), (amounts) => sum(amounts) === sum(amounts.toReversed())))
  })
})
