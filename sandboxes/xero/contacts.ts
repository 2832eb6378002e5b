import { batchAnswer, type BatchWrite } from './batch.ts'
import { folded } from './books.ts'
import { type Answer, type Call, ok, today } from './call.ts'
import { fullContact, summaryContact, thinContact, writtenContact } from './contact-shape.ts'
import { createContact, upsertContact } from './contact-write.ts'
import { echo } from './echo.ts'
import { type Element, filled } from './element.ts'
import { asked, commaList, listAnswer } from './listing.ts'
import { NotFound, refuseIf } from './refusal.ts'
import type { Contact } from './rows.ts'
import type { Fields } from './where.ts'
import { envelope, ZERO_GUID } from './wire.ts'

/** GET /Contacts: archived ones only on request; the merged-to id and balances only when paging. */
export function listContacts(call: Call): Answer {
  const ids = commaList(call, 'IDs')
  const term = call.query('searchTerm')?.toLowerCase()
  const archived = asked(call, 'includeArchived')
  const summary = asked(call, 'summaryOnly')
  const rows = call.books.contacts
    .all()
    .filter((row) => (archived || row.status !== 'ARCHIVED') && (!ids || ids.has(row.id)) && (!term || mentions(row, term)))
  const day = today(call)
  return listAnswer(call, {
    name: 'Contacts',
    rows,
    id: (row) => row.id,
    updatedAt: (row) => row.updatedAt,
    fields: FIELDS,
    full: summary ? summaryContact : (row) => fullContact(call.books, row, day),
    thin: thinContact,
    paged: true,
    forcePaging: summary,
  })
}

/** GET /Contacts/{ContactID or ContactNumber}: archived and merged ones too. */
export function getContact(call: Call): Answer {
  const key = call.params['id'] ?? ''
  const contact = call.books.contacts.get(key.toLowerCase()) ?? call.books.contacts.find('number', folded(key))[0]
  if (!contact) throw new NotFound()
  return ok(envelope(call.now, call.appName, { Contacts: [fullContact(call.books, contact, today(call))] }))
}

/** PUT /Contacts creates only. */
export function putContacts(call: Call): Answer {
  return batchAnswer(call, {
    ...REFUSED,
    write: (element) => {
      const id = filled(element, 'ContactID')?.toLowerCase()
      refuseIf([id !== undefined && call.books.contacts.get(id) !== undefined && 'A contact with this ContactID already exists'], id)
      return { json: writtenContact(createContact(call, element)) }
    },
  })
}

/** POST /Contacts creates or updates. */
export function postContacts(call: Call): Answer {
  return batchAnswer(call, { ...REFUSED, write: (element) => ({ json: writtenContact(upsertContact(call, element)) }) })
}

/** POST /Contacts/{ContactID} updates one. */
export function postContact(call: Call): Answer {
  const contact = call.books.contacts.get((call.params['id'] ?? '').toLowerCase())
  if (!contact) throw new NotFound()
  return batchAnswer(call, {
    ...REFUSED,
    write: (element) => ({ json: writtenContact(upsertContact(call, { ...element, ContactID: contact.id })) }),
  })
}

const REFUSED: Omit<BatchWrite, 'write'> = {
  name: 'Contacts',
  errorFlag: 'HasValidationErrors',
  refused: (element, refusal) => ({ ...echoed(element), ContactID: refusal.existingId ?? ZERO_GUID }),
}

/** The lists of a refused contact are there even when they were not sent. */
function echoed(element: Element): Record<string, unknown> {
  return { Addresses: [], Phones: [], ContactGroups: [], ContactPersons: [], ...echo(element), HasValidationErrors: true }
}

function mentions(contact: Contact, term: string): boolean {
  const texts = [contact.name, contact.firstName, contact.lastName, contact.number, contact.companyNumber, contact.email]
  return texts.some((text) => text?.toLowerCase().includes(term))
}

const FIELDS: Fields<Contact> = {
  ContactID: (row) => row.id,
  ContactNumber: (row) => row.number,
  ContactStatus: (row) => row.status,
  Name: (row) => row.name,
  EmailAddress: (row) => row.email,
  AccountNumber: (row) => row.accountNumber,
  FirstName: (row) => row.firstName,
  LastName: (row) => row.lastName,
  TaxNumber: (row) => row.taxNumber,
  CompanyNumber: (row) => row.companyNumber,
  IsCustomer: (row) => row.isCustomer,
  IsSupplier: (row) => row.isSupplier,
  UpdatedDateUTC: (row) => row.updatedAt,
}
