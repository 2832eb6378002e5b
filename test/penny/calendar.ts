import { dayInZone, daysBetween } from '../../domain/days.ts'
import { sandboxControl } from '../setup/sandbox-control.ts'

/** Both sides' days: ours by the clock that activities get, the provider's by the sandbox's own. They turn over together. */
export interface Calendar {
  /** Milliseconds UTC, as the product's activities see it. */
  now(): number
  today(): string
  turnOver(): Promise<void>
  /** Goes on to a day, where today is earlier: no clock goes backwards. */
  notBefore(day: string): Promise<void>
}

const DAY_SECONDS = 86_400

/** Begins on the machine's own day. */
export function openCalendar(sandboxUrl: string): Calendar {
  let ahead = 0
  const now = () => Date.now() + ahead * 1_000
  const today = () => dayInZone(now(), 'Europe/London')
  const advance = async (seconds: number) => {
    await sandboxControl(sandboxUrl)('clock', { advanceSeconds: seconds })
    ahead += seconds
  }
  return {
    now,
    today,
    turnOver: () => advance(DAY_SECONDS),
    notBefore: async (day) => {
      if (today() < day) await advance(daysBetween(today(), day) * DAY_SECONDS)
    },
  }
}
