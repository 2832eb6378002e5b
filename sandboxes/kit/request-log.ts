/** What was asked of the sandbox, with the provider's times in milliseconds: enough to count calls a minute and calls at once. */
export interface LoggedRequest {
  sequence: number
  at: string
  started: number
  finished?: number | undefined
  method: string
  path: string
  query: string
  status?: number | undefined
  tenant?: string | undefined
  clientId?: string | undefined
  idempotencyKey?: string | undefined
  ifModifiedSince?: string | undefined
  fault?: string | undefined
  replayed?: boolean | undefined
  bodyBytes: number
  answerBytes?: number | undefined
}

export interface RequestLog {
  start: (request: Omit<LoggedRequest, 'sequence' | 'at' | 'started'>) => LoggedRequest
  since: (sequence: number) => LoggedRequest[]
  clear: () => void
}

/** Kept in memory only; the oldest entries go when there are more than this. */
const KEPT = 200_000

export function requestLog(now: () => number): RequestLog {
  let entries: LoggedRequest[] = []
  let sequence = 0
  return {
    start: (request) => {
      const started = now()
      const entry = { ...request, sequence: ++sequence, started, at: new Date(started).toISOString() }
      entries.push(entry)
      if (entries.length > KEPT * 1.1) entries = entries.slice(-KEPT)
      return entry
    },
    since: (after) => entries.filter((entry) => entry.sequence > after),
    clear: () => {
      entries = []
    },
  }
}
