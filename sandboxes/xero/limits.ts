/** The provider's limits: per organisation and app a minute, a day and a number at once; per app a minute. */
export interface Limits {
  minute: number
  day: number
  concurrent: number
  appMinute: number
}

/** FAQ on limits: 60 a minute, 5,000 a day, 5 at once for each organisation; 10,000 a minute for the app. Starter apps have 1,000 a day. */
export const XERO_LIMITS: Limits = { minute: 60, day: 5_000, concurrent: 5, appMinute: 10_000 }

/** A state without limits still counts, so that the remaining headers can be shown (pinned at full). */
export interface LimitBook {
  limits: Limits
  on: boolean
  perOrganisation: Map<string, Partial<Limits>>
  windows: Map<string, Window>
}

export interface Window {
  minute: number[]
  day: number[]
  atOnce: number
}

/** The result of asking for one call. */
export interface Turn {
  problem?: 'minute' | 'day' | 'concurrent' | 'appminute' | undefined
  retryAfter?: number | undefined
  headers: Record<string, string>
}

export const limitBook = (on: boolean): LimitBook => ({ limits: XERO_LIMITS, on, perOrganisation: new Map(), windows: new Map() })

/** Takes one call from the quota if there is one left; a refused call costs nothing. */
export function takeTurn(book: LimitBook, clientId: string, tenantId: string, now: number, rolling: boolean): Turn {
  const limits = { ...book.limits, ...book.perOrganisation.get(tenantId) }
  const app = windowOf(book, `app:${clientId}`, now, rolling)
  const tenant = windowOf(book, `${clientId}:${tenantId}`, now, rolling)
  const problem = book.on ? problemOf(limits, app, tenant) : undefined
  if (problem === undefined) {
    for (const window of [app, tenant]) window.minute.push(now)
    tenant.day.push(now)
  }
  return { problem, retryAfter: problem && retryAfter(problem, app, tenant, now, rolling), headers: remaining(book, limits, app, tenant) }
}

/** Counts a call as running until the returned function is called. */
export function startCall(book: LimitBook, clientId: string, tenantId: string): () => void {
  const window = book.windows.get(`${clientId}:${tenantId}`)
  if (window) window.atOnce += 1
  let ended = false
  return () => {
    if (window && !ended) window.atOnce -= 1
    ended = true
  }
}

const MINUTE = 60_000
const DAY = 86_400_000

function windowOf(book: LimitBook, key: string, now: number, rolling: boolean): Window {
  const window = book.windows.get(key) ?? { minute: [], day: [], atOnce: 0 }
  book.windows.set(key, window)
  const minuteStart = rolling ? now - MINUTE : Math.floor(now / MINUTE) * MINUTE - 1
  const dayStart = rolling ? now - DAY : Math.floor(now / DAY) * DAY - 1
  window.minute = dropUntil(window.minute, minuteStart)
  window.day = dropUntil(window.day, dayStart)
  return window
}

/** Times are in order, so the old ones stand in front. */
function dropUntil(times: number[], start: number): number[] {
  const first = times.findIndex((time) => time > start)
  if (first === 0) return times
  return first < 0 ? [] : times.slice(first)
}

function problemOf(limits: Limits, app: Window, tenant: Window): Turn['problem'] {
  if (tenant.atOnce >= limits.concurrent) return 'concurrent'
  if (tenant.day.length >= limits.day) return 'day'
  if (tenant.minute.length >= limits.minute) return 'minute'
  return app.minute.length >= limits.appMinute ? 'appminute' : undefined
}

/** Whole seconds until the oldest counted call leaves the window. */
function retryAfter(problem: Turn['problem'], app: Window, tenant: Window, now: number, rolling: boolean): number {
  const length = problem === 'day' ? DAY : MINUTE
  if (problem === 'concurrent') return 1
  const times = problem === 'day' ? tenant.day : problem === 'minute' ? tenant.minute : app.minute
  const ends = rolling ? (times[0] ?? now) + length : (Math.floor(now / length) + 1) * length
  return Math.max(1, Math.ceil((ends - now) / 1000))
}

function remaining(book: LimitBook, limits: Limits, app: Window, tenant: Window): Record<string, string> {
  const left = (limit: number, used: number): string => String(book.on ? Math.max(0, limit - used) : limit)
  return {
    'X-DayLimit-Remaining': left(limits.day, tenant.day.length),
    'X-MinLimit-Remaining': left(limits.minute, tenant.minute.length),
    'X-AppMinLimit-Remaining': left(limits.appMinute, app.minute.length),
  }
}
