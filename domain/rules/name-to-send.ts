import type { Note } from '../plan.ts'
import { type ContactIndex, type CustomerIndex, nameInBooks } from './match-index.ts'
import { cleanName } from './normalise-name.ts'

/**
 * The name under which a new customer is entered: its own with single blanks (accounting rule 32), with the host's id behind it where another contact, or another
 * customer of ours that comes first by id, has the very same name: the books want the names of active contacts to differ.
 */
export function nameToSend(
  customer: { externalId: string; body: { name: string } },
  books: { contacts: Pick<ContactIndex, 'names'>; customers: Pick<CustomerIndex, 'names'> },
): { name: string; notes: Note[] } {
  const name = cleanName(customer.body.name)
  const key = nameInBooks(name)
  const first = (books.customers.names.get(key) ?? []).toSorted()[0] ?? customer.externalId
  if (first === customer.externalId && !books.contacts.names.has(key)) return { name, notes: [] }
  const unique = `${name} (${customer.externalId})`
  return { name: unique, notes: [{ code: 'NAME_MADE_UNIQUE', values: { customer: name, theirs: unique } }] }
}
