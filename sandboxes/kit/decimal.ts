/** An exact decimal number: `units` divided by ten to the power of `scale`. Pretend books never add floating point numbers. */
export interface Decimal {
  units: bigint
  scale: number
}

/** Reads a decimal as JSON writes it (`-1.50`, `3e-7`); undefined when the text is no number. */
export function decimal(text: string): Decimal | undefined {
  const found = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?\s*$/.exec(text)
  if (!found) return undefined
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = found
  if (whole === '' && fraction === '') return undefined
  const units = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n)
  const scale = fraction.length - Number(exponent)
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 }
}

/** Whole minor units (pence) as a decimal of two places. */
export const ofMinor = (minor: number): Decimal => ({ units: BigInt(minor), scale: 2 })

export const times = (a: Decimal, b: Decimal): Decimal => ({ units: a.units * b.units, scale: a.scale + b.scale })

export function minus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return { units: atScale(a, scale) - atScale(b, scale), scale }
}

/** `a / b`, rounded half away from zero to `places` decimal places. */
export function dividedBy(a: Decimal, b: Decimal, places: number): Decimal {
  const top = a.units * 10n ** BigInt(places + b.scale)
  return { units: divideRounded(top, b.units * 10n ** BigInt(a.scale)), scale: places }
}

/** Rounds half away from zero, as the documentation's "round half up" reads for credits too. */
export function rounded(value: Decimal, places: number): Decimal {
  if (value.scale <= places) return { units: atScale(value, places), scale: places }
  return { units: divideRounded(value.units, 10n ** BigInt(value.scale - places)), scale: places }
}

/** Rounds to whole minor units. */
export const toMinor = (value: Decimal): number => Number(rounded(value, 2).units)

/** Writes with exactly `places` decimals: `46.00`. */
export function decimalText(value: Decimal, places: number): string {
  const units = rounded(value, places).units
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0')
  const sign = units < 0n ? '-' : ''
  if (places === 0) return `${sign}${digits}`
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** Writes with the fewest decimals that lose nothing, but at least `least`. */
export function shortText(value: Decimal, least: number): string {
  const full = decimalText(value, Math.max(value.scale, least))
  const dot = full.indexOf('.')
  if (dot < 0) return full
  let end = full.length
  while (end > dot + 1 + least && full[end - 1] === '0') end -= 1
  return full.slice(0, full[end - 1] === '.' ? end - 1 : end)
}

function atScale(value: Decimal, scale: number): bigint {
  return value.units * 10n ** BigInt(scale - value.scale)
}

function divideRounded(top: bigint, bottom: bigint): bigint {
  const positive = top >= 0n === bottom > 0n
  const [t, b] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom]
  const quotient = (t * 2n + b) / (b * 2n)
  return positive ? quotient : -quotient
}
