import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { VatPeriod } from '../../../domain/books.ts'
import { addDays, lastDayOfMonth } from '../../../domain/days.ts'
import { proposeStart } from '../../../domain/rules/propose-start.ts'
import { startOfVatPeriod } from '../../../domain/rules/start-of-vat-period.ts'
import { context } from './facts.ts'

const { organisation } = context()

describe('rule 42: the first day of the VAT period', () => {
  test.each([
    ['a month', '2026-11-21', { months: 1, endsWith: 12 }, '2026-11-01'],
    ['a quarter that ends with March, June, September, December', '2026-11-21', { months: 3, endsWith: 3 }, '2026-10-01'],
    ['a quarter that ends with January, April, July, October', '2026-11-21', { months: 3, endsWith: 1 }, '2026-11-01'],
    ['a quarter that ends with February, May, August, November', '2026-11-21', { months: 3, endsWith: 2 }, '2026-09-01'],
    ['a quarter over the end of the year', '2027-01-31', { months: 3, endsWith: 2 }, '2026-12-01'],
    ['two months that end with an even month', '2026-11-21', { months: 2, endsWith: 12 }, '2026-11-01'],
    ['two months that end with an odd month', '2026-11-21', { months: 2, endsWith: 1 }, '2026-10-01'],
    ['half a year', '2026-03-31', { months: 6, endsWith: 3 }, '2025-10-01'],
    ['a year that ends with March', '2026-03-31', { months: 12, endsWith: 3 }, '2025-04-01'],
    ['a year, on its first day', '2026-04-01', { months: 12, endsWith: 3 }, '2026-04-01'],
    ['the calendar year', '2026-12-31', { months: 12, endsWith: 12 }, '2026-01-01'],
  ] as const)('rule 42: %s', (_, day, period, first) => {
    expect(startOfVatPeriod(day, period)).toBe(first)
  })

  test('rule 42: periods are whole months, follow each other without a gap, and one of them ends with the month given', () => {
    const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-12-31'), noInvalidDate: true })
    const months = fc.constantFrom<VatPeriod['months']>(1, 2, 3, 6, 12)
    fc.assert(
      fc.property(day, months, fc.integer({ min: 1, max: 12 }), (moment, length, endsWith) => {
        const today = moment.toISOString().slice(0, 10)
        const period = { months: length, endsWith }
        const first = startOfVatPeriod(today, period)
        let last = first
        for (let month = 1; month < length; month++) last = addDays(lastDayOfMonth(last), 1)
        last = lastDayOfMonth(last)
        expect(first.endsWith('-01') && first <= today && today <= last).toBe(true)
        expect(startOfVatPeriod(last, period)).toBe(first)
        expect(startOfVatPeriod(addDays(last, 1), period)).toBe(addDays(last, 1))
        expect(Math.abs(Number(last.slice(5, 7)) - endsWith) % length).toBe(0)
      }),
    )
  })
})

describe('rule 42: the start date that is proposed', () => {
  const quarter: VatPeriod = { months: 3, endsWith: 3, by: 'provider' }
  const propose = (known: Partial<typeof organisation>) => proposeStart({ ...organisation, ...known }, '2026-11-21')

  test('rule 42: is the day after the last lock date, whatever the VAT period is', () => {
    expect(propose({ lockedUntil: '2026-10-31', vatPeriod: quarter })).toMatchObject({ day: '2026-11-01', from: 'lockDate' })
  })

  test('rule 42: without a lock date it is the first day of the VAT period, and says how sure that is', () => {
    expect(propose({ vatPeriod: quarter })).toEqual({
      day: '2026-10-01',
      why: 'It is the first day of the VAT quarter that today is in, as the books name it. Compare it with your last VAT return.',
      from: 'vatPeriod',
    })
    expect(propose({ vatPeriod: { ...quarter, by: 'yearEnd' } })?.why).toContain('the books do not say with which month it begins')
    expect(propose({ vatPeriod: { ...quarter, months: 1 } })?.why).toBe('It is the first day of the VAT month that today is in.')
  })

  test('rule 42: nothing is proposed where neither is known', () => {
    expect(propose({})).toBeUndefined()
  })
})
