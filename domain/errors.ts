import type { Values } from './plan.ts'

/**
 * Who mends a problem: `wait` (it mends itself), `reconnect` (sign in again), `settings` (mapping and accounts), `document` (the host's record),
 * `books` (a record in the accounting package), `report` (our bug: support).
 */
export type Remedy = 'wait' | 'reconnect' | 'settings' | 'document' | 'books' | 'report'

interface ErrorRow {
  remedy: Remedy
  title: string
  cause: string
  whatToDo: string
  /** Choices beyond retry and dismiss, which every problem has. */
  choices?: readonly { choice: string; label: string; needs?: readonly string[] }[]
}

/** Every code with its words. `{name}` is filled from the values of the problem. Codes are for ever (law 11). */
export const errors = {
  PROVIDER_REFUSED: {
    remedy: 'books',
    title: 'The accounting package refused this',
    cause: '{provider} said: “{detail}”.',
    whatToDo: 'Read what it said, mend the record here or there, and press Retry. If it is not clear, send this page to support.',
  },
  INTERNAL: {
    remedy: 'report',
    title: 'Something went wrong on our side',
    cause: 'The program met a situation it does not know. Nothing was lost.',
    whatToDo: 'Support has been told. Press Retry later, or send support the number of this run.',
  },
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof errors

/** A failure translated once at the wall where it was met: what happened, what they said word for word, what we were doing. */
export class SyncError extends Error {
  readonly code: ErrorCode
  readonly values: Values
  readonly detail: string | undefined
  /** Seconds to wait before trying again, where the other side said so. */
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, options: { values?: Values; detail?: string; cause?: unknown; retryAfterSeconds?: number } = {}) {
    super(`${code}: ${errors[code].title}`, { cause: options.cause })
    this.name = 'SyncError'
    this.code = code
    this.values = options.values ?? {}
    this.detail = options.detail
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}
