import { describe, expect, test } from 'vitest'
import type { BookContact } from '../../../domain/books.ts'
import type { Customer } from '../../../domain/customer.ts'
import { customerFields, decideCustomer } from '../../../domain/rules/decide-customer.ts'
import { context, customerFacts, link, parents } from './facts.ts'
import { customer } from './samples.ts'

const one = (facts: ReturnType<typeof customerFacts>) => decideCustomer(facts, context())[0]
const before = customer({ email: 'a@smith.example', phone: '020 7946 0000' })
const contact = (fields: Record<string, string> = {}, more: Partial<BookContact> = {}): BookContact => ({
  bookId: 'B-1',
  name: 'A. Smith',
  phones: [],
  isSupplier: false,
  state: 'active',
  updatedAt: '2026-10-01T00:00:00Z',
  fields: { ...customerFields(before), ...fields },
  ...more,
})
const linked = (now: Partial<Customer>, record = contact(), more: Parameters<typeof customerFacts>[1] = {}) =>
  customerFacts({ ...before, ...now }, { links: { main: link() }, linkedBody: before, record, ...more })

test('a customer who is not in the books is entered, rule 32: under a clean name', () => {
  expect(one(customerFacts({ name: ' A.  Smith ' }))).toMatchObject({
    decision: 'write',
    step: 'customers',
    intent: { operation: 'createCustomer', document: { body: { name: 'A. Smith' } } },
    needs: [],
  })
})

test('rule 32: a name that is taken is entered as the one made unique, and says so', () => {
  const sendName = { name: 'IT (14961)', notes: [{ code: 'NAME_MADE_UNIQUE' as const, values: {} }] }
  expect(one(customerFacts({ name: 'IT' }, { sendName }))).toMatchObject({
    intent: { document: { body: { name: 'IT (14961)' } } },
    notes: [{ code: 'NAME_MADE_UNIQUE' }],
  })
})

test('rule 25: an open question is not answered by entering the customer', () => {
  const match = { code: 'CUSTOMER_QUESTION' as const, values: { customer: 'A. Smith' } }
  expect(one(customerFacts({}, { match }))).toMatchObject({ decision: 'ask', code: 'CUSTOMER_QUESTION' })
  expect(one(customerFacts({}, { match, choice: 'create' }))).toMatchObject({ decision: 'write' })
})

test('held and archived customers are not entered', () => {
  expect(one(customerFacts({ hold: true }))).toMatchObject({ decision: 'hold' })
  expect(one(customerFacts({ state: 'archived' }))).toMatchObject({ decision: 'notDue', code: 'ARCHIVED_IN_HOST' })
})

describe('rule 26: a customer merged in the host is an alias', () => {
  test('it shares the contact of the customer it was merged into', () => {
    const facts = customerFacts(
      { state: 'merged', mergedInto: 'c2' },
      { parents: parents({ 'customer/c2': { state: 'linked', bookId: 'B-c2' } }) },
    )
    expect(one(facts)).toMatchObject({ decision: 'adopt', bookId: 'B-c2', alias: true, notes: [{ code: 'CUSTOMER_MERGED_HERE' }] })
  })

  test.each(['planned', 'waiting', 'unknown'] as const)('it waits while that customer is %s', (state) => {
    const facts = customerFacts({ state: 'merged', mergedInto: 'c2' }, { parents: parents({ 'customer/c2': { state } }) })
    expect(one(facts)).toMatchObject({ decision: 'wait', waitsFor: 'customer/c2' })
  })

  test('it never changes the contact', () => {
    expect(one(linked({ name: 'Other' }, contact(), { links: { main: link({ alias: true }) } }))).toMatchObject({ decision: 'skip' })
  })
})

describe('rule 29: last sent, ours, theirs', () => {
  test('nothing changed: nothing sent', () => {
    expect(one(linked({}))).toEqual({ decision: 'skip', part: 'main' })
  })

  test('ours changed: sent, and only that', () => {
    expect(one(linked({ email: 'new@smith.example' }))).toMatchObject({
      decision: 'write',
      intent: { operation: 'updateCustomer', bookId: 'B-1', fields: ['email'] },
    })
  })

  test('theirs changed: kept, also when something else of ours is sent', () => {
    const record = contact({ phone: '0161 496 0000' })
    expect(one(linked({}, record))).toMatchObject({ decision: 'skip' })
    expect(one(linked({ email: 'new@smith.example' }, record))).toMatchObject({
      intent: { fields: ['email'] },
      notes: [{ code: 'CUSTOMER_CHANGED_IN_BOOKS', values: { field: 'phone', theirs: '0161 496 0000' } }],
    })
  })

  test('both changed to the same: nothing to do; to different things: a question', () => {
    expect(one(linked({ email: 'x@smith.example' }, contact({ email: 'X@smith.example ' })))).toMatchObject({ decision: 'skip' })
    const facts = linked({ email: 'ours@smith.example' }, contact({ email: 'theirs@smith.example' }))
    expect(one(facts)).toMatchObject({
      decision: 'ask',
      code: 'CUSTOMER_CHANGED_BOTH',
      values: { field: 'email', ours: 'ours@smith.example', theirs: 'theirs@smith.example' },
    })
    expect(one({ ...facts, choice: 'acceptTheirs' })).toMatchObject({ decision: 'skip' })
    expect(one({ ...facts, choice: 'sendOurs' })).toMatchObject({ decision: 'write', intent: { fields: ['email'] } })
  })

  test('what the provider made of a field when it was sent is no change of theirs', () => {
    const fields = { email: 'a@smith.example', country: 'United Kingdom' }
    const links = { main: link({ sent: { expected: { kind: 'customer' as const, fields } } }) }
    expect(one(linked({}, contact({ country: 'United Kingdom' }), { links }))).toMatchObject({ decision: 'skip' })
  })
})

describe('rule 30: archived and merged contacts', () => {
  test('an archived contact is a problem of its customer at once, unless the customer is archived here too', () => {
    const archived = contact({}, { state: 'archived' })
    expect(one(linked({}, archived))).toMatchObject({ decision: 'refuse', code: 'CONTACT_ARCHIVED', bookId: 'B-1' })
    expect(one(linked({ state: 'archived' }, archived))).toMatchObject({ decision: 'skip' })
  })

  test('a merge in the books is followed', () => {
    expect(one(linked({}, contact({}, { state: 'archived', mergedInto: 'B-2' })))).toMatchObject({ decision: 'adopt', bookId: 'B-2' })
  })
})
