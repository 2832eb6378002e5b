import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, daysBetween, dueDay, lastDayOfMonth, laterDay, monthOf } from '../../domain/days.ts'

const day = fc.integer({ min: -20_000, max: 40_000 }).map((days) => addDays('1970-01-01', days))

test('going there and back is the same day', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -5000, max: 5000 }), (from, days) => {
      expect(addDays(addDays(from, days), -days)).toBe(from)
      expect(daysBetween(from, addDays(from, days))).toBe(days)
    }),
  )
})

test('the last day of a month is followed by the first of another', () => {
  fc.assert(
    fc.property(day, (from) => {
      const last = lastDayOfMonth(from)
      expect(monthOf(last)).toBe(monthOf(from))
      expect(addDays(last, 1).slice(8)).toBe('01')
    }),
  )
})

test.each([
  ['2026-01-31', { days: 30, from: 'invoiceDate' as const }, '2026-03-02'],
  ['2026-02-10', { days: 30, from: 'endOfMonth' as const }, '2026-03-30'],
  ['2028-02-10', { days: 0, from: 'endOfMonth' as const }, '2028-02-29'],
])('an invoice of %s with terms %o is due on %s', (issued, terms, due) => {
  expect(dueDay(issued, terms)).toBe(due)
})

test('the later of two days is the later one', () => {
  expect(laterDay('2026-02-01', '2025-12-31')).toBe('2026-02-01')
})

test('what is no day is refused', () => {
  expect(() => addDays('01/02/2026', 1)).toThrow(RangeError)
})
