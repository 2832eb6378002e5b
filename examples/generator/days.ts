const MS_PER_DAY = 86_400_000

/** The day `days` later, YYYY-MM-DD. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * MS_PER_DAY).toISOString().slice(0, 10)

/** Every Monday to Friday from `first` to `last`, both included. */
export function weekdays(first: string, last: string): string[] {
  const found: string[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) if (![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())) found.push(day)
  return found
}

/** A day as the office prints it: `07/08/2026`. */
export const printedDay = (day: string): string => day.split('-').toReversed().join('/')

/** The first day of the example's VAT quarter: what is earlier is linked if found and never created. */
export const START_FROM = '2026-08-01'
/** The last day on which the office issued anything. */
export const LAST_ISSUE = '2026-10-16'
/** The last day on which money came in before the export was made. */
export const LAST_RECEIPT = '2026-11-13'
