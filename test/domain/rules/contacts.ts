import type { BookContact } from '../../../domain/books.ts'
import type { Customer } from '../../../domain/customer.ts'
import { indexContacts, indexCustomers, matchCustomer } from '../../../domain/rules/match-customer.ts'
import { customer } from './samples.ts'

/* A customer of ours and contacts in the books of one name, to change one thing at a time, and what matching says of them. */

export const contact = (fields: Partial<BookContact> = {}): BookContact => ({
  bookId: 'b1',
  name: 'Acme Heating Ltd',
  phones: [],
  isSupplier: false,
  state: 'active',
  updatedAt: '2026-10-01T00:00:00Z',
  fields: {},
  ...fields,
})

export interface Ours {
  externalId: string
  body: Customer
}

export const ours = (fields: Partial<Customer> = {}, externalId = 'c1'): Ours => ({
  externalId,
  body: customer({ name: 'Acme Heating Limited', ...fields }),
})

export function match(
  mine: Ours,
  contacts: BookContact[],
  more: { others?: Ours[]; linked?: Record<string, string>; rejected?: string[] } = {},
) {
  return matchCustomer(mine, {
    contacts: indexContacts(contacts),
    customers: indexCustomers([mine, ...(more.others ?? [])]),
    linked: new Map(Object.entries(more.linked ?? {})),
    rejected: new Set(more.rejected),
  })
}
