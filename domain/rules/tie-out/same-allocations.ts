import type { BookAllocation } from '../../books.ts'

/** Whether two lists settle the same documents by the same amounts. */
export function sameAllocations(ours: { documentId: string; amount: number }[], theirs: BookAllocation[]): boolean {
  const left = new Map<string, number>()
  for (const { documentId, amount } of ours) left.set(documentId, (left.get(documentId) ?? 0) + amount)
  for (const { documentId, amount } of theirs) left.set(documentId, (left.get(documentId) ?? 0) - amount)
  return [...left.values()].every((amount) => amount === 0)
}
