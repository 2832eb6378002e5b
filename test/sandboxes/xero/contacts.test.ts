import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arranged, arrange, type Json, LINE, messages } from './arrange.ts'

let xero: Arranged
beforeAll(async () => {
  xero = await arrange()
})
afterAll(() => xero.stop())

const put = async (contact: object) =>
  (await xero.api('PUT', 'Contacts?summarizeErrors=false', { Contacts: [contact] })).json.Contacts[0] as Json
const post = async (contact: object) =>
  (await xero.api('POST', 'Contacts?summarizeErrors=false', { Contacts: [contact] })).json.Contacts[0] as Json
const get = async (key: string) => (await xero.api('GET', `Contacts/${key}`)).json.Contacts[0] as Json
const quirk = (change: object) => xero.control('POST', 'quirks', change)

const ARCHIVED = 'The specified contact details matched an archived contact. Archived contacts cannot currently be edited via the API.'

test('13: a name is unique among active contacts whatever its case, a contact number among all, and slots are always there and merged by type', async () => {
  const id = await xero.contact('Thirteen & Sons', { ContactNumber: 'T-13' })
  expect(messages(await put({ Name: 'THIRTEEN & SONS' }))[0]).toMatch(
    /^The contact name THIRTEEN & SONS is already assigned to another contact\./,
  )
  expect(messages(await put({ Name: 'Other', ContactNumber: 't-13' }))).toEqual([
    'Another contact has this contact number. Please enter a different contact number.',
  ])
  const address = { AddressType: 'POBOX', AddressLine1: '1 High St', City: 'Leeds', PostalCode: 'LS1 1AA' }
  const written = await post({ ContactID: id, Addresses: [address], Phones: [{ PhoneType: 'MOBILE', PhoneNumber: '07700 900123' }] })
  expect(written.Addresses.map((each) => each.AddressType)).toEqual(['STREET', 'POBOX'])
  expect(written.Addresses[0]).toEqual({ AddressType: 'STREET', City: '', Region: '', PostalCode: '', Country: '' })
  expect(written.Phones.map((each) => each.PhoneType)).toEqual(['DEFAULT', 'DDI', 'FAX', 'MOBILE'])
  expect(written.Phones[0]).toEqual({ PhoneType: 'DEFAULT', PhoneNumber: '', PhoneAreaCode: '', PhoneCountryCode: '' })
  const merged = await post({
    ContactID: id,
    FirstName: 'Tara',
    Addresses: [
      { AddressType: 'STREET', City: 'York' },
      { AddressType: 'POBOX', City: 'Hull' },
    ],
  })
  expect(merged).toMatchObject({ FirstName: 'Tara', Name: 'Thirteen & Sons', ContactNumber: 'T-13' })
  const read = await get(id)
  expect(read.Addresses).toEqual([
    { AddressType: 'POBOX', AddressLine1: '1 High St', City: 'Hull', PostalCode: 'LS1 1AA' },
    { AddressType: 'STREET', City: 'York' },
  ])
  expect(read.Phones.map((each) => each.PhoneType)).toEqual(['DDI', 'DEFAULT', 'FAX', 'MOBILE'])
  expect((await put({ Name: 'Marked', IsCustomer: true })).IsCustomer).toBe(false)
})

test('13: what is too long, malformed or without any identifier is refused', async () => {
  const refused = async (contact: object) => (await put(contact)).StatusAttributeString === 'ERROR'
  expect(messages(await put({ EmailAddress: 'a@b.co' }))[0]).toMatch(/^The Contact must contain at least 1 of the following elements/)
  for (const wrong of [
    { Name: 'x'.repeat(256) },
    { Name: 'Long number', ContactNumber: 'x'.repeat(51) },
    { Name: 'Angle <brackets>' },
    { Name: 'Mail', EmailAddress: 'two@signs@example.com' },
    { Name: 'Umlaut', EmailAddress: 'jürgen@example.com' },
    { Name: 'Two', EmailAddress: 'a@example.com;b@example.com' },
    { Name: 'Line', Addresses: [{ AddressType: 'STREET', AddressLine1: 'x'.repeat(501) }] },
    { Name: 'Phone', Phones: [{ PhoneType: 'DEFAULT', PhoneAreaCode: '01234567890' }] },
    { Name: 'People', ContactPersons: Array.from({ length: 6 }, () => ({ FirstName: 'x' })) },
  ])
    expect(await refused(wrong), JSON.stringify(wrong).slice(0, 60)).toBe(true)
})

test('quirks contactNameCase, contactNameSpaces and contactNumberWords can be the other way round', async () => {
  await xero.contact('Case Ltd', { ContactNumber: 'CASE' })
  expect(messages(await put({ Name: 'Two  spaces' }))[0]).toContain('spaces')
  await quirk({ contactNameCase: 'sensitive', contactNameSpaces: 'tidied', contactNumberWords: 'already' })
  expect((await put({ Name: 'CASE LTD' })).StatusAttributeString).toBe('OK')
  expect((await put({ Name: ' Two  spaces ' })).Name).toBe('Two spaces')
  expect(messages(await put({ Name: 'Other case', ContactNumber: 'CASE' }))[0]).toMatch(/^The contact number CASE is already assigned/)
  await quirk({ contactNameCase: 'insensitive', contactNameSpaces: 'refused', contactNumberWords: 'another' })
})

test('14: a contact with documents can be archived, then takes no edit and no document, and is hidden unless asked for; its name is free again', async () => {
  const id = await xero.contact('Fourteen Ltd', { ContactNumber: 'F-14' })
  await xero.invoice({ Contact: { ContactID: id } })
  expect((await post({ ContactID: id, ContactStatus: 'ARCHIVED' })).ContactStatus).toBe('ARCHIVED')
  expect(messages(await post({ ContactID: id, FirstName: 'x' }))).toEqual([ARCHIVED])
  expect(messages(await post({ ContactID: id, ContactStatus: 'ARCHIVED' }))).toEqual([ARCHIVED])
  expect(messages(await post({ ContactID: id, ContactStatus: 'ACTIVE' }))).toEqual([ARCHIVED])
  const document = { Type: 'ACCREC', Contact: { ContactID: id }, LineItems: [LINE] }
  for (const [path, list, type] of [
    ['Invoices', 'Invoices', 'ACCREC'],
    ['CreditNotes', 'CreditNotes', 'ACCRECCREDIT'],
  ] as const) {
    const answer = await xero.api('PUT', path, { [list]: [{ ...document, Type: type }] })
    expect(messages(answer.json)[0]).toMatch(/^The contact with the specified contact details has been archived\./)
  }
  const listed = async (query: string) => (await xero.api('GET', `Contacts?${query}`)).json.Contacts.map((each) => each.ContactID)
  expect(await listed('page=1')).not.toContain(id)
  expect(await listed('page=1&includeArchived=true')).toContain(id)
  expect((await get(id)).ContactStatus).toBe('ARCHIVED')
  expect((await put({ Name: 'Fourteen Ltd' })).StatusAttributeString).toBe('OK')
  expect(messages(await put({ Name: 'Fourteen B', ContactNumber: 'F-14' }))[0]).toMatch(/^Another contact has this contact number/)
})

test('14: merging happens by hand: the loser is archived and points to the winner, which has its documents; its number stays taken', async () => {
  const [loser, winner] = [await xero.contact('Loser', { ContactNumber: 'L-1' }), await xero.contact('Winner')]
  const invoice = await xero.invoice({ Contact: { ContactID: loser } })
  await xero.control('POST', 'edit', { organisationId: xero.organisationId, action: 'mergeContacts', from: loser, into: winner })
  expect(await get(loser)).toMatchObject({ ContactStatus: 'ARCHIVED', MergedToContactID: winner })
  const moved = (await xero.api('GET', `Invoices/${invoice.InvoiceID}`)).json.Invoices[0]
  expect(moved?.Contact.ContactID).toBe(winner)
  expect(messages(await post({ ContactID: winner, ContactNumber: 'L-1' }))[0]).toMatch(/^Another contact has this contact number/)
  const where = `Contacts?includeArchived=true&where=${encodeURIComponent(`ContactID==Guid("${loser}")`)}`
  expect((await xero.api('GET', where)).json.Contacts[0]?.MergedToContactID).toBeUndefined()
  expect((await xero.api('GET', `${where}&page=1`)).json.Contacts[0]?.MergedToContactID).toBe(winner)
})

test('quirk unarchive: an ACTIVE write on an archived contact is refused or restores it', async () => {
  const id = await xero.contact('Sleeping')
  await post({ ContactID: id, ContactStatus: 'ARCHIVED' })
  await quirk({ unarchive: 'allowed' })
  expect((await post({ ContactID: id, ContactStatus: 'ACTIVE' })).ContactStatus).toBe('ACTIVE')
  await quirk({ unarchive: 'refused' })
})

test('15: contact fields inside an invoice change the contact and drop the persons not sent; the id alone changes nothing', async () => {
  const id = await xero.contact('Fifteen', {
    EmailAddress: 'old@example.com',
    ContactPersons: [{ FirstName: 'Pat', EmailAddress: 'pat@example.com' }],
  })
  const before = await get(id)
  await xero.invoice({ Contact: { ContactID: id } })
  const same = await get(id)
  expect([same.ContactPersons.length, same.UpdatedDateUTC, same.IsCustomer]).toEqual([1, before.UpdatedDateUTC, true])
  await xero.invoice({ Contact: { ContactID: id, EmailAddress: 'new@example.com' } })
  expect(await get(id)).toMatchObject({ EmailAddress: 'new@example.com', ContactPersons: [] })
  const made = await xero.invoice({ Contact: { Name: 'Made by an invoice' } })
  expect((await get(made.Contact.ContactID)).Name).toBe('Made by an invoice')
})

test('balances count only what is approved and unpaid, and do not move the date of the contact', async () => {
  const id = await xero.contact('Owes')
  const before = (await get(id)).UpdatedDateUTC
  await xero.invoice({ Contact: { ContactID: id }, Date: '2020-01-01', DueDate: '2020-01-31' })
  await xero.invoice({ Contact: { ContactID: id }, DueDate: '2099-01-31' })
  await xero.invoice({ Contact: { ContactID: id }, Status: 'DRAFT' })
  const contact = await get(id)
  expect(contact.Balances.AccountsReceivable).toEqual({ Outstanding: 240, Overdue: 120 })
  expect(contact.UpdatedDateUTC).toBe(before)
})
