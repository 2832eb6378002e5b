/** An amount of whole minor units as a person reads it: `£1,234.50`. */
export function amountWords(minor: number, currency: string): string {
  const format = formatOf(currency)
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(asDecimal(minor, digits))
}

/** The same where either may be unknown. */
export const amountOrDash = (minor: number | null, currency: string | null): string =>
  minor === null || currency === null ? '–' : amountWords(minor, currency)

/** How many of something, with thousands separated. */
export const countWords = (count: number): string => new Intl.NumberFormat('en-GB').format(count)

/** The decimal string is made from digits, so that no amount passes through a floating point division. */
function asDecimal(minor: number, digits: number): Intl.StringNumericLiteral {
  const figures = String(Math.abs(minor)).padStart(digits + 1, '0')
  const whole = figures.slice(0, figures.length - digits)
  const sign = minor < 0 ? '-' : ''
  // Made of a sign, digits and one point: a numeric literal by construction.
  return `${sign}${whole}${digits > 0 ? `.${figures.slice(-digits)}` : ''}` as Intl.StringNumericLiteral
}

function formatOf(currency: string): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat('en-GB', { style: 'currency', currency })
  } catch (error) {
    // A code that is no currency is shown as it is, beside the figure.
    if (error instanceof RangeError) return new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    throw error
  }
}
