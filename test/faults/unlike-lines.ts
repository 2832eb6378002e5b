import { type BookRecord, type Books, linesOf, textOf } from './books.ts'
import { isByHand } from './explain-records.ts'
import type { LedgerRows } from './ledger-books.ts'
import { isTakenBack, type Trade } from './trade.ts'

/** Books with the ledger's links into them. */
export interface LinkedBooks {
  books: Books
  ledger: LedgerRows
}

/** The lines in which the books of a run in the storm differ from those of one without; what a bookkeeper touched or the host took back is left out of both. */
export function unlikeLines(calm: LinkedBooks, stormy: LinkedBooks, trade: Trade, byHand: ReadonlySet<string>): string[] {
  const leftOut = (link: { kind: string; external_id: string }): boolean =>
    (link.kind === 'invoice' && byHand.has(link.external_id)) || isTakenBack(trade.last.get(`${link.kind}/${link.external_id}`))
  const [left, right] = [comparable(calm, leftOut), comparable(stormy, leftOut)]
  return [
    ...surplus(left, right).map((line) => `only without faults: ${line}`),
    ...surplus(right, left).map((line) => `only with faults: ${line}`),
  ]
}

function comparable({ books, ledger }: LinkedBooks, leftOut: (link: LedgerRows['links'][number]) => boolean): string[] {
  const ids = new Set(ledger.links.filter(leftOut).map((link) => link.book_id))
  const isLeftOut = (record: BookRecord): boolean =>
    isByHand(record) || ['InvoiceID', 'OverpaymentID'].some((name) => ids.has(textOf(record, name)))
  return linesOf(books, isLeftOut)
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
