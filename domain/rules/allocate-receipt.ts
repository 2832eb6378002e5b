/** An amount for a document, by ref, in minor units. */
export interface Share {
  document: string
  amount: number
}

/** What a receipt settles and what of it stays on account; the two sum to the receipt. */
export interface AllocatedReceipt {
  allocations: Share[]
  onAccount: number
}

/**
 * Lays a receipt out over the invoices it names, in their order (accounting rules 4, 5 and 6): each takes at most what is open on it, the rest of the money stays
 * on account, and what an invoice is short of stays open. `open`: what is still open by ref.
 */
export function allocateReceipt(amount: number, stated: readonly Share[], open: ReadonlyMap<string, number>): AllocatedReceipt {
  const allocations: Share[] = []
  const left = new Map(open)
  let rest = amount
  for (const share of stated) {
    const fits = Math.min(share.amount, rest, Math.max(left.get(share.document) ?? 0, 0))
    if (fits <= 0) continue
    left.set(share.document, (left.get(share.document) ?? 0) - fits)
    rest -= fits
    addShare(allocations, share.document, fits)
  }
  return { allocations, onAccount: rest }
}

/** Two shares of one document are one: the books take one line for each. */
function addShare(allocations: Share[], document: string, amount: number): void {
  const same = allocations.find((share) => share.document === document)
  if (same === undefined) allocations.push({ document, amount })
  else same.amount += amount
}
