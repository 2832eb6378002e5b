import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BookContact } from '../../../domain/books.ts'
import type { Customer } from '../../../domain/customer.ts'
import { indexContacts, indexCustomers, matchCustomer } from '../../../domain/rules/match-customer.ts'
import { matchCustomers } from '../../../domain/rules/match-customers.ts'
import { nameToSend } from '../../../domain/rules/name-to-send.ts'
import { compareNames } from '../../../domain/rules/compare-names.ts'
import { normaliseName } from '../../../domain/rules/normalise-name.ts'
import { customer } from './samples.ts'

const contact = (fields: Partial<BookContact> = {}): BookContact => ({
  bookId: 'b1',
  name: 'Acme Heating Ltd',
  phones: [],
  isSupplier: false,
  state: 'active',
  updatedAt: '2026-10-01T00:00:00Z',
  fields: {},
  ...fields,
})

interface Ours {
  externalId: string
  body: Customer
}
const ours = (fields: Partial<Customer> = {}, externalId = 'c1'): Ours => ({
  externalId,
  body: customer({ name: 'Acme Heating Limited', ...fields }),
})

function match(mine: Ours, contacts: BookContact[], more: { others?: Ours[]; linked?: Record<string, string>; rejected?: string[] } = {}) {
  return matchCustomer(mine, {
    contacts: indexContacts(contacts),
    customers: indexCustomers([mine, ...(more.others ?? [])]),
    linked: new Map(Object.entries(more.linked ?? {})),
    rejected: new Set(more.rejected),
  })
}

describe('names of trades and people', () => {
  test.each([
    ['Acme Heating Ltd', 'ACME HEATING LIMITED', 'same'],
    ['Smith & Sons', 'Smith and Sons Ltd.', 'same'],
    ['Mr J. R. Smith', 'JR Smith', 'same'],
    ['Müller GmbH', 'Muller', 'same'],
    ["O'Brien Plumbing", 'OBrien Plumbing', 'same'],
    ['Jones Bros', 'Jones Brothers', 'same'],
    ['Acme Heating', 'Acme Heating and Plumbing Ltd', 'similar'],
    ['John Smith', 'J Smith', 'similar'],
    ['Smith John', 'John Smith', 'similar'],
    ['Gas Care', 'Gascare', 'similar'],
    ['Hendersn Plumbing', 'Henderson Plumbing', 'similar'],
    ['Jhon Smith', 'John Smith', 'similar'],
    ['John Smith t/a Warm Homes', 'Warm Homes Ltd', 'similar'],
    ['Harbourview Letting', 'Harbour View Lettings', 'similar'],
    ['Bob Marsh', 'Robert Marsh', 'similar'],
    ['M. R. Walden', 'Malcolm Walden', 'similar'],
    ['Fiona MacDonald', 'Fiona Mc Donald', 'same'],
    ["Owen O'Neill", 'Owen O Neill', 'same'],
    ['Łukasz Mazur', 'Lukasz Mazur', 'same'],
    ['St Anne’s School', 'Saint Annes School', 'same'],
    ['Paul Marsh', 'Paula Marsh', 'related'],
    ['John Price', 'John Price Jnr', 'related'],
    ['Kestrel Marsh Ltd', 'Kestrel Marsh Holdings Ltd', 'related'],
    ['Apex Supplies', 'Apex Supplies York', 'related'],
    ['Ann Field t/a Warm Homes', 'Tom Hill t/a Warm Homes', 'related'],
    ['Cooper Roofing', 'Cooper Heating', 'related'],
    ['Winmore Builders', 'Warmore Builders', 'different'],
    ['AB Lowe Motors', 'Anders Motors', 'different'],
    ['Flat 12 Acacia Ave', 'Flat 13 Acacia Ave', 'different'],
    ['John Smith', 'Jane Jones', 'different'],
    ['Ann', 'Anna', 'different'],
    ['', '', 'different'],
  ])('%s and %s are %s', (a, b, alike) => {
    expect(compareNames(normaliseName(a), normaliseName(b))).toBe(alike)
    expect(compareNames(normaliseName(b), normaliseName(a))).toBe(alike)
  })

  test('how a name is written (case, blanks, legal form) never makes it another one', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[n-z][a-z]{2,9}$/), { minLength: 1, maxLength: 4 }), (words) => {
        const name = words.join(' ')
        const other = ` ${words.join('  ').toUpperCase()}  Ltd.`
        expect(compareNames(normaliseName(name), normaliseName(other))).toBe('same')
      }),
    )
  })
})

describe('design 9: link, create or ask', () => {
  test('nothing alike in the books is created', () => {
    expect(match(ours(), [contact({ name: 'Zenith Roofing' })])).toEqual({ decision: 'create', notes: [] })
  })

  test('our id in the contact number links', () => {
    expect(match(ours(), [contact({ contactNumber: 'c1' })])).toMatchObject({
      decision: 'link',
      bookId: 'b1',
      evidence: [{ by: 'contactNumber' }],
    })
  })

  test('our id in the contact number of somebody else asks: another program may have used the same ids', () => {
    expect(match(ours(), [contact({ contactNumber: 'c1', name: 'Zenith Roofing' })])).toMatchObject({ decision: 'ask' })
  })

  test.each([
    ['VAT number', { vatNumber: 'GB 123 4567 89' }, { vatNumber: '123456789' }],
    ['company number', { companyNumber: '1234567' }, { companyNumber: '01234567' }],
    ['account number', { accountNumber: 'acme01' }, { accountNumber: 'ACME01' }],
    ['e-mail', { email: 'Office@Acme.example' }, { email: 'office@acme.example' }],
  ])('the same %s with the same name links', (_, mine, theirs) => {
    expect(match(ours(mine), [contact(theirs), contact({ bookId: 'b2', name: 'Zenith' })])).toMatchObject({
      decision: 'link',
      bookId: 'b1',
    })
  })

  test.each([
    ['account number', { accountNumber: '1001' }],
    ['e-mail', { email: 'agent@lettings.example' }],
    ['VAT number', { vatNumber: '123456789' }],
  ])('the same %s under another name asks', (_, shared) => {
    expect(match(ours(shared), [contact({ ...shared, name: 'Zenith Roofing' })])).toMatchObject({
      decision: 'ask',
      candidates: [{ bookId: 'b1' }],
    })
  })

  test('the same VAT number and postcode link although the trading name differs', () => {
    const mine = ours({ vatNumber: '123456789', billingAddress: { postcode: 'sw1a1aa' } })
    expect(match(mine, [contact({ name: 'Zenith', vatNumber: '123456789', postcode: 'SW1A 1AA' })])).toMatchObject({ decision: 'link' })
  })

  test.each([
    ['the same name', { name: 'ACME HEATING' }],
    ['a similar name', { name: 'Acme Heating and Plumbing' }],
    ['the same telephone', { name: 'Zenith', phones: ['+44 20 7946 0000'] }],
  ])('%s alone asks, with a reason', (_, theirs) => {
    const result = match(ours({ phone: '020 7946 0000' }), [contact(theirs)])
    expect(result).toMatchObject({ decision: 'ask', code: 'CUSTOMER_QUESTION' })
    expect(result.decision === 'ask' && result.candidates[0]?.reasons.join('')).not.toBe('')
  })

  test('the neighbours, who share only a postcode, are no question', () => {
    const mine = ours({ billingAddress: { postcode: 'SW1A 1AA' } })
    expect(match(mine, [contact({ name: 'Zenith', postcode: 'SW1A1AA' })])).toMatchObject({ decision: 'create' })
  })

  test('a namesake who lives elsewhere is no question where the name is only similar', () => {
    const mine = ours({ name: 'J Smith', billingAddress: { postcode: 'SW1A 1AA' } })
    expect(match(mine, [contact({ name: 'John Smith', postcode: 'M1 1AA' })])).toMatchObject({ decision: 'create' })
    expect(match(mine, [contact({ name: 'John Smith' })])).toMatchObject({ decision: 'ask' })
  })

  test('a customer found by two records is never linked', () => {
    const mine = ours({ email: 'a@acme.example', vatNumber: '123456789' })
    const result = match(mine, [contact({ email: 'a@acme.example' }), contact({ bookId: 'b2', vatNumber: '123456789' })])
    expect(result).toMatchObject({ decision: 'ask' })
    expect(result.decision === 'ask' && result.candidates.map(({ bookId }) => bookId).toSorted()).toEqual(['b1', 'b2'])
  })

  test('strong evidence for one and the same name on another asks', () => {
    const mine = ours({ email: 'a@acme.example' })
    expect(match(mine, [contact({ email: 'a@acme.example' }), contact({ bookId: 'b2' })])).toMatchObject({
      decision: 'ask',
      candidates: [{ bookId: 'b1' }, { bookId: 'b2' }],
    })
  })

  test('another VAT number speaks against the same e-mail', () => {
    const mine = ours({ email: 'a@acme.example', vatNumber: '123456789' })
    expect(match(mine, [contact({ email: 'a@acme.example', vatNumber: '987654321' })])).toMatchObject({ decision: 'ask' })
  })

  test('a contact that carries the number of another customer of ours is not linked', () => {
    const mine = ours({ email: 'a@acme.example' })
    expect(
      match(mine, [contact({ email: 'a@acme.example', contactNumber: 'c2' })], { others: [ours({ name: 'Acme' }, 'c2')] }),
    ).toMatchObject({ decision: 'ask' })
  })

  test('what a person said is another customer is not asked about again', () => {
    expect(match(ours(), [contact()], { rejected: ['b1'] })).toEqual({ decision: 'create', notes: [] })
  })
})

describe('two in law, or two of one name, are never linked whatever they share', () => {
  const same = { email: 'a@acme.example', postcode: 'M1 1AA' }
  const mine = (name: string, more: Partial<Customer> = {}) =>
    ours({ name, email: same.email, billingAddress: { postcode: same.postcode }, ...more })

  test.each([
    ['a sole trader and his company', mine('Mr David Marsh'), { name: 'David Marsh Ltd' }],
    ['a person by the host’s word and a company', mine('David Marsh', { kind: 'person' }), { name: 'David Marsh Limited' }],
    ['a partnership and a company', mine('Marsh Lettings LLP'), { name: 'Marsh Lettings Ltd' }],
    ['father and son', mine('David Marsh Jnr'), { name: 'David Marsh' }],
    ['husband and wife', mine('Paula Marsh'), { name: 'Paul Marsh' }],
    [
      'a company and its holding',
      mine('Kestrel Marsh Ltd', { vatNumber: '123456789' }),
      { name: 'Kestrel Marsh Holdings Ltd', vatNumber: '123456789' },
    ],
    ['two owners of one shop', mine('Ann Field t/a Warm Homes'), { name: 'Tom Hill t/a Warm Homes' }],
  ])('%s', (_, customer, theirs) => {
    expect(match(customer, [contact({ ...same, ...theirs })])).toMatchObject({ decision: 'ask', candidates: [{ bookId: 'b1' }] })
  })

  test('two branches of one VAT number and e-mail, each known to one side only', () => {
    const group = { vatNumber: '123456789', email: 'accounts@apex.example' }
    const york = ours({ name: 'Apex Supplies York', ...group, billingAddress: { postcode: 'YO1 1AA' } })
    expect(match(york, [contact({ name: 'Apex Supplies Leeds', ...group, postcode: 'LS1 1AA' })])).toMatchObject({ decision: 'ask' })
  })

  test('two customers that would be linked to one contact in one run', () => {
    const theirs = contact({ email: 'a@acme.example', vatNumber: '123456789' })
    const two = [ours({ email: 'a@acme.example' }), ours({ vatNumber: '123456789' }, 'c2')]
    const context = { contacts: indexContacts([theirs]), customers: indexCustomers(two), linked: new Map<string, string>() }
    expect(two.map((each) => matchCustomer(each, context).decision)).toEqual(['link', 'link'])
    expect(matchCustomers(two, context).map(({ match: found }) => found)).toMatchObject([
      { decision: 'ask', candidates: [{ bookId: 'b1' }] },
      { decision: 'ask', candidates: [{ bookId: 'b1' }] },
    ])
  })
})

describe('what others have too is no candidate beside strong evidence and the very name', () => {
  test('departments of one VAT number, each with an e-mail of its own', () => {
    const of = (name: string) => ({
      name: `Stonebridge Council ${name}`,
      vatNumber: '123456789',
      email: `${name.toLowerCase()}@stonebridge.example`,
    })
    const [housing, parks] = [of('Housing'), of('Parks')]
    const contacts = [contact({ bookId: 'b-parks', ...parks }), contact({ bookId: 'b-housing', ...housing })]
    expect(match(ours(housing), contacts, { others: [ours(parks, 'c2')] })).toMatchObject({ decision: 'link', bookId: 'b-housing' })
  })

  test('an e-mail that says nothing is nobody’s', () => {
    const nobody = { email: 'none@none.com' }
    expect(match(ours(nobody), [contact({ name: 'Zenith', ...nobody })])).toMatchObject({ decision: 'create' })
  })
})

describe('rule 25: an identifier is strong only where it is unique on both sides', () => {
  const shared = { email: 'accounts@group.example' }

  test('shared by two of our customers: a question', () => {
    expect(match(ours(shared), [contact(shared)], { others: [ours({ ...shared, name: 'Acme Leeds' }, 'c2')] })).toMatchObject({
      decision: 'ask',
    })
  })

  test('shared by two contacts: a question', () => {
    expect(match(ours(shared), [contact(shared), contact({ ...shared, bookId: 'b2', name: 'Zenith' })])).toMatchObject({ decision: 'ask' })
  })

  test('shared with an alias of ours: still unique', () => {
    expect(
      match(ours(shared), [contact(shared)], { others: [ours({ ...shared, state: 'merged', mergedInto: 'c1' }, 'c2')] }),
    ).toMatchObject({ decision: 'link' })
  })
})

describe('rule 26: a contact has one customer', () => {
  test('strong evidence for a contact that is linked to another customer asks', () => {
    const mine = ours({ email: 'a@acme.example' })
    expect(match(mine, [contact({ email: 'a@acme.example' })], { linked: { b1: 'c9' } })).toMatchObject({
      decision: 'ask',
      code: 'CONTACT_BELONGS_TO_OTHER',
      candidates: [{ linkedTo: 'c9' }],
    })
  })

  test('a similar contact that is linked to another customer is explained by it', () => {
    expect(match(ours(), [contact({ name: 'Acme Heating and Plumbing' })], { linked: { b1: 'c9' } })).toMatchObject({ decision: 'create' })
  })

  test('the very same name as a linked contact asks', () => {
    expect(match(ours(), [contact()], { linked: { b1: 'c9' } })).toMatchObject({ decision: 'ask', code: 'CONTACT_BELONGS_TO_OTHER' })
  })
})

describe('rule 28: a customer that is also a supplier', () => {
  const theirs = contact({ email: 'a@acme.example', isSupplier: true })

  test('is asked about once', () => {
    expect(match(ours({ email: 'a@acme.example' }), [theirs])).toMatchObject({ decision: 'ask', code: 'CUSTOMER_IS_SUPPLIER' })
  })

  test('is linked where the host says so', () => {
    expect(match(ours({ email: 'a@acme.example', alsoSupplier: true }), [theirs])).toMatchObject({ decision: 'link' })
  })
})

describe('rule 30: archived and merged contacts', () => {
  test('an archived contact with strong evidence is linked and known to be archived', () => {
    expect(match(ours({ email: 'a@acme.example' }), [contact({ email: 'a@acme.example', state: 'archived' })])).toMatchObject({
      decision: 'link',
      archived: true,
    })
  })

  test('a merge is followed to the contact that is left, with the evidence of the merged one', () => {
    const contacts = [
      contact({ bookId: 'old', contactNumber: 'c1', state: 'archived', mergedInto: 'mid' }),
      contact({ bookId: 'mid', mergedInto: 'new' }),
      contact({ bookId: 'new', name: 'Acme Group' }),
    ]
    expect(match(ours(), contacts)).toMatchObject({ decision: 'link', bookId: 'new' })
  })

  test('merges in a circle end', () => {
    const circle = [contact({ bookId: 'a', mergedInto: 'b' }), contact({ bookId: 'b', mergedInto: 'a' })]
    expect(match(ours(), circle).decision).toBe('ask')
  })
})

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
