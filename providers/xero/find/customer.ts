import type { BookContact } from '../../../domain/books.ts'
import type { Found, Sought } from '../../contract.ts'
import type { Road } from '../client.ts'
import { toBookContact } from '../map/book-contact.ts'
import { contactsReply } from '../wire.ts'
import { textFilter } from './filter.ts'
import { LOOK_UP_PAGE, readAll, readOne } from './read-all.ts'
import { bodyValue, idIn } from './sought-ids.ts'

/** Contacts with our number or the name that was sent, archived ones too. */
export async function findCustomer(road: Road, sought: Sought): Promise<Found[]> {
  const { contactNumber = '', name = '' } = sought.expected
  const where = `${textFilter('ContactNumber', contactNumber)} OR ${textFilter('Name', name)}`
  const pages = await readAll(
    road,
    'GET /Contacts',
    contactsReply,
    (page) => (api, tenant) =>
      api.getContacts(tenant, undefined, where, undefined, undefined, page, true, undefined, undefined, LOOK_UP_PAGE),
  )
  const contacts = pages.flatMap((page) => page.Contacts.map(toBookContact))
  return contacts.filter((contact) => bears(contact, contactNumber, name)).map((contact) => foundAs(contact, likeness(contact, sought)))
}

/** The contact that was to be changed or archived. */
export async function findCustomerUpdate(road: Road, sought: Sought): Promise<Found[]> {
  const id = sought.bookId ?? idIn(bodyValue(sought.body, 'ContactID'), sought.ids) ?? ''
  const reply = await readOne(road, 'GET /Contacts/*', contactsReply, (api, tenant) => api.getContact(tenant, id))
  return (reply?.Contacts ?? []).map(toBookContact).map((contact) => foundAs(contact, updateLikeness(contact, sought)))
}

const bears = (contact: BookContact, contactNumber: string, name: string): boolean =>
  contact.contactNumber === contactNumber || contact.name.toLowerCase() === name.toLowerCase()

function likeness(contact: BookContact, { expected }: Sought): Found['likeness'] {
  if (contact.contactNumber !== expected.contactNumber) return 'stranger'
  if (contact.state === 'archived') return 'void'
  return holds(contact, expected.fields ?? { name: expected.name ?? '' }) ? 'same' : 'changed'
}

function updateLikeness(contact: BookContact, { operation, expected, before, held }: Sought): Found['likeness'] {
  const archived = contact.state === 'archived'
  if (operation === 'archiveCustomer') return archived ? 'same' : 'before'
  if (archived) return 'void'
  if (holds(contact, expected.fields ?? {})) return 'same'
  const untouched = before !== undefined && before === contact.updatedAt
  return untouched || holdsBefore(contact, expected.fields ?? {}, held?.fields ?? {}) ? 'before' : 'changed'
}

/** Whether every field that the update was to set still has the value that was last sent, whatever else moved the contact's time. */
const holdsBefore = (contact: BookContact, sent: Record<string, string>, held: Record<string, string>): boolean =>
  Object.keys(sent).every((name) => name in held && (contact.fields[name] ?? '') === held[name])

const holds = (contact: BookContact, fields: Record<string, string>): boolean =>
  Object.entries(fields).every(([name, value]) => (contact.fields[name] ?? '') === value)

const foundAs = (contact: BookContact, likeness: Found['likeness']): Found => ({
  bookId: contact.bookId,
  likeness,
  updatedAt: contact.updatedAt,
})
