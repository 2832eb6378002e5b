import type { Organisation, VatPeriod } from '../books.ts'
import { addDays } from '../days.ts'
import { startOfVatPeriod } from './start-of-vat-period.ts'

/** A first day to begin with, why, and what it follows from. */
export interface StartProposal {
  day: string
  why: string
  from: 'lockDate' | 'vatPeriod'
}

/** The start date to propose (accounting rule 42): the day after the last lock date, else the first of the VAT period that today is in; undefined where neither is known. */
export function proposeStart({ lockedUntil, vatPeriod }: Organisation, today: string): StartProposal | undefined {
  if (lockedUntil !== undefined)
    return { day: addDays(lockedUntil, 1), why: 'The books are locked up to the day before.', from: 'lockDate' }
  if (vatPeriod === undefined) return undefined
  return { day: startOfVatPeriod(today, vatPeriod), why: periodWords(vatPeriod), from: 'vatPeriod' }
}

function periodWords({ months, by }: VatPeriod): string {
  const first = `It is the first day of the VAT ${periodNames[months]} that today is in`
  if (months === 1) return `${first}.`
  return by === 'provider'
    ? `${first}, as the books name it. Compare it with your last VAT return.`
    : `${first}, if the last one of the year ends with the financial year: the books do not say with which month it begins. Compare it with your last VAT return.`
}

const periodNames = { 1: 'month', 2: 'period of two months', 3: 'quarter', 6: 'half-year', 12: 'year' } as const satisfies Record<
  VatPeriod['months'],
  string
>
