import { allocateReceipt, type Share } from './allocate-receipt.ts'

export interface CreditToAllocate {
  /** What is left of the credit, minor units. */
  unallocated: number
  /** What the host says that it settles; undefined: nothing said. */
  stated: readonly Share[] | undefined
  /** Invoices that it corrects, by ref, in order. */
  corrects: readonly string[]
  setting: 'original' | 'onAccount'
  /** What is open by ref, after receipts: only invoices of the same contact and currency. */
  open: ReadonlyMap<string, number>
}

export interface AllocatedCredit {
  shares: (Share & { how: 'stated' | 'implied' })[]
  /** What of the credit stays on the customer's account, minor units. */
  onAccount: number
}

/**
 * What a credit settles (accounting rule 2): what the host states; where it states nothing, by the company's setting, the invoices it corrects up to what is still
 * open; the rest stays on account.
 */
export function allocateCredit({ unallocated, stated, corrects, setting, open }: CreditToAllocate): AllocatedCredit {
  const implied = setting === 'original' ? corrects.map((document) => ({ document, amount: unallocated })) : []
  const how = stated === undefined ? 'implied' : 'stated'
  const { allocations, onAccount } = allocateReceipt(unallocated, stated ?? implied, open)
  return { shares: allocations.map((share) => ({ ...share, how })), onAccount }
}
