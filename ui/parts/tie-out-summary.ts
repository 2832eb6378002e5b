/** One side of a total, minor units. */
interface Side {
  count: number
  gross: number
}

/** The sums of a sheet, as far as the page shows them; the contract leaves their shape open. */
export interface TieOutSummary {
  from: string | null
  to: string
  totals: { currency: string; kind: string; ours: Side; theirs: Side }[]
  balances: { currency: string; ours: number; theirs: number }[]
  differences: CauseSum[]
  explained: CauseSum[]
  apart: CauseSum[]
  unexplained: number
}

/** How many lines have a cause, and what they come to: ours less theirs, or of the side that has it. */
export interface CauseSum {
  cause: string
  /** Sheets that were filed before it was told apart have none. */
  currency?: string
  count: number
  gross: number
}

/** The summary of a sheet, or nothing where it has another shape than this page knows. */
export function readSummary(summary: unknown): TieOutSummary | undefined {
  if (typeof summary !== 'object' || summary === null) return undefined
  const known = parts.every((part) => part in summary)
  // The sheet is laid down and read back unchanged; every part that is used was looked for.
  return known ? (summary as TieOutSummary) : undefined
}

const parts = [
  'from',
  'to',
  'totals',
  'balances',
  'differences',
  'explained',
  'apart',
  'unexplained',
] as const satisfies readonly (keyof TieOutSummary)[]
