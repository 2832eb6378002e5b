import type { Saved, Trade } from './trade.ts'

/** What is set against what at the end, worked out from the host's documents alone; amounts in minor units. */
export interface ExpectedMoney {
  /** payment id → invoice id → amount */
  receipts: Map<string, Map<string, number>>
  /** payment id → amount on account */
  onAccount: Map<string, number>
  /** credit id → invoice id → amount */
  allocations: Map<string, Map<string, number>>
}

/** Lays the trade's money out over its invoices; what is set against one fits on it, or is all there is. */
export function expectedMoney(trade: Trade): ExpectedMoney {
  const documents = [...trade.last.values()]
  const gross = new Map(documents.flatMap((each) => (each.kind === 'invoice' ? [[each.externalId, each.body.totals.gross] as const] : [])))
  const money: ExpectedMoney = { receipts: new Map(), onAccount: new Map(), allocations: new Map() }
  for (const document of documents) {
    if (document.kind === 'payment') layOut(money, document, gross)
    if (document.kind === 'credit') money.allocations.set(document.externalId, sharesOf(document, gross))
  }
  return money
}

function layOut(money: ExpectedMoney, { externalId, body }: Extract<Saved, { kind: 'payment' }>, gross: Map<string, number>): void {
  const shares = new Map(
    (body.allocations ?? []).map(({ invoice = '', amount }) => [invoice, Math.min(amount, gross.get(invoice) ?? 0)] as const),
  )
  const rest = body.amount - [...shares.values()].reduce((sum, each) => sum + each, 0)
  if (shares.size > 0) money.receipts.set(externalId, shares)
  if (rest > 0) money.onAccount.set(externalId, rest)
}

function sharesOf({ body }: Extract<Saved, { kind: 'credit' }>, gross: Map<string, number>): Map<string, number> {
  const stated = body.allocations?.map(({ invoice, amount }) => [invoice, amount] as const)
  const implied = (body.corrects ?? []).map(({ invoice }) => [invoice, body.totals.gross] as const)
  return new Map((stated ?? implied).map(([invoice, amount]) => [invoice, Math.min(amount, gross.get(invoice) ?? 0)] as const))
}

/** What of an invoice is open at the end. */
export function openOf(invoice: Extract<Saved, { kind: 'invoice' }>, money: ExpectedMoney): number {
  const against = [...money.receipts.values(), ...money.allocations.values()].map((shares) => shares.get(invoice.externalId) ?? 0)
  return invoice.body.totals.gross - against.reduce((sum, each) => sum + each, 0)
}
