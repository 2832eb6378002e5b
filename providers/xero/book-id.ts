/*
 * Xero gives every record a plain GUID, but a payment and a batch, or an over-payment and a prepayment, are written at different paths.
 * So ids of ours say which one they are: they stay opaque to everyone outside this folder.
 *   batch:{id}                                 a batch payment
 *   prepayment:{id}                            money on account that came as a prepayment
 *   CreditNotes/{id}/Allocations/{allocation}  one allocation, as the path it is removed at
 */

/** The id of a batch payment, as links and the mirror keep it. */
export const batchId = (id: string): string => `batch:${id}`
/** The id of a prepayment, as links and the mirror keep it. */
export const prepaymentId = (id: string): string => `prepayment:${id}`
/** The id of an allocation: the path at which it is removed. */
export const allocationId = (holder: AllocationHolder, id: string): string => `${holder.endpoint}/${holder.id}/Allocations/${id}`

export const isBatch = (bookId: string): boolean => bookId.startsWith('batch:')
export const isPrepayment = (bookId: string): boolean => bookId.startsWith('prepayment:')

/** The GUID by itself; of an allocation, the document that holds it. */
export const plainId = (bookId: string): string => holderOf(bookId)?.id ?? bookId.replace(/^(batch|prepayment):/, '')

/** What an allocation takes its money from. */
export interface AllocationHolder {
  endpoint: 'CreditNotes' | 'Overpayments' | 'Prepayments'
  id: string
}

/** The holder of an allocation by the allocation's id; undefined where the id is not one of an allocation. */
export function holderOf(bookId: string): (AllocationHolder & { allocation: string }) | undefined {
  const match = /^(CreditNotes|Overpayments|Prepayments)\/([^/]+)\/Allocations\/([^/]+)$/.exec(bookId)
  const [, endpoint, id, allocation] = match ?? []
  if (id === undefined || allocation === undefined) return undefined
  // The pattern above lets only these three names through.
  return { endpoint: endpoint as AllocationHolder['endpoint'], id, allocation }
}

/** Money on account by its id. */
export const onAccountHolder = (bookId: string): AllocationHolder => ({
  endpoint: isPrepayment(bookId) ? 'Prepayments' : 'Overpayments',
  id: plainId(bookId),
})
