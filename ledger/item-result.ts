import type { ErrorCode } from '../domain/errors.ts'
import type { Values } from '../domain/plan.ts'
import type { BookedAmounts } from './shapes.ts'

/** What became of one item of an envelope. */
export type ItemResult =
  | TakenResult
  /** The provider refused it: a problem. */
  | { result: 'refused'; code: ErrorCode; values: Values; detail?: string }
  /** It is not in the books: due again. `alone`: its whole request was refused, so it goes singly to find the culprit. */
  | { result: 'absent'; alone: boolean }
  /** It is in the books, but not as sent. `bookId` is linked when the record is ours. */
  | { result: 'problem'; code: ErrorCode; values: Values; bookId?: string; link: boolean; bookNumber?: string }

/** It is in the books: answered so, or found there by a look-up. */
export interface TakenResult {
  result: 'taken'
  bookId: string
  bookNumber?: string
  amounts?: BookedAmounts
  updatedAt?: string
  bookLineIds?: string[]
}
