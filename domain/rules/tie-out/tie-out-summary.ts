import { monthOf } from '../../days.ts'
import type { Treatment } from '../../entities.ts'
import type { Compared, Counted, TieOutLine } from './tie-out-line.ts'

/** One side of a total, minor units. */
export interface Side {
  count: number
  net: number
  tax: number
  gross: number
}

/** The sums of a sheet. */
export interface TieOutSummary {
  from: string | null
  to: string
  totals: { currency: string; kind: Counted['kind']; ours: Side; theirs: Side }[]
  /** Net and VAT per kind and treatment by month, as a VAT return is made up. */
  byMonth: { month: string; currency: string; kind: Counted['kind']; treatment: Treatment | 'unknown'; ours: Side; theirs: Side }[]
  balances: { currency: string; ours: number; theirs: number; customers: number; differing: number }[]
  /** Sums by cause; amounts are ours less theirs. */
  explained: CauseSum[]
  differences: CauseSum[]
  /** What is counted apart, by cause; amounts are of the side that has it. */
  apart: CauseSum[]
  allocations: number
  cis: { deduction: number; entered: number }
  /** Must be 0: what no cause of the list accounts for. */
  unexplained: number
}

export interface CauseSum {
  cause: string
  currency: string
  count: number
  net: number
  tax: number
  gross: number
}

const noSide = (): Side => ({ count: 0, net: 0, tax: 0, gross: 0 })

/** Counts, net, tax and gross of both sides per currency and kind. */
export function totalsOf(compared: Compared[]): TieOutSummary['totals'] {
  const rows = new Map<string, TieOutSummary['totals'][number]>()
  forBoth(compared, ({ currency, kind, net, tax, gross }, side) => {
    const row = ensure(rows, `${currency} ${kind}`, () => ({ currency, kind, ours: noSide(), theirs: noSide() }))
    add(row[side], net, tax, gross)
  })
  return sorted(rows)
}

/** Net and VAT of both sides per month, kind and treatment. */
export function monthsOf(compared: Compared[], treatments: Record<string, Treatment>): TieOutSummary['byMonth'] {
  const rows = new Map<string, TieOutSummary['byMonth'][number]>()
  forBoth(compared, ({ currency, kind, date, taxes }, side) => {
    for (const { bookTaxCode, net, tax } of taxes) {
      const [month, treatment] = [monthOf(date), treatments[bookTaxCode] ?? 'unknown']
      const key = `${month} ${currency} ${kind} ${treatment}`
      const row = ensure(rows, key, () => ({ month, currency, kind, treatment, ours: noSide(), theirs: noSide() }))
      add(row[side], net, tax, net + tax)
    }
  })
  return sorted(rows)
}

/** Balance of each contact on both sides: invoices − credits − receipts + refunds. */
export function balancesOf(compared: Compared[]): Map<string, { contactId: string; currency: string; ours: number; theirs: number }> {
  const rows = new Map<string, { contactId: string; currency: string; ours: number; theirs: number }>()
  forBoth(compared, ({ contactId, currency, kind, gross }, side) => {
    const row = ensure(rows, `${contactId} ${currency}`, () => ({ contactId, currency, ours: 0, theirs: 0 }))
    row[side] += moves[kind] * gross
  })
  return rows
}

/** How a kind moves what a customer owes. */
const moves = { invoice: 1, credit: -1, receipt: -1, refund: 1 } as const satisfies Record<Counted['kind'], number>

/** Sums of the lines of a list by cause and currency: of both sides where both count, else of the side that is there. */
export function sumByCause(compared: Compared[], list: TieOutLine['list']): CauseSum[] {
  const sums = new Map<string, CauseSum>()
  for (const { line, ours, theirs } of compared) {
    if (line?.list !== list) continue
    const cause = line.cause ?? 'none'
    const currency = ours?.currency ?? theirs?.currency ?? currencyOf(line)
    const row = ensure(sums, `${cause} ${currency}`, () => ({ cause, currency, ...noSide() }))
    const [mine, yours] = list === 'apart' ? [figures(line), noSide()] : [ours ?? noSide(), theirs ?? noSide()]
    add(row, mine.net - yours.net, mine.tax - yours.tax, mine.gross - yours.gross)
  }
  return sorted(sums)
}

function currencyOf({ ours, theirs }: TieOutLine): string {
  const currency = (ours ?? theirs)?.['currency']
  return typeof currency === 'string' ? currency : ''
}

/** Figures of a line that counts in no total. */
function figures({ ours, theirs }: TieOutLine): Side {
  const of = (field: string): number => {
    const value = (ours ?? theirs)?.[field]
    return typeof value === 'number' ? value : 0
  }
  const amount = of('amount')
  return { count: 1, net: of('net') + amount, tax: of('tax'), gross: of('gross') + amount }
}

function forBoth(compared: Compared[], each: (counted: Counted, side: 'ours' | 'theirs') => void): void {
  for (const { ours, theirs } of compared) {
    if (ours !== undefined) each(ours, 'ours')
    if (theirs !== undefined) each(theirs, 'theirs')
  }
}

function add(side: Side, net: number, tax: number, gross: number): void {
  side.count += 1
  side.net += net
  side.tax += tax
  side.gross += gross
}

function ensure<V>(rows: Map<string, V>, key: string, make: () => V): V {
  const known = rows.get(key)
  if (known !== undefined) return known
  const made = make()
  rows.set(key, made)
  return made
}

const sorted = <V>(rows: Map<string, V>): V[] => [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
