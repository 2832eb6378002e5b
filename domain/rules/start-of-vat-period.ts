import type { VatPeriod } from '../books.ts'

/** The first day of the VAT period that a day lies in: periods follow each other without gaps, whole months, one of them ending with the month given. */
export function startOfVatPeriod(day: string, { months, endsWith }: Pick<VatPeriod, 'months' | 'endsWith'>): string {
  const month = Number(day.slice(0, 4)) * MONTHS + Number(day.slice(5, 7)) - 1
  // Months counted from year 0: a period begins with the month after `endsWith`, which has its number when one counts from 0.
  const begun = month - ((month - (endsWith % MONTHS) + MONTHS) % months)
  return `${String(Math.floor(begun / MONTHS)).padStart(4, '0')}-${String((begun % MONTHS) + 1).padStart(2, '0')}-01`
}

const MONTHS = 12
