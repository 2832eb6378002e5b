import type { Operation } from '../../domain/entities.ts'
import type { Found, Sought } from '../contract.ts'
import type { Road } from './client.ts'
import { findAllocation, findRemovedAllocation } from './find/allocation.ts'
import { findCustomers, findCustomerUpdates } from './find/customer.ts'
import { findCredits, findInvoices, findInvoiceUpdates, findRemoved } from './find/document.ts'
import { findOnAccount, findReceipts, findRefunds, findReversed } from './find/money.ts'

/**
 * Looks up what unknown outcomes of one operation may have left in the books: complete, void and archived records included (exactly-once section 3). Xero
 * answers many numbers, ids or filters in one call; what was met is then told apart here, for each that is sought.
 */
export async function findAll(road: Road, sought: readonly Sought[]): Promise<Found[][]> {
  const [first] = sought
  return first === undefined ? [] : finders[first.operation](road, sought)
}

type Finder = (road: Road, sought: readonly Sought[]) => Promise<Found[][]>

/** These go out one a request, so there is never more than one to look up. */
const oneByOne =
  (finder: (road: Road, sought: Sought) => Promise<Found[]>): Finder =>
  async (road, sought) => {
    const found: Found[][] = []
    for (const each of sought) found.push(await finder(road, each))
    return found
  }

const finders: Record<Operation, Finder> = {
  createCustomer: findCustomers,
  updateCustomer: findCustomerUpdates,
  archiveCustomer: findCustomerUpdates,
  createInvoice: findInvoices,
  updateInvoice: findInvoiceUpdates,
  voidInvoice: findRemoved,
  deleteDraft: findRemoved,
  createCredit: findCredits,
  receipt: findReceipts,
  onAccount: findOnAccount,
  allocateCredit: oneByOne(findAllocation),
  allocateOnAccount: oneByOne(findAllocation),
  unallocate: oneByOne(findRemovedAllocation),
  refund: findRefunds,
  reverseReceipt: oneByOne(findReversed),
}
