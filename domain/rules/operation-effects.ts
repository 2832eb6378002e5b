import type { Operation, Outcome } from '../entities.ts'

/** What an operation means for its document once it is in the books: `new` makes a link, `refresh` keeps it, `detach` ends it. */
export interface OperationEffect {
  link: 'new' | 'refresh' | 'detach'
  outcome: Outcome
  /** It takes something out of the books: a void or archived record is what was wanted. */
  removes: boolean
}

/** What every operation leads to. */
export const operationEffects = {
  createCustomer: { link: 'new', outcome: 'pushed', removes: false },
  updateCustomer: { link: 'refresh', outcome: 'updated', removes: false },
  archiveCustomer: { link: 'refresh', outcome: 'updated', removes: true },
  createInvoice: { link: 'new', outcome: 'pushed', removes: false },
  updateInvoice: { link: 'refresh', outcome: 'updated', removes: false },
  voidInvoice: { link: 'refresh', outcome: 'voided', removes: true },
  deleteDraft: { link: 'refresh', outcome: 'voided', removes: true },
  createCredit: { link: 'new', outcome: 'pushed', removes: false },
  receipt: { link: 'new', outcome: 'pushed', removes: false },
  onAccount: { link: 'new', outcome: 'pushed', removes: false },
  allocateCredit: { link: 'new', outcome: 'pushed', removes: false },
  allocateOnAccount: { link: 'new', outcome: 'pushed', removes: false },
  unallocate: { link: 'detach', outcome: 'updated', removes: true },
  refund: { link: 'new', outcome: 'pushed', removes: false },
  reverseReceipt: { link: 'refresh', outcome: 'voided', removes: true },
} as const satisfies Record<Operation, OperationEffect>

/** Whether an operation makes a record; the others change or remove one that is linked. */
export const makesRecord = (operation: Operation): boolean => operationEffects[operation].link === 'new'
