import type { BookAllocation } from '../../../domain/books.ts'
import type { Found, Sought } from '../../contract.ts'
import { type AllocationHolder, holderOf, onAccountHolder } from '../book-id.ts'
import type { Road } from '../client.ts'
import { toBookCredit } from '../map/book-document.ts'
import { toBookOverpayment, toBookPrepayment } from '../map/book-money.ts'
import { creditsReply, overpaymentsReply, prepaymentsReply } from '../wire.ts'
import { readOne } from './read-all.ts'
import { allocationsOf, bodyValue, idIn } from './sought-ids.ts'

/** Allocations of the same credit or money on account to the same invoice with the same amount. */
export async function findAllocation(road: Road, sought: Sought): Promise<Found[]> {
  const [meant] = allocationsOf(sought)
  const allocations = await allocationsIn(road, holderFor(sought))
  const same = allocations.filter((allocation) => allocation.documentId === meant?.documentId && allocation.amount === meant.amount)
  return same.map((allocation) => ({ bookId: allocation.bookId ?? '', likeness: 'same', amounts: { gross: allocation.amount } }))
}

/** The allocation that was to be taken back. */
export async function findRemovedAllocation(road: Road, sought: Sought): Promise<Found[]> {
  const bookId = sought.bookId ?? idIn(bodyValue(sought.body, 'allocation'), sought.ids) ?? ''
  const holder = holderOf(bookId)
  if (holder === undefined) return []
  const allocations = await allocationsIn(road, holder)
  return [{ bookId, likeness: allocations.some((allocation) => allocation.bookId === bookId) ? 'before' : 'same' }]
}

function holderFor(sought: Sought): AllocationHolder {
  const bookId = sought.bookId ?? idIn(bodyValue(sought.body, 'holder'), sought.ids) ?? ''
  return sought.operation === 'allocateCredit' ? { endpoint: 'CreditNotes', id: bookId } : onAccountHolder(bookId)
}

const allocationsIn = (road: Road, holder: AllocationHolder): Promise<BookAllocation[]> => holders[holder.endpoint](road, holder.id)

const holders: Record<AllocationHolder['endpoint'], (road: Road, id: string) => Promise<BookAllocation[]>> = {
  CreditNotes: async (road, id) => {
    const reply = await readOne(road, 'GET /CreditNotes/*', creditsReply, (api, tenant) => api.getCreditNote(tenant, id, 4))
    return (reply?.CreditNotes ?? []).flatMap((credit) => toBookCredit(credit).allocations)
  },
  Overpayments: async (road, id) => {
    const reply = await readOne(road, 'GET /Overpayments/*', overpaymentsReply, (api, tenant) => api.getOverpayment(tenant, id))
    return (reply?.Overpayments ?? []).flatMap((money) => toBookOverpayment(money).allocations)
  },
  Prepayments: async (road, id) => {
    const reply = await readOne(road, 'GET /Prepayments/*', prepaymentsReply, (api, tenant) => api.getPrepayment(tenant, id))
    return (reply?.Prepayments ?? []).flatMap((money) => toBookPrepayment(money).allocations)
  },
}
