import type { BookDocument } from '../books.ts'
import type { Values } from '../errors.ts'

/** An invoice or credit of ours as far as adopting goes: amounts in minor units. */
export interface Adoptable {
  /** Numbers under which it may stand in the books: as sent, and as the host has it. */
  numbers: readonly string[]
  /** Id of the contact in the books; undefined while the customer is not linked. */
  contactId: string | undefined
  date: string
  currency: string
  net: number
  tax: number
  gross: number
}

export type AdoptDocument =
  | { outcome: 'adopt'; bookId: string; bookNumber: string }
  /** The same number on something else: `values` name the first field that differs, with both figures. */
  | { outcome: 'different'; bookId: string; values: Values }
  /** Another number on what may be the same document. */
  | { outcome: 'question'; bookId: string; values: Values }
  | { outcome: 'none' }

/**
 * Whether a document without a link stands in the books already (accounting rule 34). Candidates are of its kind and belong to no other document of ours,
 * nor to one that is on its way.
 */
export function adoptDocument(ours: Adoptable, candidates: BookDocument[]): AdoptDocument {
  const live = candidates.filter(({ state }) => state !== 'void').toSorted((a, b) => (a.bookId < b.bookId ? -1 : 1))
  const wanted = new Set(ours.numbers.map(comparable))
  const numbered = live.filter(({ number }) => wanted.has(comparable(number)))
  const agreeing = numbered.find((theirs) => firstDifference(ours, theirs) === undefined)
  if (agreeing !== undefined) return { outcome: 'adopt', bookId: agreeing.bookId, bookNumber: agreeing.number }
  const [differing] = numbered
  if (differing !== undefined) return { outcome: 'different', bookId: differing.bookId, values: differingValues(ours, differing) }
  const similar = live.find((theirs) => sameSale(ours, theirs))
  if (similar === undefined) return { outcome: 'none' }
  return { outcome: 'question', bookId: similar.bookId, values: { number: ours.numbers[0] ?? '', bookNumber: similar.number } }
}

/** The first field in which the books hold something else; undefined where all that counts agrees. */
export function firstDifference(
  ours: Adoptable,
  theirs: BookDocument,
): { field: string; ours: string | number; theirs: string | number } | undefined {
  if (theirs.contactId !== ours.contactId) return { field: 'Customer', ours: 'ours', theirs: 'another contact' }
  if (theirs.date !== ours.date) return { field: 'Date', ours: ours.date, theirs: theirs.date }
  if (theirs.currency !== ours.currency) return { field: 'Currency', ours: ours.currency, theirs: theirs.currency }
  const amounts = [
    ['Total', ours.gross, theirs.gross],
    ['Net', ours.net, theirs.net],
    ['VAT', ours.tax, theirs.tax],
  ] as const
  const wrong = amounts.find(([, mine, yours]) => mine !== yours)
  return wrong && { field: wrong[0], ours: wrong[1], theirs: wrong[2] }
}

function differingValues(ours: Adoptable, theirs: BookDocument): Values {
  const { field, ...both } = firstDifference(ours, theirs) ?? { field: 'Nothing', ours: '', theirs: '' }
  return { number: theirs.number, field, ...both, currency: ours.currency }
}

const sameSale = (ours: Adoptable, theirs: BookDocument): boolean =>
  theirs.contactId === ours.contactId && theirs.date === ours.date && theirs.currency === ours.currency && theirs.gross === ours.gross

const comparable = (number: string): string => number.trim().toLowerCase()
