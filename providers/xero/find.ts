import type { Operation } from '../../domain/entities.ts'
import type { Found, Sought } from '../contract.ts'
import type { Road } from './client.ts'
import { findAllocation, findRemovedAllocation } from './find/allocation.ts'
import { findCustomer, findCustomerUpdate } from './find/customer.ts'
import { findCredit, findInvoice, findInvoiceUpdate, findRemoved } from './find/document.ts'
import { findOnAccount, findReceipt, findRefund, findReversed } from './find/money.ts'

/** Looks up what an unknown outcome may have left in the books: complete, void and archived records included (exactly-once section 3). */
export const find = (road: Road, sought: Sought): Promise<Found[]> => finders[sought.operation](road, sought)

const finders: Record<Operation, (road: Road, sought: Sought) => Promise<Found[]>> = {
  createCustomer: findCustomer,
  updateCustomer: findCustomerUpdate,
  archiveCustomer: findCustomerUpdate,
  createInvoice: findInvoice,
  updateInvoice: findInvoiceUpdate,
  voidInvoice: findRemoved,
  deleteDraft: findRemoved,
  createCredit: findCredit,
  receipt: findReceipt,
  onAccount: findOnAccount,
  allocateCredit: findAllocation,
  allocateOnAccount: findAllocation,
  unallocate: findRemovedAllocation,
  refund: findRefund,
  reverseReceipt: findReversed,
}
