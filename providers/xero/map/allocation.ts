import type { Json, WriteIntent } from '../../../domain/plan.ts'
import { onAccountRef, refOf, writeOffRef } from '../../../domain/rules/refs.ts'
import type { Composed } from '../../contract.ts'
import { toWire } from '../wire-number.ts'

/** A credit, or money on account, set against one invoice. */
export function composeAllocation(write: WriteIntent): Composed {
  const [allocation, ...more] = write.allocations ?? []
  const { document } = write
  if (document.kind === 'customer' || (document.kind === 'invoice' && write.part !== 'allocation:writeOff'))
    return refused(`a ${document.kind} has nothing to allocate`)
  if (allocation === undefined || more.length > 0) return refused('one allocation at a time')
  const holder = holderRef(write)
  const { currency, customer } = document.body
  const day = allocation.date ?? ('issueDate' in document.body ? document.body.issueDate : document.body.date)
  const invoice = allocation.document
  return {
    ok: true,
    body: {
      holder: write.bookId ?? { $ref: holder },
      Invoice: { InvoiceID: { $ref: invoice } },
      Amount: toWire(allocation.amount, currency),
      Date: day,
    },
    group: `allocations:${holder}`,
    expected: {
      kind: document.kind === 'invoice' ? 'credit' : document.kind,
      customer: refOf('customer', customer),
      currency,
      date: day,
      allocations: [{ document: invoice, amount: allocation.amount }],
    },
    needs: [holder, invoice],
    notes: [],
  }
}

/** An allocation taken back; `bookId` is the allocation's. */
export function composeUnallocation(write: WriteIntent): Composed {
  const allocation: Json | undefined = write.bookId
  if (allocation === undefined) return refused('no allocation in the books is named')
  return {
    ok: true,
    body: { allocation },
    group: 'unallocations',
    expected: { kind: write.document.kind, state: 'void' },
    needs: [],
    notes: [],
  }
}

function holderRef(write: WriteIntent): string {
  const { externalId } = write.document
  if (write.part === 'allocation:writeOff') return writeOffRef(externalId)
  return write.operation === 'allocateCredit' ? refOf('credit', externalId) : onAccountRef(externalId)
}

/** Something the plan should never ask for: a bug of ours, said in words. */
const refused = (detail: string): Composed => ({ ok: false, code: 'INTERNAL', values: {}, detail })
