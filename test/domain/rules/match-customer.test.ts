import { describe, expect, test } from 'vitest'
import { contact, match, ours } from './contacts.ts'

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
