import type { Operation } from '../entities.ts'
import type { ErrorCode, Values } from '../errors.ts'
import type { Expected } from '../plan.ts'
import { makesRecord, operationEffects } from './operation-effects.ts'

/** A record that a look-up met; as the provider contract has it. */
export interface MetRecord {
  bookId: string
  bookNumber?: string
  likeness: 'same' | 'changed' | 'void' | 'before' | 'stranger'
  amounts?: { net?: number; tax?: number; gross?: number; amountDue?: number }
  updatedAt?: string
}

/** What a look-up ends in (exactly-once rule 15): linked, a problem (with `link` where the record is ours all the same), or due again. */
export type SettledLookup =
  | { result: 'taken'; bookId: string; bookNumber?: string; amounts?: NonNullable<MetRecord['amounts']>; updatedAt?: string }
  | { result: 'problem'; code: ErrorCode; values: Values; bookId?: string; link: boolean }
  | { result: 'absent'; alone: false }

/**
 * What became of a write with an unknown outcome, from everything in the books that bears what was sent (exactly-once rules 13 to 16, 20): *found* is complete, void
 * and archived records included. A write is due again only where nothing of it stands there.
 */
export function settleLookup({
  operation,
  expected,
  found,
}: {
  operation: Operation
  expected: Expected
  found: readonly MetRecord[]
}): SettledLookup {
  const of = (likeness: MetRecord['likeness']): MetRecord[] => found.filter((record) => record.likeness === likeness)
  const [same, another] = of('same')
  const [changed] = of('changed')
  const [gone] = of('void')
  const [stranger] = of('stranger')
  if (same !== undefined && another !== undefined && makesRecord(operation)) return doubled(expected, same, another)
  if (same !== undefined) return taken(same)
  if (operationEffects[operation].removes && gone !== undefined) return taken(gone)
  if (changed !== undefined) return problem('ARRIVED_CHANGED', expected, changed, true)
  if (gone !== undefined) return problem('VOIDED_IN_BOOKS', expected, gone, true)
  if (stranger !== undefined)
    return expected.kind === 'payment' ? alike(expected, stranger) : problem('NUMBER_TAKEN_BY_STRANGER', expected, stranger, false)
  return { result: 'absent', alone: false }
}

function taken({ bookId, bookNumber, amounts, updatedAt }: MetRecord): SettledLookup {
  return {
    result: 'taken',
    bookId,
    ...(bookNumber !== undefined && { bookNumber }),
    ...(amounts !== undefined && { amounts }),
    ...(updatedAt !== undefined && { updatedAt }),
  }
}

/** Two live records of one document: one is linked, both are shown, nothing is deleted without a yes. */
function doubled(expected: Expected, one: MetRecord, other: MetRecord): SettledLookup {
  const values = { ...named(expected), ours: one.bookNumber ?? one.bookId, theirs: other.bookNumber ?? other.bookId }
  return { result: 'problem', code: 'DOUBLED_IN_BOOKS', values, bookId: one.bookId, link: true }
}

/** Money has no number to be taken: somebody entered the like of it, and whether it is the same a person says (accounting rule 7). */
function alike(expected: Expected, { bookId, amounts }: MetRecord): SettledLookup {
  const amount = expected.gross ?? amounts?.gross ?? 0
  const values = { amount, ...(expected.currency ? { currency: expected.currency } : {}), reason: ALIKE }
  return { result: 'problem', code: 'POSSIBLE_DUPLICATE_PAYMENT', values, bookId, link: false }
}

const ALIKE =
  'The books have money of the same day, account and amount that does not bear our mark. Ours was sent, and its answer was lost.'

function problem(code: ErrorCode, expected: Expected, { bookId }: MetRecord, link: boolean): SettledLookup {
  return { result: 'problem', code, values: named(expected), bookId, link }
}

const named = ({ kind, number }: Expected): Values => ({
  document: number === undefined ? `the ${kind}` : `${kind} ${number}`,
  ...(number !== undefined && { number }),
})
