import type { LedgerRows } from './ledger-books.ts'

/** How a write whose outcome was unknown was settled: the five ways of the protocol (exactly-once rule 15), and whatever else. */
export type Settled = 'same' | 'changed' | 'void' | 'stranger' | 'absent' | 'other'

const problems: Record<string, Settled> = {
  ARRIVED_CHANGED: 'changed',
  CHANGED_IN_BOOKS: 'changed',
  VOIDED_IN_BOOKS: 'void',
  NUMBER_TAKEN_BY_STRANGER: 'stranger',
  POSSIBLE_DUPLICATE_PAYMENT: 'stranger',
}

/** How often each way was taken. */
export function settledOf(items: LedgerRows['unknownItems']): Record<Settled, number> {
  const counts: Record<Settled, number> = { same: 0, changed: 0, void: 0, stranger: 0, absent: 0, other: 0 }
  for (const item of items) counts[wayOf(item)] += 1
  return counts
}

function wayOf({ result, code }: LedgerRows['unknownItems'][number]): Settled {
  if (result === 'taken' || result === 'linked') return 'same'
  return result === 'absent' ? 'absent' : (problems[code ?? ''] ?? 'other')
}
