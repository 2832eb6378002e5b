/*
 * Exact arithmetic on decimal strings and whole minor units with BigInt, because no floating point sum may touch money (law 5) and rules load no library
 * (never 1, docs/decisions/0001). A decimal string is what `domain/scalars.ts` lets in: an optional minus, digits, at most six of them after the point.
 */

/** An exact decimal: `units` ÷ 10^`scale`. */
export interface Decimal {
  units: bigint
  scale: number
}

/** Reads a decimal string like `-12.345`. Throws a RangeError for anything else: the doors have parsed already. */
export function parseDecimal(text: string): Decimal {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (match === null) throw new RangeError(`not a decimal: ${text}`)
  const fraction = match[3] ?? ''
  const units = BigInt(`${match[2] ?? ''}${fraction}`)
  return { units: match[1] === '-' ? -units : units, scale: fraction.length }
}

/** Writes a decimal without needless zeros: 1.50 becomes `1.5`. */
export function printDecimal({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '')
  const sign = units < 0n ? '-' : ''
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

export const multiply = (a: Decimal, b: Decimal): Decimal => ({ units: a.units * b.units, scale: a.scale + b.scale })

/** Compares two decimal strings by value: `20` and `20.00` are equal. */
export const sameDecimal = (a: string, b: string): boolean => compareDecimals(a, b) === 0

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export function compareDecimals(a: string, b: string): number {
  const [left, right] = [parseDecimal(a), parseDecimal(b)]
  const difference = left.units * 10n ** BigInt(right.scale) - right.units * 10n ** BigInt(left.scale)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** `numerator ÷ denominator` rounded half up, away from zero: 2.5 → 3, −2.5 → −3. The denominator is positive. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const magnitude = numerator < 0n ? -numerator : numerator
  const rounded = (2n * magnitude + denominator) / (2n * denominator)
  return numerator < 0n ? -rounded : rounded
}

/** A decimal rounded to a number of digits after the point, half up, away from zero. */
export function roundDecimal({ units, scale }: Decimal, digits: number): Decimal {
  if (scale <= digits) return { units: units * 10n ** BigInt(digits - scale), scale: digits }
  return { units: divideRounded(units, 10n ** BigInt(scale - digits)), scale: digits }
}

/** Digits after the point of a currency (ISO 4217); two where the list does not say otherwise. */
export const currencyDigits = (currency: string): number => exponents[currency] ?? 2

const exponents: Record<string, number> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
}

/** An amount in major units, as a decimal, in whole minor units. */
export function toMinor(amount: Decimal, currency: string): number {
  return Number(roundDecimal(amount, currencyDigits(currency)).units)
}

/** Minor units as people and APIs write them: 1234 GBP → `12.34`, 1234 JPY → `1234`. All digits of the currency are written. */
export function formatMinor(minor: number, currency: string): string {
  const digits = currencyDigits(currency)
  const text = Math.abs(minor)
    .toString()
    .padStart(digits + 1, '0')
  const sign = minor < 0 ? '-' : ''
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** Reads `12.34` of a currency into minor units; undefined where it is no amount of that currency. */
export function parseMinor(text: string, currency: string): number | undefined {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return undefined
  const decimal = parseDecimal(text)
  const rounded = roundDecimal(decimal, currencyDigits(currency))
  if (compareDecimals(printDecimal(decimal), printDecimal(rounded)) !== 0) return undefined
  const minor = Number(rounded.units)
  return Number.isSafeInteger(minor) ? minor : undefined
}

export interface Discount {
  percent?: string | undefined
  /** Minor units taken off the whole line. */
  amount?: number | undefined
}

/** Quantity × unit price less discount, rounded once, in minor units of the currency. */
export function lineAmount(quantity: string, unitPrice: string, discount: Discount, currency: string): number {
  const full = multiply(parseDecimal(quantity), parseDecimal(unitPrice))
  if (discount.percent !== undefined) return toMinor(multiply(full, oneLessPercent(discount.percent)), currency)
  return toMinor(full, currency) - (discount.amount ?? 0)
}

/** 100 − percent, over 100. */
function oneLessPercent(percent: string): Decimal {
  const { units, scale } = parseDecimal(percent)
  return { units: 100n * 10n ** BigInt(scale) - units, scale: scale + 2 }
}

/** A percentage of an amount in minor units, rounded half up: 20 % of 333 → 67. */
export function percentOf(minor: number, percent: string): number {
  const rate = parseDecimal(percent)
  return Number(divideRounded(BigInt(minor) * rate.units, 100n * 10n ** BigInt(rate.scale)))
}

/** The tax inside a gross amount in minor units, rounded half up: 20 % inside 100 → 17. */
export function taxInside(gross: number, percent: string): number {
  const rate = parseDecimal(percent)
  const hundred = 100n * 10n ** BigInt(rate.scale)
  return Number(divideRounded(BigInt(gross) * rate.units, hundred + rate.units))
}

/** The sum of whole minor units. */
export const sum = (amounts: Iterable<number>): number => {
  let total = 0
  for (const amount of amounts) total += amount
  return total
}
