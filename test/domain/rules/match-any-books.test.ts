import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareNames } from '../../../domain/rules/compare-names.ts'
import { normaliseName } from '../../../domain/rules/normalise-name.ts'
import { contact, match, ours } from './contacts.ts'

describe('whatever the books hold', () => {
  const word = fc.constantFrom('acme', 'smith', 'heating', 'jones', 'gas', 'zenith')
  const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined })
  const anyContact = fc
    .record({
      name: fc.tuple(word, word).map((two) => two.join(' ')),
      email: maybe(fc.constantFrom('a@x.example', 'b@x.example')),
      vatNumber: maybe(fc.constantFrom('111111111', '222222222')),
      contactNumber: maybe(fc.constantFrom('c1', 'c2', 'c3')),
      isSupplier: fc.boolean(),
      state: fc.constantFrom('active' as const, 'archived' as const),
    })
    .map(({ email, vatNumber, contactNumber, ...rest }) =>
      contact({ ...rest, ...(email && { email }), ...(vatNumber && { vatNumber }), ...(contactNumber && { contactNumber }) }),
    )
  const anyContacts = fc.array(anyContact, { maxLength: 6 }).map((all) => all.map((each, at) => ({ ...each, bookId: `b${at}` })))
  const anyCustomer = fc
    .record({
      name: fc.tuple(word, word).map((two) => two.join(' ')),
      email: maybe(fc.constantFrom('a@x.example', 'b@x.example')),
      vatNumber: maybe(fc.constant('111111111')),
    })
    .map(({ name, email, vatNumber }) => ours({ name, ...(email && { email }), ...(vatNumber && { vatNumber }) }))

  test('the order in which contacts are read does not change the decision', () => {
    fc.assert(
      fc.property(anyCustomer, anyContacts, (mine, contacts) => {
        expect(match(mine, contacts.toReversed())).toEqual(match(mine, contacts))
      }),
    )
  })

  test('a linked contact is never linked to a second customer, and never without strong evidence', () => {
    fc.assert(
      fc.property(anyCustomer, anyContacts, fc.subarray(['b0', 'b1', 'b2']), (mine, contacts, taken) => {
        const result = match(mine, contacts, { linked: Object.fromEntries(taken.map((bookId) => [bookId, 'c9'])) })
        if (result.decision !== 'link') return
        expect(taken).not.toContain(result.bookId)
        expect(result.evidence.length).toBeGreaterThan(0)
        expect(result.evidence.every(({ strength }) => strength === 'strong')).toBe(true)
      }),
    )
  })

  test('nothing is created while a contact shares an e-mail, a VAT number or the name', () => {
    fc.assert(
      fc.property(anyCustomer, anyContacts, (mine, contacts) => {
        if (match(mine, contacts).decision !== 'create') return
        for (const theirs of contacts) {
          expect(theirs.email ?? 'theirs').not.toBe(mine.body.email ?? 'ours')
          expect(theirs.vatNumber ?? 'theirs').not.toBe(mine.body.vatNumber ?? 'ours')
          expect(compareNames(normaliseName(theirs.name), normaliseName(mine.body.name))).not.toBe('same')
        }
      }),
    )
  })
})
