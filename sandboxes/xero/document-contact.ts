import type { Call } from './call.ts'
import { createContact, findContact, updateContact } from './contact-write.ts'
import { child, type Element, sent } from './element.ts'
import { refuseIf } from './refusal.ts'
import type { Contact } from './rows.ts'

/**
 * The contact of a document: known by ContactID, number or name, or made from what was sent.
 * Other contact fields inside a document change the contact, and persons that are not sent along are dropped.
 */
export function contactOfDocument(call: Call, element: Element, existingId?: string): Contact {
  const given = child(element, 'Contact')
  refuseIf([!given && 'A Contact must be specified for this type of transaction'], existingId)
  const sentContact = given ?? {}
  const found = findContact(call, sentContact)
  if (!found) return createContact(call, sentContact)
  refuseIf([found.status === 'ARCHIVED' && ARCHIVED], existingId)
  if (!changesSomething(found, sentContact)) return found
  return updateContact(call, found, sent(sentContact, 'ContactPersons') ? sentContact : { ...sentContact, ContactPersons: [] })
}

/** Sets the customer or supplier mark; that does not count as a change of the contact. */
export function markContact(call: Call, contact: Contact, mark: 'isCustomer' | 'isSupplier'): void {
  const current = call.books.contacts.get(contact.id)
  if (current && !current[mark]) call.books.contacts.put({ ...current, [mark]: true })
}

const ARCHIVED =
  'The contact with the specified contact details has been archived. The contact must be un-archived before creating new invoices or credit notes'

/** Anything beside the identifiers, unless it says only what the contact already is called. */
function changesSomething(found: Contact, given: Element): boolean {
  return Object.entries(given).some(([name, value]) => {
    if (value == null || READ_ONLY.has(name)) return false
    if (name === 'Name') return value !== found.name
    return !(Array.isArray(value) && value.length === 0 && name !== 'ContactPersons')
  })
}

const READ_ONLY = new Set([
  'ContactID',
  'ContactNumber',
  'ContactStatus',
  'IsCustomer',
  'IsSupplier',
  'UpdatedDateUTC',
  'HasValidationErrors',
  'Balances',
])
