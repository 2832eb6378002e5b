import { batchAnswer, type BatchWrite } from './batch.ts'
import { folded } from './books.ts'
import { type Answer, type Call, ok } from './call.ts'
import { LISTED, lineShape, THIN, WRITTEN } from './document-shape.ts'
import { updateDocument } from './document-update.ts'
import { createDocument, type DocumentSort, type DocumentWritten, holdsNumber, isSales } from './document-write.ts'
import { echo } from './echo.ts'
import { type Element, filled } from './element.ts'
import { invoiceShape, summaryInvoice } from './invoice-shape.ts'
import { asked, commaList, listAnswer } from './listing.ts'
import { NotFound, refuseIf } from './refusal.ts'
import type { BookDocument } from './rows.ts'
import { amountCredited, amountDue, amountPaid } from './settlement.ts'
import type { Fields } from './where.ts'
import { envelope, ZERO_GUID } from './wire.ts'

/** GET /Invoices, with id, number, contact and status lists. */
export function listInvoices(call: Call): Answer {
  const [ids, numbers] = [commaList(call, 'IDs'), commaList(call, 'InvoiceNumbers')]
  const [contacts, statuses] = [commaList(call, 'ContactIDs'), commaList(call, 'Statuses')]
  const term = call.query('searchTerm')?.toLowerCase()
  const [archived, mine, summary] = [asked(call, 'includeArchived'), asked(call, 'createdByMyApp'), asked(call, 'summaryOnly')]
  const rows = candidates(call, ids, numbers).filter(
    (row) =>
      (!contacts || contacts.has(row.contactId)) &&
      (!statuses || statuses.has(row.status.toLowerCase())) &&
      (!mine || row.createdBy === call.clientId) &&
      (!term || `${row.number ?? ''}\n${row.reference ?? ''}`.toLowerCase().includes(term)) &&
      (archived || row.status !== 'DELETED' || call.quirks.deletedDocuments === 'listed'),
  )
  const unitdp = unitdpOf(call)
  return listAnswer(call, {
    name: 'Invoices',
    rows,
    id: (row) => row.id,
    updatedAt: (row) => row.updatedAt,
    fields: fieldsFor(call),
    full: (row) =>
      summary ? summaryInvoice(call.books, row, call.quirks) : invoiceShape(call.books, row, call.quirks, { ...LISTED, unitdp }),
    thin: (row) => invoiceShape(call.books, row, call.quirks, { ...THIN, unitdp }),
    paged: true,
    forcePaging: summary,
  })
}

/** GET /Invoices/{InvoiceID or InvoiceNumber}. */
export function getInvoice(call: Call): Answer {
  const invoice = byIdOrNumber(call, call.quirks.invoiceByNumber === 'found')
  const shape = invoiceShape(call.books, invoice, call.quirks, { ...WRITTEN, unitdp: unitdpOf(call) })
  return ok(envelope(call.now, call.appName, { Invoices: [shape] }))
}

/** PUT /Invoices creates only. */
export function putInvoices(call: Call): Answer {
  return batchAnswer(
    call,
    batch(call, (element) => {
      const id = filled(element, 'InvoiceID')?.toLowerCase()
      refuseIf([id !== undefined && call.books.invoices.get(id) !== undefined && 'An invoice with this InvoiceID already exists'], id)
      return createDocument(call, element, INVOICES)
    }),
  )
}

/** POST /Invoices creates or updates, found by InvoiceID or by the number of a sales invoice. */
export function postInvoices(call: Call): Answer {
  return batchAnswer(
    call,
    batch(call, (element) => upsert(call, element)),
  )
}

/** POST /Invoices/{InvoiceID or InvoiceNumber} updates one. */
export function postInvoice(call: Call): Answer {
  const invoice = byIdOrNumber(call, true)
  return batchAnswer(
    call,
    batch(call, (element) => upsert(call, { ...element, InvoiceID: invoice.id })),
  )
}

export const INVOICES: DocumentSort = {
  kind: 'invoice',
  types: ['ACCREC', 'ACCPAY'],
  noun: 'Invoice',
  idName: 'InvoiceID',
  numberName: 'InvoiceNumber',
  numberTaken: 'Invoice # must be unique.',
  autoNumber: (call) => nextNumber(call, 'nextInvoice', 'INV-', call.books.invoices),
}

/** The next number of the organisation's own series that nobody has. */
export function nextNumber(
  call: Call,
  counter: 'nextInvoice' | 'nextCreditNote',
  prefix: string,
  shelf: Call['books']['invoices'],
): string {
  for (let next = call.books.organisation()[counter]; ; next += 1) {
    const number = `${prefix}${String(next).padStart(4, '0')}`
    if (shelf.find('number', folded(number)).length > 0) continue
    call.books.changeOrganisation({ [counter]: next + 1 })
    return number
  }
}

export const unitdpOf = (call: Call): 2 | 4 => (call.query('unitdp') === '4' ? 4 : 2)

/** The stored lines stand in the echo of an update that was refused, the number does not (recorded). */
export function refusedDocument(call: Call, element: Element, existingId: string | undefined, sort: DocumentSort): Record<string, unknown> {
  const existing = existingId === undefined ? undefined : call.books[sort.kind === 'invoice' ? 'invoices' : 'creditNotes'].get(existingId)
  const plain = { LineItems: [], ...echo(element), [sort.idName]: existing?.id ?? ZERO_GUID, HasErrors: true }
  if (!existing) return plain
  const { [sort.numberName]: _number, ...rest } = plain as Record<string, unknown>
  return { ...rest, Type: existing.type, LineItems: existing.lines.map((line) => lineShape(line, unitdpOf(call))) }
}

function batch(call: Call, write: (element: Element) => DocumentWritten): BatchWrite {
  return {
    name: 'Invoices',
    errorFlag: 'HasErrors',
    write: (element) => {
      const { document, warnings } = write(element)
      return { json: invoiceShape(call.books, document, call.quirks, { ...WRITTEN, unitdp: unitdpOf(call) }), warnings }
    },
    refused: (element, refusal) => refusedDocument(call, element, refusal.existingId, INVOICES),
  }
}

function upsert(call: Call, element: Element): DocumentWritten {
  const id = filled(element, 'InvoiceID')?.toLowerCase()
  const existing = id === undefined ? byNumber(call, filled(element, 'InvoiceNumber')) : call.books.invoices.get(id)
  if (id !== undefined && !existing) throw new NotFound()
  const isBill = filled(element, 'Type')?.toUpperCase() === 'ACCPAY'
  return existing && !(isBill && id === undefined)
    ? updateDocument(call, existing, element, INVOICES)
    : createDocument(call, element, INVOICES)
}

const byNumber = (call: Call, number: string | undefined): BookDocument | undefined =>
  call.books.invoices.find('number', folded(number)).find((each) => isSales(each.type) && holdsNumber(call, each))

function byIdOrNumber(call: Call, numbers: boolean): BookDocument {
  const key = call.params['id'] ?? ''
  const invoice = call.books.invoices.get(key.toLowerCase()) ?? (numbers ? call.books.invoices.find('number', folded(key))[0] : undefined)
  if (!invoice) throw new NotFound()
  return invoice
}

/** Id and number lists are looked up, not searched for. */
function candidates(call: Call, ids: Set<string> | undefined, numbers: Set<string> | undefined): BookDocument[] {
  if (ids)
    return [...ids]
      .flatMap((id) => call.books.invoices.get(id) ?? [])
      .filter((row) => !numbers || numbers.has(row.number?.toLowerCase() ?? ''))
  if (numbers) return [...numbers].flatMap((number) => call.books.invoices.find('number', number))
  return call.books.invoices.all()
}

function fieldsFor(call: Call): Fields<BookDocument> {
  const { books } = call
  return {
    ...documentFields(call),
    InvoiceID: (row) => row.id,
    InvoiceNumber: (row) => row.number,
    AmountDue: (row) => amountDue(books, row) / 100,
    AmountPaid: (row) => amountPaid(books, row) / 100,
    AmountCredited: (row) => amountCredited(books, row) / 100,
  }
}

/** The filter fields that all documents have. */
export function documentFields(call: Call): Fields<BookDocument> {
  const contact = (row: BookDocument) => call.books.contacts.get(row.contactId)
  const at = (day: string | undefined) => (day === undefined ? null : Date.parse(day))
  return {
    Type: (row) => row.type,
    Status: (row) => row.status,
    Reference: (row) => row.reference,
    Date: (row) => at(row.date),
    DueDate: (row) => at(row.dueDate),
    FullyPaidOnDate: (row) => at(row.fullyPaidOn),
    Total: (row) => row.total / 100,
    SubTotal: (row) => row.subTotal / 100,
    TotalTax: (row) => row.totalTax / 100,
    CurrencyCode: (row) => row.currencyCode,
    SentToContact: (row) => row.sentToContact,
    UpdatedDateUTC: (row) => row.updatedAt,
    'Contact.ContactID': (row) => row.contactId,
    'Contact.Name': (row) => contact(row)?.name,
    'Contact.ContactNumber': (row) => contact(row)?.number,
  }
}
