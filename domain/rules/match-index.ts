import type { BookContact } from '../books.ts'
import type { Customer } from '../customer.ts'
import { contactIdentifiers, customerIdentifiers, type Identifiers } from './identifiers.ts'
import { cleanName, type ComparableName, normaliseName, similarityKeys } from './normalise-name.ts'

/** Identifiers that are strong evidence where they are unique on both sides. */
export const identifying = ['vatNumber', 'companyNumber', 'accountNumber', 'email'] as const

/** A record with everything that is compared, computed once. */
export interface Comparable {
  name: ComparableName
  identifiers: Identifiers
  /** Known to be a person and no firm: by the host's word, or by a title in the name. */
  isPerson: boolean
}

export interface ComparableContact extends Comparable {
  contact: BookContact
  /** The contact that this one's evidence speaks for: itself, or the one it was merged into. */
  standsFor: string
}

/** The contacts of the books, found by everything that matching goes by. */
export interface ContactIndex {
  byId: Map<string, ComparableContact>
  /** `vatNumber:123`, `phone:…`, `contactNumber:…`, `name:…` → contacts. */
  byKey: Map<string, ComparableContact[]>
  /** Names of active contacts as the books compare them: without regard to case. */
  names: Map<string, string>
}

/** Our customers, to know whether an identifier is unique on our side. */
export interface CustomerIndex {
  /** `vatNumber:123` → ids of the customers that carry it; aliases are not counted. */
  byKey: Map<string, Set<string>>
  externalIds: Set<string>
  names: Map<string, string[]>
}

/** Indexes the contacts once, so that matching one customer costs a handful of look-ups whatever the size of the books. */
export function indexContacts(contacts: BookContact[]): ContactIndex {
  const records = new Map(contacts.map((contact) => [contact.bookId, contact]))
  const index: ContactIndex = { byId: new Map(), byKey: new Map(), names: new Map() }
  for (const contact of contacts) {
    const known = comparableContact(contact, survivor(contact, records))
    index.byId.set(contact.bookId, known)
    for (const key of contactKeys(known)) append(index.byKey, key, known)
    if (contact.state === 'active' && contact.mergedInto === undefined) index.names.set(nameInBooks(contact.name), contact.bookId)
  }
  return index
}

/** Indexes our customers. Merged ones are aliases and do not make an identifier ambiguous. */
export function indexCustomers(customers: { externalId: string; body: Customer }[]): CustomerIndex {
  const index: CustomerIndex = { byKey: new Map(), externalIds: new Set(), names: new Map() }
  for (const { externalId, body } of customers) {
    index.externalIds.add(externalId)
    if (body.state === 'merged') continue
    append(index.names, nameInBooks(body.name), externalId)
    for (const key of identifierKeys(customerIdentifiers(body))) {
      const holders = index.byKey.get(key) ?? new Set()
      index.byKey.set(key, holders.add(externalId))
    }
  }
  return index
}

/** A customer of ours with everything that is compared. */
export function comparableCustomer(body: Customer): Comparable {
  const name = normaliseName(body.name)
  return { name, identifiers: customerIdentifiers(body), isPerson: name.legalForm === undefined && (body.kind === 'person' || name.titled) }
}

/** Keys of the identifiers and telephones of a record. */
export function identifierKeys(ids: Identifiers): string[] {
  const strong = identifying.flatMap((by) => (ids[by] === undefined ? [] : [`${by}:${ids[by]}`]))
  return [...strong, ...new Set(ids.phones.map((digits) => `phone:${digits}`))]
}

/** The key under which neighbours meet: a name with two slips in it is found by its house. */
export const postcodeKeys = ({ postcode }: Identifiers): string[] => (postcode === undefined ? [] : [`postcode:${postcode}`])

/** Keys under which similar names meet. */
export const nameKeys = (name: ComparableName): string[] => [...similarityKeys(name)].map((key) => `name:${key}`)

/** A name as the books compare it: single blanks, without regard to case. */
export const nameInBooks = (name: string): string => cleanName(name).toLowerCase()

function comparableContact(contact: BookContact, standsFor: string): ComparableContact {
  const name = normaliseName(contact.name)
  return { contact, standsFor, name, identifiers: contactIdentifiers(contact), isPerson: name.legalForm === undefined && name.titled }
}

function contactKeys({ contact, name, identifiers }: ComparableContact): string[] {
  const number = contact.contactNumber === undefined ? [] : [`contactNumber:${contact.contactNumber}`]
  return [...number, ...identifierKeys(identifiers), ...postcodeKeys(identifiers), ...nameKeys(name)]
}

/** Follows merges to the contact that is left; a circle or an unknown contact ends where it is. */
function survivor(contact: BookContact, records: Map<string, BookContact>): string {
  const seen = new Set<string>()
  let current = contact
  while (current.mergedInto !== undefined && !seen.has(current.bookId)) {
    seen.add(current.bookId)
    const next = records.get(current.mergedInto)
    if (next === undefined) break
    current = next
  }
  return current.bookId
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key)
  if (values === undefined) map.set(key, [value])
  else values.push(value)
}
