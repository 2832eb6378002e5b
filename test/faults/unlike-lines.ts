import { type BookRecord, type Books, linesOf, textOf } from './books.ts'
import { isByHand } from './compare-records.ts'
import type { ByHand } from './storm-plan.ts'
import type { Trade } from './trade.ts'

/** The lines in which the books of a run in the storm differ from those of one without; what a bookkeeper's hand touched is left out of both. */
export function unlikeLines(calm: Books, stormy: Books, trade: Trade, byHand: ReadonlyMap<string, ByHand>): string[] {
  const numbers = new Set([...byHand.keys()].map((externalId) => numberOf(trade, externalId)))
  const leftOut = (record: BookRecord): boolean => isByHand(record) || numbers.has(textOf(record, 'InvoiceNumber'))
  const [left, right] = [linesOf(calm, leftOut), linesOf(stormy, leftOut)]
  return [
    ...surplus(left, right).map((line) => `only without faults: ${line}`),
    ...surplus(right, left).map((line) => `only with faults: ${line}`),
  ]
}

function numberOf({ last }: Trade, externalId: string): string | undefined {
  const document = last.get(`invoice/${externalId}`)
  return document?.kind === 'invoice' ? document.body.number : undefined
}

/** Counted as a multiset: two like lines stay two. */
function surplus(left: readonly string[], right: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const line of right) counts.set(line, (counts.get(line) ?? 0) + 1)
  return left.filter((line) => {
    const had = counts.get(line) ?? 0
    counts.set(line, had - 1)
    return had <= 0
  })
}
