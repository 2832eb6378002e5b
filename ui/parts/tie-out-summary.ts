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
  unexplained: number
}

/** The summary of a sheet, or nothing where it has another shape than this page knows. */
export function readSummary(summary: unknown): TieOutSummary | undefined {
  if (typeof summary !== 'object' || summary === null) return undefined
  const known = 'to' in summary && 'totals' in summary && Array.isArray(summary.totals) && 'balances' in summary && 'unexplained' in summary
  // The API lays the sheet down and reads it back unchanged; its three parts were looked for above.
  return known ? (summary as TieOutSummary) : undefined
}
