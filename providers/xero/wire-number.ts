import { formatMinor, parseDecimal, printDecimal, toMinor } from '../../domain/money.ts'

/*
 * Money between whole minor units and the JSON numbers that Xero speaks. JSON.parse reads `70.6` into a double whose shortest
 * text is `70.6` again, so going through text is exact; sums are never made of the doubles.
 */

/** Minor units as the JSON number that Xero reads. */
export const toWire = (minor: number, currency: string): number => numberOf(formatMinor(minor, currency))

/** A JSON number of Xero's in minor units. */
export const fromWire = (amount: number, currency: string): number => toMinor(parseDecimal(textOf(amount)), currency)

/** A decimal string as the JSON number that prints the same digits. Throws a RangeError where a double cannot hold them. */
export function numberOf(decimal: string): number {
  const number = Number(decimal)
  if (printDecimal(parseDecimal(textOf(number))) !== printDecimal(parseDecimal(decimal)))
    throw new RangeError(`too long a number: ${decimal}`)
  return number === 0 ? 0 : number
}

/** The digits of a JSON number, never in exponent form. */
const textOf = (number: number): string => (Math.abs(number) >= 1e-6 || number === 0 ? String(number) : number.toFixed(10))
