import type { Operation } from '../entities.ts'

/** An item of an envelope, as far as its number goes. */
export interface NumberedItem {
  operation: Operation
  /** Its envelope was marked sent. */
  sent: boolean
  open: boolean
  result: string | null
  /** Its envelope was unknown once. */
  wasUnknown: boolean
  number: string | undefined
}

const numbered = new Set<Operation>(['createInvoice', 'createCredit'])

/**
 * The number that every create of a document carries until it is linked: the one first sent whose request may still arrive (exactly-once rule 5). Items oldest
 * first. A number that was plainly refused is free: another number is how a clash is mended. The ledger asks the same in one statement.
 */
export function firstNumber(items: readonly NumberedItem[]): string | undefined {
  return items.find((item) => item.number !== undefined && mayStillArrive(item))?.number
}

const mayStillArrive = ({ operation, sent, open, result, wasUnknown }: NumberedItem): boolean =>
  numbered.has(operation) && sent && (open || (result === 'absent' && wasUnknown))

/** Whether a document whose write has arrived is due again at once: a newer version waits, its own number is to follow, or another part is to go, in this run or, left by it, in the next. */
export function goesOn(written: { version: number; newest: number; numberToFollow: boolean; otherParts: boolean }): boolean {
  return written.newest > written.version || written.numberToFollow || written.otherParts
}

/**
 * Whether a document that waits is looked at again because of its parent: the parent is linked now, or was saved after the document was told to wait (exactly-once rule 21).
 * Moments in milliseconds. A linked parent that still stands in the way makes it wait again.
 */
export function wokenBy(waiting: { since: number }, parent: { linked: boolean; savedAt: number | undefined }): boolean {
  return parent.linked || (parent.savedAt ?? 0) > waiting.since
}
