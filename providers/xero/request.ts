import type { Operation } from '../../domain/entities.ts'
import type { Json } from '../../domain/plan.ts'
import type { WireRequest } from '../contract.ts'
import { type AllocationHolder, holderOf, isBatch, isPrepayment, onAccountHolder, plainId } from './book-id.ts'

/*
 * One HTTP request out of bodies whose refs are filled. Paths begin after /api.xro/2.0. summarizeErrors is always said: left out it is
 * true on the wire, and one bad element then fails the rest (reference xero.md 3). unitdp=4 keeps four decimals of a unit price.
 */

/** The request as an envelope stores it: all bodies are of one operation and group. */
export function request(operation: Operation, bodies: Json[]): WireRequest {
  return requests[operation](bodies.map(objectOf), operation)
}

/** How many records a stored request holds. */
export function countItems(stored: WireRequest): number {
  if (stored.body === '') return 1
  const parsed: unknown = JSON.parse(stored.body)
  const lists = Object.values(parsed ?? {}).filter((value) => Array.isArray(value))
  return lists[0]?.length ?? 1
}

type Body = { [key: string]: Json }
type Requester = (bodies: Body[], operation: Operation) => WireRequest

const EACH = 'summarizeErrors=false'
const EACH_UNITS = 'summarizeErrors=false&unitdp=4'

const requests: Record<Operation, Requester> = {
  createCustomer: (bodies) => put(`/Contacts?${EACH}`, { Contacts: bodies }),
  updateCustomer: (bodies) => post(`/Contacts?${EACH}`, { Contacts: bodies }),
  archiveCustomer: (bodies) => post(`/Contacts?${EACH}`, { Contacts: bodies }),
  createInvoice: (bodies) => put(`/Invoices?${EACH_UNITS}`, { Invoices: bodies }),
  updateInvoice: (bodies) => post(`/Invoices?${EACH_UNITS}`, { Invoices: bodies }),
  voidInvoice: removal,
  deleteDraft: removal,
  createCredit: (bodies) => put(`/CreditNotes?${EACH_UNITS}`, { CreditNotes: bodies }),
  receipt: (bodies) =>
    bodies.some((body) => 'Payments' in body)
      ? put(`/BatchPayments?${EACH}`, { BatchPayments: bodies })
      : put(`/Payments?${EACH}`, { Payments: bodies }),
  onAccount: (bodies) => put(`/BankTransactions?${EACH_UNITS}`, { BankTransactions: bodies }),
  allocateCredit: (bodies) => allocation(only(bodies), (id) => ({ endpoint: 'CreditNotes', id })),
  allocateOnAccount: (bodies) => allocation(only(bodies), onAccountHolder),
  unallocate: (bodies) => unallocation(textOf(only(bodies).allocation)),
  refund: (bodies) => put(`/Payments?${EACH}`, { Payments: bodies.map(refundOf) }),
  reverseReceipt: (bodies) => reversal(textOf(only(bodies).bookId)),
}

function removal(bodies: Body[]): WireRequest {
  return bodies.some((body) => 'CreditNoteID' in body)
    ? post(`/CreditNotes?${EACH_UNITS}`, { CreditNotes: bodies })
    : post(`/Invoices?${EACH_UNITS}`, { Invoices: bodies })
}

function allocation({ holder, ...body }: Body, holderFor: (bookId: string) => AllocationHolder): WireRequest {
  const { endpoint, id } = holderFor(textOf(holder))
  return put(`/${endpoint}/${encodeURIComponent(id)}/Allocations?${EACH}`, { Allocations: [body] })
}

function unallocation(allocationId: string): WireRequest {
  const holder = holderOf(allocationId)
  if (holder === undefined) throw new TypeError(`not an allocation of Xero: ${allocationId}`)
  return { method: 'DELETE', path: `/${holder.endpoint}/${holder.id}/Allocations/${holder.allocation}`, body: '' }
}

/** Money on account that came as a prepayment is refunded under its own name. */
function refundOf(body: Body): Body {
  const { Overpayment: source, ...rest } = body
  const id = source === undefined ? undefined : textOf(objectOf(source).OverpaymentID)
  if (id === undefined || !isPrepayment(id)) return body
  return { Prepayment: { PrepaymentID: plainId(id) }, ...rest }
}

function reversal(bookId: string): WireRequest {
  const endpoint = isBatch(bookId) ? 'BatchPayments' : 'Payments'
  return post(`/${endpoint}/${encodeURIComponent(plainId(bookId))}`, { Status: 'DELETED' })
}

const put = (path: string, body: Json): WireRequest => ({ method: 'PUT', path, body: JSON.stringify(body) })
const post = (path: string, body: Json): WireRequest => ({ method: 'POST', path, body: JSON.stringify(body) })

function only(bodies: Body[]): Body {
  const [body, ...more] = bodies
  if (body === undefined || more.length > 0) throw new TypeError(`one record a request, not ${bodies.length}`)
  return body
}

function objectOf(json: Json): Body {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) throw new TypeError('a body of Xero is an object')
  return json
}

function textOf(json: Json | undefined): string {
  if (typeof json !== 'string') throw new TypeError('an id of the books is not filled in')
  return json
}
