import type { ErrorCode } from '../errors.ts'

/** What a record that arrived means for its document. */
export type Arrival =
  /** The document has no link: this is it. */
  | 'link'
  /** The document is linked to this record already. */
  | 'known'
  /** The document is linked to another record: it stands in the books twice, and nothing is deleted without a yes (exactly-once rule 20). */
  | 'doubled'

/** A record that arrived, against the link that its document has by now (exactly-once rules 7 and 20). */
export function judgeArrival(linkedTo: string | undefined, bookId: string): Arrival {
  if (linkedTo === undefined) return 'link'
  return linkedTo === bookId ? 'known' : 'doubled'
}

/** What a second look at something concluded absent has met. */
export type SeenLate =
  | { result: 'taken'; bookId: string }
  | { result: 'problem'; code: ErrorCode; bookId?: string; link: boolean }
  | { result: 'absent' | 'refused' }

/** What follows from it: `arrival` goes by `judgeArrival`; `problem`: ours, and not as it was sent; `doubled`: told to a person; `nothing`. */
export function judgeLate(seen: SeenLate, linkedTo: string | undefined): 'arrival' | 'problem' | 'doubled' | 'nothing' {
  if (seen.result === 'taken') return 'arrival'
  if (seen.result !== 'problem' || !seen.link || seen.bookId === undefined) return 'nothing'
  if (linkedTo === undefined) return 'problem'
  if (seen.code === 'DOUBLED_IN_BOOKS') return 'doubled'
  return seen.code === 'ARRIVED_CHANGED' && seen.bookId !== linkedTo ? 'doubled' : 'nothing'
}
