import { type RetailDocument, type RetailReceipt, sum } from './documents.ts'

/** Settles the retail data in the bookkeeper's order: receipts on their invoices first, then each credit on the invoices that it takes back, in their order, up to what is open. Pence. */
export function settleRetail(invoices: RetailDocument[], credits: RetailDocument[], receipts: RetailReceipt[]) {
  const open = new Map(invoices.map(({ number, gross }) => [number, gross]))
  const overpaid = receipts
    .map(({ rows }) => sum(rows.map(({ invoice, amount }) => amount - take(open, invoice, amount))))
    .filter((left) => left > 0)
  const pennyShort = byAPenny(open)
  const allocated = credits.map(
    ({ corrects, gross }) => gross - corrects.reduce((rest, invoice) => rest - take(open, invoice, rest), gross),
  )
  const stillOpen = [...open.values()].filter((amount) => amount > 0)
  return {
    overpayments: { count: overpaid.length, amount: sum(overpaid) },
    openByAPenny: { afterReceipts: pennyShort, afterImpliedAllocations: byAPenny(open) },
    impliedAllocations: { credits: allocated.filter((amount) => amount > 0).length, amount: sum(allocated) },
    creditLeftOnAccount: sum(credits.map(({ gross }) => gross)) - sum(allocated),
    openInvoices: { count: stillOpen.length, amount: sum(stillOpen) },
  }
}

function take(open: Map<string, number>, invoice: string, wanted: number): number {
  const before = open.get(invoice) ?? 0
  const taken = Math.min(before, wanted)
  open.set(invoice, before - taken)
  return taken
}

const byAPenny = (open: Map<string, number>): number => [...open.values()].filter((amount) => amount === 1).length
