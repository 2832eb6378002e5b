/*
 * Days are `YYYY-MM-DD` in the company's zone and compare as text. Nothing here knows what day it is.
 */

/** The day so many days later (or earlier, where negative). */
export function addDays(day: string, days: number): string {
  const [year, month, date] = parts(day)
  return print(new Date(Date.UTC(year, month - 1, date + days)))
}

/** The last day of the day's month. */
export function lastDayOfMonth(day: string): string {
  const [year, month] = parts(day)
  return print(new Date(Date.UTC(year, month, 0)))
}

/** Whole days from one day to another: negative where `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return (epoch(to) - epoch(from)) / millisecondsOfDay
}

/** `YYYY-MM` of a day. */
export const monthOf = (day: string): string => day.slice(0, 7)

/** The later of two days. */
export const laterDay = (a: string, b: string): string => (a > b ? a : b)

/** When an invoice is due by a customer's terms: days after its date, or after the end of its month. */
export function dueDay(issueDate: string, terms: { days: number; from: 'invoiceDate' | 'endOfMonth' }): string {
  return addDays(terms.from === 'endOfMonth' ? lastDayOfMonth(issueDate) : issueDate, terms.days)
}

/** The day that a moment (milliseconds UTC) falls on in a time zone (`Europe/London`). */
export function dayInZone(moment: number, timeZone: string): string {
  // The Swedish way of writing a date is ISO 8601.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(moment)
}

const millisecondsOfDay = 24 * 60 * 60 * 1000

function parts(day: string): [number, number, number] {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  if (match === null) throw new RangeError(`not a day: ${day}`)
  return [Number(match[1]), Number(match[2]), Number(match[3])]
}

function epoch(day: string): number {
  const [year, month, date] = parts(day)
  return Date.UTC(year, month - 1, date)
}

const print = (date: Date): string => date.toISOString().slice(0, 10)
