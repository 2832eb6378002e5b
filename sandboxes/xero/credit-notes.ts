import { batchAnswer, type BatchWrite } from './batch.ts'
import { folded } from './books.ts'
import { type Answer, type Call, ok } from './call.ts'
import { creditShape, LISTED, THIN, WRITTEN } from './document-shape.ts'
import { updateDocument } from './document-update.ts'
import { createDocument, type DocumentSort, type DocumentWritten, holdsNumber, isSales } from './document-write.ts'
import { type Element, filled } from './element.ts'
import { documentFields, nextNumber, refusedDocument, unitdpOf } from './invoices.ts'
import { listAnswer } from './listing.ts'
import { NotFound, refuseIf } from './refusal.ts'
import type { BookDocument } from './rows.ts'
import { remainingCredit } from './settlement.ts'
import { envelope } from './wire.ts'

/** GET /CreditNotes. */
export function listCreditNotes(call: Call): Answer {
  const unitdp = unitdpOf(call)
  return listAnswer(call, {
    name: 'CreditNotes',
    rows: call.books.creditNotes.all().filter((row) => row.status !== 'DELETED' || call.quirks.deletedDocuments === 'listed'),
    id: (row) => row.id,
    updatedAt: (row) => row.updatedAt,
    fields: {
      ...documentFields(call),
      CreditNoteID: (row) => row.id,
      CreditNoteNumber: (row) => row.number,
      RemainingCredit: (row) => remainingCredit(call.books, row) / 100,
    },
    full: (row) => creditShape(call.books, row, { ...LISTED, unitdp }),
    thin: (row) => creditShape(call.books, row, { ...THIN, unitdp }),
    paged: true,
  })
}

/** GET /CreditNotes/{CreditNoteID or CreditNoteNumber}. */
export function getCreditNote(call: Call): Answer {
  const shape = creditShape(call.books, byPath(call), { ...WRITTEN, unitdp: unitdpOf(call) })
  return ok(envelope(call.now, call.appName, { CreditNotes: [shape] }))
}

/** PUT /CreditNotes creates only. */
export function putCreditNotes(call: Call): Answer {
  return batchAnswer(
    call,
    batch(call, (element) => {
      const id = filled(element, 'CreditNoteID')?.toLowerCase()
      refuseIf(
        [id !== undefined && call.books.creditNotes.get(id) !== undefined && 'A credit note with this CreditNoteID already exists'],
        id,
      )
      return createDocument(call, element, CREDIT_NOTES)
    }),
  )
}

/** POST /CreditNotes creates or updates. */
export function postCreditNotes(call: Call): Answer {
  return batchAnswer(
    call,
    batch(call, (element) => upsert(call, element)),
  )
}

/** POST /CreditNotes/{CreditNoteID} updates one. */
export function postCreditNote(call: Call): Answer {
  const { id } = byPath(call)
  return batchAnswer(
    call,
    batch(call, (element) => upsert(call, { ...element, CreditNoteID: id })),
  )
}

export const CREDIT_NOTES: DocumentSort = {
  kind: 'creditNote',
  types: ['ACCRECCREDIT', 'ACCPAYCREDIT'],
  noun: 'Credit note',
  idName: 'CreditNoteID',
  numberName: 'CreditNoteNumber',
  numberTaken: 'Credit Note # must be unique.',
  autoNumber: (call) => nextNumber(call, 'nextCreditNote', 'CN-', call.books.creditNotes),
}

function batch(call: Call, write: (element: Element) => DocumentWritten): BatchWrite {
  return {
    name: 'CreditNotes',
    errorFlag: 'HasErrors',
    write: (element) => {
      const { document, warnings } = write(element)
      return { json: creditShape(call.books, document, { ...WRITTEN, unitdp: unitdpOf(call) }), warnings }
    },
    refused: (element, refusal) => refusedDocument(call, element, refusal.existingId, CREDIT_NOTES),
  }
}

function upsert(call: Call, element: Element): DocumentWritten {
  const id = filled(element, 'CreditNoteID')?.toLowerCase()
  if (id === undefined) return byNumberOrNew(call, element)
  const existing = call.books.creditNotes.get(id)
  refuseIf([!existing && 'An existing Credit Note with the specified CreditNoteID could not be found'])
  return existing ? updateDocument(call, existing, element, CREDIT_NOTES) : createDocument(call, element, CREDIT_NOTES)
}

/** UNCONFIRMED whether a number that exists means that credit note: a quirk decides. */
function byNumberOrNew(call: Call, element: Element): DocumentWritten {
  const number = folded(filled(element, 'CreditNoteNumber'))
  const same = call.books.creditNotes.find('number', number).find((each) => isSales(each.type) && holdsNumber(call, each))
  if (same && call.quirks.creditNoteByNumber === 'updates') return updateDocument(call, same, element, CREDIT_NOTES)
  return createDocument(call, element, CREDIT_NOTES)
}

function byPath(call: Call): BookDocument {
  const key = call.params['id'] ?? ''
  const found = call.books.creditNotes.get(key.toLowerCase()) ?? call.books.creditNotes.find('number', folded(key))[0]
  if (!found) throw new NotFound()
  return found
}
