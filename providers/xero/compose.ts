import { type Operation, operationKind } from '../../domain/entities.ts'
import type { WriteIntent } from '../../domain/plan.ts'
import type { ComposeContext, Composed } from '../contract.ts'
import { composeAllocation, composeUnallocation } from './map/allocation.ts'
import { composeCredit } from './map/credit.ts'
import { composeArchive, composeCustomer } from './map/customer.ts'
import { composeInvoice, composeInvoiceUpdate } from './map/invoice.ts'
import { composeOnAccount, composeReceipt, composeRefund, composeReversal } from './map/payment.ts'
import { composeRemoval } from './map/removal.ts'
import { composeWriteOff } from './map/write-off.ts'

/** The body of one write, and what the books should hold after it. */
export const compose = (write: WriteIntent, context: ComposeContext): Composed => composers[write.operation](write, context)

type Composer = (write: WriteIntent, context: ComposeContext) => Composed

const composers: Record<Operation, Composer> = {
  createCustomer: forCustomer(composeCustomer),
  updateCustomer: forCustomer(composeCustomer),
  archiveCustomer: forCustomer(composeArchive),
  createInvoice: forInvoice(composeInvoice),
  updateInvoice: forInvoice(composeInvoiceUpdate),
  voidInvoice: composeRemoval,
  deleteDraft: composeRemoval,
  createCredit: (write, context) => {
    if (write.part === 'writeOff') return forInvoice(composeWriteOff)(write, context)
    return write.document.kind === 'credit' ? composeCredit(write, write.document.body, context) : mixedUp(write)
  },
  receipt: forPayment(composeReceipt),
  onAccount: forPayment(composeOnAccount),
  allocateCredit: composeAllocation,
  allocateOnAccount: composeAllocation,
  unallocate: composeUnallocation,
  refund: forPayment(composeRefund),
  reverseReceipt: forPayment(composeReversal),
}

type BodyOf<K extends WriteIntent['document']['kind']> = Extract<WriteIntent['document'], { kind: K }>['body']

function forCustomer(composer: (write: WriteIntent, body: BodyOf<'customer'>, context: ComposeContext) => Composed): Composer {
  return (write, context) => (write.document.kind === 'customer' ? composer(write, write.document.body, context) : mixedUp(write))
}

function forInvoice(composer: (write: WriteIntent, body: BodyOf<'invoice'>, context: ComposeContext) => Composed): Composer {
  return (write, context) => (write.document.kind === 'invoice' ? composer(write, write.document.body, context) : mixedUp(write))
}

function forPayment(composer: (write: WriteIntent, body: BodyOf<'payment'>, context: ComposeContext) => Composed): Composer {
  return (write, context) => (write.document.kind === 'payment' ? composer(write, write.document.body, context) : mixedUp(write))
}

const mixedUp = ({ operation, document }: WriteIntent): Composed => ({
  ok: false,
  code: 'INTERNAL',
  values: {},
  detail: `${operation} is for a ${operationKind[operation]}, not a ${document.kind}`,
})
