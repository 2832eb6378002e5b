import { describe, expect, test } from 'vitest'
import type { BookContact } from '../../../domain/books.ts'
import { indexContacts, indexCustomers } from '../../../domain/rules/match-customer.ts'
import { nameToSend } from '../../../domain/rules/name-to-send.ts'
import { contact, type Ours, ours } from './contacts.ts'

describe('rule 32: names are sent with single blanks, and differ in the books', () => {
  const books = (contacts: BookContact[], customers: Ours[]) => ({
    contacts: indexContacts(contacts),
    customers: indexCustomers(customers),
  })

  test('blanks are trimmed and single', () => {
    expect(nameToSend(ours({ name: '  Acme   Heating ' }), books([], []))).toEqual({ name: 'Acme Heating', notes: [] })
  })

  test('two customers of one name are entered under two names, the first by id under its own', () => {
    const two = [ours({ name: 'IT' }, '14961'), ours({ name: 'it' }, '14800')]
    expect(two.map((each) => nameToSend(each, books([], two)).name)).toEqual(['IT (14961)', 'it'])
  })

  test('a name that an active contact has is made unique, one that only an archived has is free', () => {
    expect(nameToSend(ours({ name: 'Acme' }), books([contact({ name: 'ACME' })], []))).toMatchObject({
      name: 'Acme (c1)',
      notes: [{ code: 'NAME_MADE_UNIQUE' }],
    })
    expect(nameToSend(ours({ name: 'Acme' }), books([contact({ name: 'ACME', state: 'archived' })], [])).name).toBe('Acme')
  })
})
