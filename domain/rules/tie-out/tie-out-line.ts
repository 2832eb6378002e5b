/** Why two sides differ: the fixed list. Every difference has one of these. */
export const differenceCauses = [
  'changedInBooks',
  'changedHere',
  'voidedInBooks',
  'missingInBooks',
  'cancelledHere',
  'reversedHere',
  'onlyInBooks',
  'doubled',
  'sentDifferently',
] as const
export type DifferenceCause = (typeof differenceCauses)[number]

/** Differences that were decided: shown with their sums, no disagreement. */
export const explainedCauses = ['rounding', 'dateMoved', 'acceptedTheirs', 'adoptedAsItStands', 'creditedInstead', 'writtenOff'] as const
export type ExplainedCause = (typeof explainedCauses)[number]

/** What is counted apart and never hidden. */
export const apartCauses = [
  'waiting',
  'problem',
  'held',
  'notDue',
  'beforeStart',
  'inFlight',
  'asked',
  'draftInBooks',
  'unlinkedCustomer',
] as const
export type ApartCause = (typeof apartCauses)[number]

/** The lists of a sheet. */
export const tieOutLists = ['differences', 'explained', 'apart', 'allocations', 'balances', 'cis'] as const

/** One line of the sheet. `ours` and `theirs` are the figures of both sides, absent where a side has nothing. */
export interface TieOutLine {
  list: (typeof tieOutLists)[number]
  kind: 'invoice' | 'credit' | 'payment' | 'customer'
  externalId?: string
  bookId?: string
  cause?: DifferenceCause | ExplainedCause | ApartCause
  /** The fields in which the two sides differ. */
  differs?: string[]
  ours?: Record<string, unknown>
  theirs?: Record<string, unknown>
}

/** A figure that counts in the totals of one side. */
export interface Counted {
  kind: 'invoice' | 'credit' | 'receipt' | 'refund'
  /** The contact in the books whose balance it moves. */
  contactId: string
  currency: string
  date: string
  net: number
  tax: number
  gross: number
  taxes: { bookTaxCode: string; net: number; tax: number }[]
}

/** What comparing one pair, or one record without a pair, comes to. */
export interface Compared {
  ours?: Counted
  theirs?: Counted
  line?: TieOutLine
  /** Further lines that move no total: allocations, CIS. */
  also?: TieOutLine[]
}

/** Differences that are our own fault or nobody's: they must be none. */
export const unexplainedCauses: ReadonlySet<string> = new Set<DifferenceCause>(['sentDifferently'])
