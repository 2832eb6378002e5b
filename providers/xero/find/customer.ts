import type { BookContact } from '../../../domain/books.ts'
import type { Found, Sought } from '../../contract.ts'
import type { Road } from '../client.ts'
import { toBookContact } from '../map/book-contact.ts'
import { contactsReply } from '../wire.ts'
import { textFilter } from './filter.ts'
import { anyOf, onceEach, portions } from './portions.ts'
import { LOOK_UP_PAGE, readAll, readOne } from './read-all.ts'
import { bodyValue, idIn } from './sought-ids.ts'

/** Contacts with our number or the name that was sent, archived ones too. */
export async function findCustomers(road: Road, sought: readonly Sought[]): Promise<Found[][]> {
  const filters = sought.flatMap(({ expected: { contactNumber = '', name = '' } }) => [
    textFilter('ContactNumber', contactNumber),
    textFilter('Name', name),
  ])
  const contacts: BookContact[] = []
  for (const where of anyOf(filters)) contacts.push(...(await contactsIn(road, { where })))
  const met = onceEach(contacts, ({ bookId }) => bookId)
  return sought.map((each) =>
    met
      .filter((contact) => bears(contact, each.expected.contactNumber ?? '', each.expected.name ?? ''))
      .map((contact) => foundAs(contact, likeness(contact, each))),
  )
}

/** The contacts that were to be changed or archived. */
export async function findCustomerUpdates(road: Road, sought: readonly Sought[]): Promise<Found[][]> {
  const ids = sought.map((each) => each.bookId ?? idIn(bodyValue(each.body, 'ContactID'), each.ids) ?? '')
  const contacts = await contactsById(road, ids)
  return sought.map((each, index) =>
    contacts.filter(({ bookId }) => bookId === ids[index]).map((contact) => foundAs(contact, updateLikeness(contact, each))),
  )
}

/** Archived contacts too. */
async function contactsIn(road: Road, { where, ids }: { where?: string; ids?: string[] }): Promise<BookContact[]> {
  const none = undefined
  const pages = await readAll(
    road,
    'GET /Contacts',
    contactsReply,
    (page) => (api, tenant) => api.getContacts(tenant, none, where, none, ids, page, true, none, none, LOOK_UP_PAGE),
  )
  return pages.flatMap((page) => page.Contacts.map(toBookContact))
}

async function contactsById(road: Road, ids: string[]): Promise<BookContact[]> {
  const [only = '', ...more] = ids
  if (more.length === 0) {
    const reply = await readOne(road, 'GET /Contacts/*', contactsReply, (api, tenant) => api.getContact(tenant, only))
    return (reply?.Contacts ?? []).map(toBookContact)
  }
  const contacts: BookContact[] = []
  for (const portion of portions(ids, ',')) contacts.push(...(await contactsIn(road, { ids: portion })))
  return contacts
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
