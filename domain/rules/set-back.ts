import type { Operation } from '../entities.ts'
import { makesRecord } from './operation-effects.ts'

/*
 * What holds after the database was set back in time (exactly-once rule 19): requests that it has forgotten may stand in the books, or be on their way still. Times in
 * milliseconds of the database's clock.
 */

const allocations: ReadonlySet<Operation> = new Set<Operation>(['allocateCredit', 'allocateOnAccount'])

/**
 * Whether a request is looked up before it goes out: a create, until the mirror has been read again. An allocation always: nothing in the mirror says that it is ours, so
 * none is ever adopted.
 */
export function looksUpFirst(operation: Operation, connection: { epoch: number; mirrorFilled: boolean }): boolean {
  if (!makesRecord(operation) || connection.epoch === 1) return false
  return !connection.mirrorFilled || allocations.has(operation)
}

/** How long a look-up before sending still has to wait: until no forgotten request can be working any more. `ago`: since the database was set back; undefined: never. */
export const lookFirstLeft = (ago: number | undefined, settle: number): number => (ago === undefined ? 0 : Math.max(0, settle - ago))

/** Whether a reading of the books shows everything that was sent before the database was set back. */
export function showsForgotten(reading: { begunAt: number | undefined }, setBackAt: number | undefined, settle: number): boolean {
  if (setBackAt === undefined) return true
  return reading.begunAt !== undefined && reading.begunAt >= setBackAt + settle
}
