import type { Organisation } from '../books.ts'
import type { Customer } from '../customer.ts'
import { daysBetween } from '../days.ts'
import type { Treatment } from '../entities.ts'
import type { Invoice } from '../invoice.ts'
import type { Note } from '../plan.ts'

/** VAT law lets an invoice follow its tax point by so many days (accounting rule 23). */
const DAYS_AFTER_TAX_POINT = 14

/** What about a document's VAT should be looked at before it goes (accounting rules 23 and 24): its tax point, and rates that do not fit where the customer is. */
export function warnTax(
  body: Pick<Invoice, 'issueDate' | 'taxPoint'>,
  treatments: ReadonlySet<Treatment>,
  customer: Customer | undefined,
  { country }: Pick<Organisation, 'country'>,
): Note[] {
  return [...taxPointNotes(body), ...zoneNotes(treatments, customer?.billingAddress?.country, country)]
}

function taxPointNotes({ issueDate, taxPoint }: Pick<Invoice, 'issueDate' | 'taxPoint'>): Note[] {
  if (taxPoint === undefined) return []
  const far = daysBetween(taxPoint, issueDate) > DAYS_AFTER_TAX_POINT
  return far || quarter(taxPoint) !== quarter(issueDate) ? [{ code: 'TAX_POINT_ELSEWHERE', values: { date: taxPoint } }] : []
}

const quarter = (day: string): string => `${day.slice(0, 4)} ${Math.floor((Number(day.slice(5, 7)) - 1) / 3)}`

function zoneNotes(treatments: ReadonlySet<Treatment>, theirs: string | undefined, home: string): Note[] {
  if (theirs === undefined || home === '') return []
  const taxed = treatments.has('standard') || treatments.has('reduced')
  if (theirs !== home && taxed) return [{ code: 'HOME_RATE_ABROAD', values: { country: theirs } }]
  return theirs === home && treatments.has('export') ? [{ code: 'ZERO_AT_HOME', values: {} }] : []
}
