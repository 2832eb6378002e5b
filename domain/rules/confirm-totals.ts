import type { Expected, Values } from '../plan.ts'

/** What a provider says it booked, minor units. */
interface Booked {
  net?: number
  tax?: number
  gross?: number
}

/** The first figure that the books hold otherwise than sent, with both figures; undefined: they agree. */
export function differsFrom(expected: Expected, booked: Booked): Values | undefined {
  for (const figure of ['gross', 'tax', 'net'] as const) {
    const ours = expected[figure]
    const theirs = booked[figure]
    if (ours !== undefined && theirs !== undefined && ours !== theirs)
      return { field: figureWords[figure], ours, theirs, currency: expected.currency ?? '', number: expected.number ?? '' }
  }
  return undefined
}

const figureWords = { gross: 'Total', tax: 'VAT', net: 'Net' } as const
