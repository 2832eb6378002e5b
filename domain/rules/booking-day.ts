import type { Organisation } from '../books.ts'
import { addDays } from '../days.ts'
import type { Note, Refusal } from '../plan.ts'
import type { Settings } from '../settings.ts'

export type BookingDay = { ok: true; date?: string; notes: Note[] } | ({ ok: false } & Refusal)

/**
 * The day under which an issued document is entered: its own, unless that is locked (accounting rule 41): then it is held, or by setting or a person's yes moved to
 * the first open day. `date` is there only where it moved.
 */
export function bookingDay(
  day: string,
  { lockedUntil }: Pick<Organisation, 'lockedUntil'>,
  lockedPeriod: Settings['lockedPeriod'],
  choice: string | undefined,
  document: string,
): BookingDay {
  if (lockedUntil === undefined || day > lockedUntil) return { ok: true, notes: [] }
  if (lockedPeriod === 'hold' && choice !== 'firstOpenDay')
    return { ok: false, code: 'LOCKED_PERIOD', values: { lockedUntil, date: day, document } }
  const date = addDays(lockedUntil, 1)
  return { ok: true, date, notes: [{ code: 'DATE_MOVED', values: { document, ours: day, theirs: date } }] }
}
