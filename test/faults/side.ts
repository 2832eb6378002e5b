import { bookLists, type BookRecord, type Books, isLive, textOf } from './books.ts'
import type { ExpectedMoney } from './expected-books.ts'
import type { LedgerRows } from './ledger-books.ts'
import type { ByHand } from './storm-plan.ts'
import type { TieOut } from './tie-out.ts'
import type { Trade } from './trade.ts'

/** What is compared, and the words that come of it. */
export interface Side extends Found {
  money: ExpectedMoney
  links: Map<string, string>
  byId: Map<string, BookRecord>
  words: string[]
}

/** What was found at the end. `byHand`: invoices that a bookkeeper changed meanwhile. */
export interface Found {
  trade: Trade
  books: Books
  ledger: LedgerRows
  byHand: ReadonlyMap<string, ByHand>
  sheet: TieOut
}

/** How each list names its records. */
export const ids: Record<keyof Books, string> = {
  contacts: 'ContactID',
  invoices: 'InvoiceID',
  creditNotes: 'CreditNoteID',
  payments: 'PaymentID',
  batchPayments: 'BatchPaymentID',
  overpayments: 'OverpaymentID',
  bankTransactions: 'BankTransactionID',
  allocations: 'AllocationID',
  prepayments: 'PrepaymentID',
}

/** Every record of the books by list and id. */
export const byId = (books: Books): Map<string, BookRecord> =>
  new Map(bookLists.flatMap((list) => books[list].map((record) => [`${list}/${textOf(record, ids[list])}`, record] as const)))

/** Something that does not agree. */
export function say(side: Side, ref: string, what: string): void {
  side.words.push(`${ref}: ${what}`)
}

/** The record that a part of a document is linked to, which has to be there and alive. */
export function recordOf(
  side: Side,
  ref: string,
  part: string,
  list: keyof Books,
  plain = (bookId: string): string => bookId,
): BookRecord | undefined {
  const bookId = side.links.get(`${ref}#${part}`)
  const record = bookId === undefined ? undefined : side.byId.get(`${list}/${plain(bookId)}`)
  if (bookId === undefined) say(side, ref, `${part} has no link`)
  else if (!record) say(side, ref, `${part} is linked to ${bookId}, which is not among the ${list}`)
  else if (!isLive(record)) say(side, ref, `${part} is linked to a record that is ${textOf(record, 'Status') || 'ended'}`)
  return record
}

/** Says so where the two differ. */
export function equal(side: Side, ref: string, what: string, ours: string | number, theirs: string | number): void {
  if (ours !== theirs) say(side, ref, `${what}: ${ours} here, ${theirs} in the books`)
}

/** `kind/externalId` of a row of the ledger. */
export const refOfRow = (row: { kind: string | null; external_id: string | null }): string => `${row.kind}/${row.external_id}`

/** The codes of the problems that a document has. */
export const problemsOf = ({ ledger }: Side, ref: string): string[] =>
  ledger.problems.filter((problem) => refOfRow(problem) === ref).map(({ code }) => code)
