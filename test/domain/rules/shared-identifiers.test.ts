import { describe, expect, test } from 'vitest'
import type { Customer } from '../../../domain/customer.ts'
import { indexContacts, indexCustomers, matchCustomer } from '../../../domain/rules/match-customer.ts'
import { matchCustomers } from '../../../domain/rules/match-customers.ts'
import { contact, match, ours } from './contacts.ts'

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
