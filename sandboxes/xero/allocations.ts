import { randomUUID } from 'node:crypto'
import { batchAnswer } from './batch.ts'
import { documentsOf, folded } from './books.ts'
import { type Answer, type Call, elements, ok, today } from './call.ts'
import { bareInvoice } from './document-shape.ts'
import { lockProblem } from './document-rules.ts'
import { echo } from './echo.ts'
import { amount, child, day, type Element, filled } from './element.ts'
import { NotFound, refuseIf } from './refusal.ts'
import type { Allocation, BookDocument, DocumentType } from './rows.ts'
import { amountDue, remainingCredit, settle } from './settlement.ts'
import { money, msDay, ZERO_GUID } from './wire.ts'

type SourceKind = Allocation['sourceKind']

/** PUT /{CreditNotes|Overpayments|Prepayments}/{id}/Allocations: sets part of a credit against invoices. */
export function putAllocations(call: Call): Answer {
  const [kind, id] = sourceOf(call)
  return batchAnswer(
    call,
    {
      name: 'Allocations',
      errorFlag: 'HasErrors',
      write: (element) => ({ json: allocationShape(call, allocate(call, kind, id, element)) }),
      refused: (element) => ({ ...echo(element), AllocationID: ZERO_GUID }),
    },
    elements(call, 'Allocations'),
  )
}

/** DELETE …/Allocations/{AllocationID}: answers in a form of its own, without envelope and with Invoice as a list (schema example). */
export function deleteAllocation(call: Call): Answer {
  const [kind, id] = sourceOf(call)
  const allocation = call.books.allocations.get((call.params['allocationId'] ?? '').toLowerCase())
  if (!allocation || allocation.deleted || allocation.sourceId !== id) throw new NotFound()
  const deleted = call.books.journal.attempt(() => removeAllocation(call, kind, allocation))
  return ok({
    AllocationId: deleted.id,
    Date: msDay(deleted.date),
    Invoice: [{ InvoiceID: deleted.invoiceId }],
    IsDeleted: true,
  })
}

/** Takes an allocation back; both sides are open again. */
export function removeAllocation(call: Call, kind: SourceKind, allocation: Allocation): Allocation {
  refuseIf([lockProblem(call, allocation.date, 'allocation')], allocation.id)
  const deleted = call.books.allocations.put({ ...allocation, deleted: true, updatedAt: call.now })
  settleBoth(call, kind, deleted)
  return deleted
}

/** Sets part of a credit against one invoice. The texts of these refusals are UNCONFIRMED. */
export function allocate(call: Call, kind: SourceKind, sourceId: string, element: Element): Allocation {
  const source = documentsOf(call.books, kind).get(sourceId)
  const given = child(element, 'Invoice') ?? {}
  const invoiceId = filled(given, 'InvoiceID')?.toLowerCase()
  const byNumber = call.books.invoices.find('number', folded(filled(given, 'InvoiceNumber')))[0]
  const invoice = invoiceId === undefined ? byNumber : call.books.invoices.get(invoiceId)
  const set = amount(element, 'Amount')
  const date = day(element, 'Date') ?? today(call)
  if (!source) throw new NotFound()
  refuseIf(problems(call, source, invoice, set, date))
  const row = {
    id: randomUUID(),
    sourceKind: kind,
    sourceId,
    invoiceId: invoice?.id ?? '',
    amount: set ?? 0,
    date,
    deleted: false,
    updatedAt: call.now,
  }
  const allocation = call.books.allocations.put(row)
  settleBoth(call, kind, allocation)
  return allocation
}

function problems(call: Call, source: BookDocument, invoice: BookDocument | undefined, set: number | undefined, date: string) {
  const due = invoice?.status === 'AUTHORISED' ? amountDue(call.books, invoice) : 0
  const left = source.status === 'AUTHORISED' ? remainingCredit(call.books, source) : 0
  return [
    !invoice && 'Invoice could not be found',
    source.status !== 'AUTHORISED' && 'Allocations can only be made from Authorised documents with remaining credit',
    invoice !== undefined && invoice.status !== 'AUTHORISED' && 'Allocations can only be made against Authorised documents',
    invoice !== undefined && invoice.type !== SIDE[source.type] && 'The credit and the invoice must both be sales or both be purchases',
    invoice !== undefined && invoice.contactId !== source.contactId && 'The credit and the invoice must belong to the same contact',
    invoice !== undefined && invoice.currencyCode !== source.currencyCode && 'The credit and the invoice must have the same currency',
    (set === undefined || set <= 0) && 'The allocation amount must be greater than zero',
    set !== undefined && set > left && 'The allocation amount exceeds the remaining credit',
    set !== undefined && set > due && 'The allocation amount exceeds the amount outstanding on this document',
    lockProblem(call, date, 'allocation'),
  ]
}

/** Which invoices a credit of each type can be set against. */
const SIDE: Partial<Record<DocumentType, DocumentType>> = {
  ACCRECCREDIT: 'ACCREC',
  ACCPAYCREDIT: 'ACCPAY',
  'RECEIVE-OVERPAYMENT': 'ACCREC',
  'SPEND-OVERPAYMENT': 'ACCPAY',
  'RECEIVE-PREPAYMENT': 'ACCREC',
  'SPEND-PREPAYMENT': 'ACCPAY',
}

function settleBoth(call: Call, kind: SourceKind, allocation: Allocation): void {
  const source = documentsOf(call.books, kind).get(allocation.sourceId)
  const invoice = call.books.invoices.get(allocation.invoiceId)
  if (source) settle(call.books, source, call.now)
  if (invoice) settle(call.books, invoice, call.now)
}

function allocationShape(call: Call, allocation: Allocation): Record<string, unknown> {
  const names = NAMES[allocation.sourceKind]
  return {
    AllocationID: allocation.id,
    Amount: money(allocation.amount),
    Date: msDay(allocation.date),
    Invoice: { ...bareInvoice(allocation.invoiceId, call.books.invoices.get(allocation.invoiceId)?.number), ValidationErrors: [] },
    [names.element]: { [names.id]: allocation.sourceId, ID: allocation.sourceId, LineItems: [] },
    ValidationErrors: [],
  }
}

const NAMES: Record<SourceKind, { element: string; id: string }> = {
  creditNote: { element: 'CreditNote', id: 'CreditNoteID' },
  overpayment: { element: 'Overpayment', id: 'OverpaymentID' },
  prepayment: { element: 'Prepayment', id: 'PrepaymentID' },
}

const KINDS: Record<string, SourceKind> = { CreditNotes: 'creditNote', Overpayments: 'overpayment', Prepayments: 'prepayment' }

function sourceOf(call: Call): [SourceKind, string] {
  const kind = KINDS[call.params['resource'] ?? '']
  const id = (call.params['id'] ?? '').toLowerCase()
  if (!kind || !documentsOf(call.books, kind).get(id)) throw new NotFound()
  return [kind, id]
}
