import { agreementErrors } from './errors/agreement-errors.ts'
import { booksErrors } from './errors/books-errors.ts'
import { connectionErrors } from './errors/connection-errors.ts'
import type { ErrorRow, Values } from './errors/error-row.ts'
import { fillWords } from './errors/fill-words.ts'
import { houseErrors } from './errors/house-errors.ts'
import { planningErrors } from './errors/planning-errors.ts'

export type { Choice, ErrorRow, Remedy, Values } from './errors/error-row.ts'

/** The tables by theme, in the order that docs/errors.md shows them. */
export const errorThemes = {
  'The connection': connectionErrors,
  'What the accounting package refuses': booksErrors,
  'Before anything is sent': planningErrors,
  'Questions and differences': agreementErrors,
  'Our own house, the API and imports': houseErrors,
} as const

/** Every code with its words. `{name}` is filled from the values of the problem. Codes are for ever (law 11). */
export const errors = {
  ...connectionErrors,
  ...booksErrors,
  ...planningErrors,
  ...agreementErrors,
  ...houseErrors,
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
    // Without values: names and amounts must not reach logs and histories (law 6).
    super(`${code}: ${fillWords(errors[code].title, {})}`, { cause: options.cause })
    this.name = 'SyncError'
    this.code = code
    this.values = options.values ?? {}
    this.detail = options.detail
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}
