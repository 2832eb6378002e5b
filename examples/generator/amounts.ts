/** Pence from a quantity, a unit price and a discount in percent (decimal strings), rounded once, half away from zero. */
export function lineAmount(quantity: string, unitPrice: string, discountPercent = '0'): number {
  const product = scaled(quantity) * scaled(unitPrice) * (100n * SCALE - scaled(discountPercent))
  return roundedQuotient(product * 100n, SCALE * SCALE * SCALE * 100n)
}

/** VAT in pence on a net amount in pence at a whole percentage, half away from zero. */
export const taxOn = (net: number, percent: number): number => roundedQuotient(BigInt(net) * BigInt(percent), 100n)

/** VAT in pence contained in a gross amount in pence at a whole percentage, half away from zero. */
export const taxInside = (gross: number, percent: number): number => roundedQuotient(BigInt(gross) * BigInt(percent), BigInt(100 + percent))

/** Pence as an office program prints them: `1234.50`. */
export function pounds(pence: number): string {
  const digits = String(Math.abs(pence)).padStart(3, '0')
  return `${pence < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** The sum of whole numbers. */
export const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, one) => total + one, 0)

const SCALE = 1_000_000n

/** A decimal string with up to six places as millionths. */
function scaled(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.')
  const value = BigInt(whole) * SCALE + BigInt(fraction.padEnd(6, '0'))
  return decimal.startsWith('-') ? -value : value
}

function roundedQuotient(dividend: bigint, divisor: bigint): number {
  const half = dividend < 0n ? -divisor / 2n : divisor / 2n
  return Number((dividend + half) / divisor)
}
