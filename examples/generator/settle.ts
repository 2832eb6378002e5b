import { sum } from './amounts.ts'
import { START_FROM } from './days.ts'
import type { InBooks } from './book-totals.ts'
import type { InvoiceRecord, PrintedTotals } from './invoice-record.ts'
import { taxInside, taxOn } from './amounts.ts'
import { vatCodes } from './tax.ts'

/** What is open and what is on account after receipts first, then each credit on what it corrects, pence. */
export interface Position {
  openInvoices: { count: number; amount: number }
  openByAPenny: string[]
  /** Receipts larger than what was open: what is left of each, by receipt. */
  overpaid: Record<string, number>
  /** Receipts that name no invoice. */
  receivedInAdvance: Record<string, number>
  /** What is left of each credit, by number. */
  creditLeft: Record<string, number>
}

/** Settles what is in the books in the bookkeeper's order. `paidInBooks`: money that only the books have, by invoice number. */
export function settle({ invoices, credits, receipts, refunds }: InBooks, paidInBooks: Map<string, number>): Position {
  const open = new Map(invoices.map(({ number, totals }) => [number, totals.gross - (paidInBooks.get(number) ?? 0)]))
  const take = (number: string, wanted: number): number => {
    const taken = Math.min(wanted, open.get(number) ?? 0)
    open.set(number, (open.get(number) ?? 0) - taken)
    return taken
  }
  const left = receipts.map(({ id, rows }) => ({
    id,
    advance: rows.every(({ invoice }) => invoice === ''),
    left: sum(rows.map(({ invoice, amount }) => amount - take(invoice, amount))),
  }))
  deductCis(invoices, receipts, take)
  const creditLeft = credits.map(({ number, lines, totals }) => {
    const named = [...new Set(lines.map(({ against }) => against))]
    const left = named.reduce((rest, against) => rest - take(against, rest), totals.gross)
    const refunded = refunds.flatMap(({ rows }) => rows).filter(({ credit }) => credit === number)
    return [number, left - sum(refunded.map(({ amount }) => amount))] as const
  })
  return position(invoices, open, left, creditLeft)
}

type Take = (number: string, wanted: number) => number

/** The deduction is settled by the tax office, on the day the customer pays the rest. */
function deductCis(invoices: InvoiceRecord[], receipts: InBooks['receipts'], take: Take): void {
  const paid = new Set(receipts.flatMap(({ rows }) => rows.map(({ invoice }) => invoice)))
  for (const { number, cis } of invoices) if (cis && paid.has(number)) take(number, cis.deducted)
}

function position(
  invoices: InvoiceRecord[],
  open: Map<string, number>,
  left: { id: string; advance: boolean; left: number }[],
  creditLeft: (readonly [string, number])[],
): Position {
  const standing = invoices.filter(({ number, issueDate }) => issueDate >= START_FROM && (open.get(number) ?? 0) > 0)
  const byId = (rows: typeof left): Record<string, number> => Object.fromEntries(rows.map(({ id, left: amount }) => [id, amount]))
  return {
    openInvoices: { count: standing.length, amount: sum(standing.map(({ number }) => open.get(number) ?? 0)) },
    openByAPenny: standing.filter(({ number }) => open.get(number) === 1).map(({ number }) => number),
    overpaid: byId(left.filter((one) => !one.advance && one.left > 0)),
    receivedInAdvance: byId(left.filter((one) => one.advance)),
    creditLeft: Object.fromEntries(creditLeft.filter(([, amount]) => amount > 0)),
  }
}

/** What a document printed that rounded once per rate, beside VAT per line. */
export function roundingDifference({ lines, includesVat, totals, number }: InvoiceRecord): {
  invoice: string
  printed: PrintedTotals
  taxPerLine: number
  difference: number
} {
  const taxPerLine = sum(
    lines.map(({ amount, vat }) => (includesVat ? taxInside(amount, vatCodes[vat].charged) : taxOn(amount, vatCodes[vat].charged))),
  )
  return { invoice: number, printed: totals, taxPerLine, difference: totals.vat - taxPerLine }
}
