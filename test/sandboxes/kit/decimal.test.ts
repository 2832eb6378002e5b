import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimal, decimalText, dividedBy, minus, ofMinor, rounded, shortText, times, toMinor } from '../../../sandboxes/kit/decimal.ts'

const read = (text: string) => decimal(text) ?? { units: 0n, scale: 0 }

test('every way of writing a decimal is read exactly, and nothing else is', () => {
  const cases: [string, string][] = [
    ['1', '1.000000'],
    ['-0.005', '-0.005000'],
    ['.5', '0.500000'],
    ['5.', '5.000000'],
    ['+2.50', '2.500000'],
    ['3e-2', '0.030000'],
    ['1.5E3', '1500.000000'],
    ['0.30000000000000004', '0.300000'],
  ]
  for (const [text, expected] of cases) expect(decimalText(read(text), 6), text).toBe(expected)
  for (const wrong of ['', '.', 'ten', '1,000', '1.2.3', '0x10', 'NaN', '--1']) expect(decimal(wrong), wrong).toBeUndefined()
})

test('a half is rounded away from zero, for credits as for sales', () => {
  const cases: [string, number][] = [
    ['0.005', 1],
    ['-0.005', -1],
    ['0.0049999', 0],
    ['1.115', 112],
    ['-2.675', -268],
    ['70.5978', 7060],
  ]
  for (const [text, minor] of cases) expect(toMinor(read(text)), text).toBe(minor)
})

test('what is written is read back as the same number', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.integer({ min: 0, max: 9 }), (units, scale) => {
      const value = { units, scale }
      expect(rounded(read(shortText(value, 0)), 9)).toEqual(rounded(value, 9))
      expect(read(decimalText(value, scale))).toEqual(value)
    }),
  )
})

test('a share of a share comes back, and rounding never moves by more than half of the last place', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 10_000 }), (minor, divisor) => {
      const whole = times(ofMinor(minor), { units: BigInt(divisor), scale: 0 })
      expect(toMinor(dividedBy(whole, { units: BigInt(divisor), scale: 0 }, 2))).toBe(minor)
      const part = dividedBy(ofMinor(minor), { units: BigInt(divisor), scale: 0 }, 2)
      const error = minus(times(part, { units: BigInt(divisor), scale: 0 }), ofMinor(minor))
      expect(error.units * 2n <= BigInt(divisor) && error.units * 2n >= -BigInt(divisor)).toBe(true)
    }),
  )
})
