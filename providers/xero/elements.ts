import type { z } from 'zod'
import type { Operation } from '../../domain/entities.ts'
import type { ItemAnswer, WireRequest } from '../contract.ts'
import { type AllocationHolder, allocationId, batchId, prepaymentId } from './book-id.ts'
import { XeroUnreadable } from './failure.ts'
import { taxesOf } from './map/book-document.ts'
import { countItems } from './request.ts'
import { elementReply } from './wire.ts'
import { fromWire } from './wire-number.ts'

type Taken = Extract<ItemAnswer, { kind: 'taken' }>
/** One record of an answer: taken, or the messages that refused it. */
export type ReadElement = Taken | { messages: string[] }

/** The records of an answer in the order of the request. Throws XeroUnreadable or ZodError where they are not one for one. */
export function readElements(parsed: unknown, operation: Operation, request: WireRequest): ReadElement[] {
  if (operation === 'unallocate') return [{ kind: 'taken', bookId: request.path.slice(1), warnings: [] }]
  const endpoint = endpointOf(request)
  const list = listOf(parsed, endpoint)
  const count = countItems(request)
  if (list.length !== count) throw new XeroUnreadable(`${list.length} answers for ${count} records`)
  return list.map((element) => readElement(elementReply.parse(element), endpoint, request))
}

type Element = z.infer<typeof elementReply>

function readElement(element: Element, endpoint: string, request: WireRequest): ReadElement {
  const messages = element.ValidationErrors.map((error) => error.Message)
  const failed = element.StatusAttributeString === 'ERROR' || element.HasErrors === true || element.HasValidationErrors === true
  if (failed || messages.length > 0) return { messages }
  const number = textOf(element, numberFields[endpoint] ?? '')
  return {
    kind: 'taken',
    bookId: bookIdOf(element, endpoint, request),
    ...(number !== undefined && { bookNumber: number }),
    amounts: amountsOf(element),
    ...(element.UpdatedDateUTC !== undefined && { updatedAt: element.UpdatedDateUTC }),
    ...lineIdsOf(element),
    warnings: element.Warnings.map((warning) => warning.Message),
  }
}

const numberFields: Record<string, string> = { Invoices: 'InvoiceNumber', CreditNotes: 'CreditNoteNumber' }

/** The id in the form that links keep. A failed create has an id of zeros, which is none. */
function bookIdOf(element: Element, endpoint: string, request: WireRequest): string {
  const id = (field: string): string | undefined => {
    const value = textOf(element, field)
    return value === undefined || /^[0-]+$/.test(value) ? undefined : value
  }
  const found = bookIds[endpoint]?.(id, request)
  if (found === undefined) throw new XeroUnreadable(`an answer of ${endpoint} without an id`)
  return found
}

type IdField = (field: string) => string | undefined

const bookIds: Record<string, (id: IdField, request: WireRequest) => string | undefined> = {
  Contacts: (id) => id('ContactID'),
  Invoices: (id) => id('InvoiceID'),
  CreditNotes: (id) => id('CreditNoteID'),
  Payments: (id) => id('PaymentID'),
  BatchPayments: (id) => mapped(id('BatchPaymentID'), batchId),
  BankTransactions: (id) => id('OverpaymentID') ?? mapped(id('PrepaymentID'), prepaymentId),
  Allocations: (id, request) => mapped(id('AllocationID') ?? id('AllocationId'), (own) => allocationId(holderIn(request), own)),
}

const mapped = (id: string | undefined, map: (id: string) => string): string | undefined => (id === undefined ? undefined : map(id))

function holderIn(request: WireRequest): AllocationHolder {
  const [, endpoint = '', id = ''] = (request.path.split('?')[0] ?? '').split('/')
  // Our own request: only these three have allocations.
  return { endpoint: endpoint as AllocationHolder['endpoint'], id: decodeURIComponent(id) }
}

/** The collection that was written to: the last named part of the path. */
function endpointOf(request: WireRequest): string {
  const parts = (request.path.split('?')[0] ?? '').split('/').slice(1)
  return parts.filter((_, index) => index % 2 === 0).at(-1) ?? ''
}

function listOf(parsed: unknown, endpoint: string): unknown[] {
  if (parsed !== null && typeof parsed === 'object' && endpoint in parsed) {
    const list: unknown = Object.entries(parsed).find(([name]) => name === endpoint)?.[1]
    if (Array.isArray(list)) return list
  }
  throw new XeroUnreadable(`an answer without ${endpoint}`)
}

function amountsOf(element: Element): NonNullable<Taken['amounts']> {
  const currency = element.CurrencyCode ?? 'GBP'
  const money = (amount: number | undefined): number | undefined => (amount === undefined ? undefined : fromWire(amount, currency))
  const [net, tax] = [money(element.SubTotal), money(element.TotalTax)]
  const gross = money(element.Total ?? numberIn(element, 'TotalAmount') ?? numberIn(element, 'Amount'))
  const amountDue = money(element.AmountDue ?? element.RemainingCredit)
  return {
    ...(net !== undefined && { net }),
    ...(tax !== undefined && { tax }),
    ...(gross !== undefined && { gross }),
    ...(amountDue !== undefined && { amountDue }),
    ...(element.LineItems.length > 0 && { taxes: taxesOf(element.LineItems, element.LineAmountTypes, currency) }),
  }
}

function lineIdsOf(element: Element): { bookLineIds?: string[] } {
  const ids = element.LineItems.map((line) => line.LineItemID ?? '')
  return ids.some((id) => id !== '') ? { bookLineIds: ids } : {}
}

function textOf(element: Element, field: string): string | undefined {
  const value = element[field]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function numberIn(element: Element, field: string): number | undefined {
  const value = element[field]
  return typeof value === 'number' ? value : undefined
}
