import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arranged, arrange, type Json, LINE, messages } from './arrange.ts'

let xero: Arranged
beforeAll(async () => {
  xero = await arrange({}, { limits: true })
  await xero.control('POST', 'limits', { minute: 1000, concurrent: 100 })
})
afterAll(() => xero.stop())

const ZERO = '00000000-0000-0000-0000-000000000000'
const names = async (prefix: string): Promise<string[]> =>
  (await xero.api('GET', `Contacts?where=${encodeURIComponent(`Name.StartsWith("${prefix}")`)}`)).json.Contacts.map((each) => each.Name)

test('9: without summarizeErrors one bad element makes a 400 with Elements; with false it is a 200 with a status per element, in the order sent', async () => {
  const batch = { Contacts: [{ Name: 'Nine A' }, { Name: 'Nine B', EmailAddress: 'wrong' }, { Name: 'Nine C' }] }
  for (const query of ['', '?summarizeErrors=true', '?SUMMARIZEERRORS=True']) {
    const answer = await xero.api('PUT', `Contacts${query}`, batch)
    expect([answer.status, answer.json.ErrorNumber, answer.json.Type, answer.json.Message]).toEqual([
      400,
      10,
      'ValidationException',
      'A validation exception occurred',
    ])
    expect(answer.json.Elements.map((each) => [each.Name, each.StatusAttributeString])).toEqual([['Nine B', undefined]])
    expect(messages(answer.json)).toEqual(['Email address must be valid.'])
  }
  const mixed = await xero.api('PUT', 'Contacts?SummarizeErrors=False', batch)
  expect([mixed.status, mixed.json.Status]).toEqual([200, 'OK'])
  expect(mixed.json.Contacts.map((each) => [each.Name, each.StatusAttributeString, each.HasValidationErrors])).toEqual([
    ['Nine A', 'OK', false],
    ['Nine B', 'ERROR', true],
    ['Nine C', 'OK', false],
  ])
  const good = await xero.api('PUT', 'Contacts', { Contacts: [{ Name: 'Nine D' }] })
  expect(good.json.Contacts[0]?.StatusAttributeString).toBeUndefined()
})

test('quirk goodSiblings: the good elements of a summarised 400 are dropped or saved', async () => {
  const batch = (name: string) => ({ Contacts: [{ Name: name }, { Name: `${name} bad`, EmailAddress: 'wrong' }] })
  expect((await xero.api('PUT', 'Contacts', batch('Sibling dropped'))).status).toBe(400)
  expect(await names('Sibling')).toEqual([])
  await xero.control('POST', 'quirks', { goodSiblings: 'saved' })
  expect((await xero.api('PUT', 'Contacts', batch('Sibling saved'))).status).toBe(400)
  expect(await names('Sibling')).toEqual(['Sibling saved'])
  await xero.control('POST', 'quirks', { goodSiblings: 'dropped' })
})

test('an unknown customer in one element refuses the whole request and leaves nothing behind', async () => {
  const contact = await xero.contact('Whole or nothing')
  const draft = (id: string, number: string) => ({ Type: 'ACCREC', Contact: { ContactID: id }, InvoiceNumber: number, LineItems: [LINE] })
  const answer = await xero.api('PUT', 'Invoices?summarizeErrors=false', {
    Invoices: [draft(contact, 'W-1'), draft(crypto.randomUUID(), 'W-2')],
  })
  expect(answer.status).toBe(404)
  expect((await xero.api('GET', 'Invoices?InvoiceNumbers=W-1,W-2')).json.Invoices).toEqual([])
})

test('10: a failed create has an id of zeros; a failed update has the real id, the status asked for, the stored lines and no number', async () => {
  const stored = await xero.invoice({ InvoiceNumber: 'TEN-1', Date: '2026-06-01' })
  const failed = await xero.api('PUT', 'Invoices?summarizeErrors=false', {
    Invoices: [{ Type: 'ACCREC', Contact: { ContactID: stored.Contact.ContactID }, InvoiceNumber: 'TEN-1', LineItems: [LINE] }],
  })
  expect(failed.json.Invoices[0]).toMatchObject({
    InvoiceID: ZERO,
    HasErrors: true,
    StatusAttributeString: 'ERROR',
    InvoiceNumber: 'TEN-1',
  })
  expect(messages(failed.json.Invoices[0] as Json)).toEqual(['Invoice # must be unique.'])
  const update = await xero.api('POST', 'Invoices?summarizeErrors=false', {
    Invoices: [{ InvoiceID: stored.InvoiceID, Status: 'DELETED', Date: '2026-06-02', InvoiceNumber: 'TEN-1', LineItems: [] }],
  })
  const element = update.json.Invoices[0] as Json
  expect(element).toMatchObject({
    InvoiceID: stored.InvoiceID,
    Status: 'DELETED',
    Type: 'ACCREC',
    Date: `/Date(${Date.UTC(2026, 5, 2)}+0000)/`,
  })
  expect(element.LineItems[0]?.LineItemID).toBe(stored.LineItems[0]?.LineItemID)
  expect(element.InvoiceNumber).toBeUndefined()
  expect(messages(element)).toEqual(['Invoice not of valid status for modification'])
})

test('11: an Idempotency-Key replays the first answer for six minutes, errors included, refuses another request, and costs quota', async () => {
  const key = { 'idempotency-key': 'k-1' }
  const body = { Contacts: [{ Name: 'Once only' }] }
  const first = await xero.api('PUT', 'Contacts', body, key)
  const again = await xero.api('PUT', 'Contacts', body, key)
  expect(again.text).toBe(first.text)
  expect(Number(again.headers.get('x-minlimit-remaining'))).toBe(Number(first.headers.get('x-minlimit-remaining')) - 1)
  expect(await names('Once only')).toEqual(['Once only'])
  for (const [method, path, other] of [
    ['PUT', 'Contacts', { Contacts: [{ Name: 'Another' }] }],
    ['POST', 'Contacts', body],
    ['PUT', 'Contacts?summarizeErrors=false', body],
  ] as const) {
    const different = await xero.api(method, path, other, key)
    expect(different.status).toBe(400)
    expect(different.text).toContain('is used with a different request')
  }
  const failing = { 'idempotency-key': 'k-2' }
  const refused = await xero.api('PUT', 'Contacts', { Contacts: [{ Name: 'Late', EmailAddress: 'x' }] }, failing)
  expect((await xero.api('PUT', 'Contacts', { Contacts: [{ Name: 'Late', EmailAddress: 'x' }] }, failing)).text).toBe(refused.text)
  expect((await xero.api('PUT', 'Contacts', body, { 'idempotency-key': 'x'.repeat(129) })).status).toBe(400)
  expect((await xero.api('GET', 'Contacts', undefined, key)).status).toBe(200)
  await xero.control('POST', 'clock', { advanceSeconds: 361 })
  expect((await xero.api('PUT', 'Contacts', body, key)).status).toBe(400)
  const log = (await xero.control('GET', 'requests')).requests
  expect(log.filter((each) => each.replayed && each.idempotencyKey === 'k-1').length).toBe(1)
})

test('quirk reusedKeyBody: the refusal of a reused key is an exception or a problem', async () => {
  const key = { 'idempotency-key': 'k-3' }
  await xero.api('PUT', 'Contacts', { Contacts: [{ Name: 'Reuse 1' }] }, key)
  expect((await xero.api('PUT', 'Contacts', {}, key)).json.Message).toContain('is used with a different request')
  await xero.control('POST', 'quirks', { reusedKeyBody: 'problem' })
  expect((await xero.api('PUT', 'Contacts', {}, key)).json.Detail).toContain('is used with a different request')
  await xero.control('POST', 'quirks', { reusedKeyBody: 'exception' })
})

test('12: PUT only creates; POST updates what it finds by id, sales number, contact number or name, and bills are never found by number', async () => {
  const id = await xero.contact('Twelve Ltd', { ContactNumber: 'C-12' })
  const twin = await xero.api('PUT', 'Contacts', { Contacts: [{ Name: 'Twelve Ltd' }] })
  expect(messages(twin.json)).toEqual([
    'The contact name Twelve Ltd is already assigned to another contact. The contact name must be unique across all active contacts.',
  ])
  const post = async (contact: object) => (await xero.api('POST', 'Contacts', { Contacts: [contact] })).json.Contacts[0] as Json
  for (const found of [{ ContactID: id }, { ContactNumber: 'c-12' }, { Name: 'TWELVE LTD' }])
    expect((await post({ ...found, FirstName: 'F' })).ContactID).toBe(id)
  expect((await post({ Name: 'Thirteen Ltd' })).ContactID).not.toBe(id)

  const invoice = await xero.invoice({ Contact: { ContactID: id }, InvoiceNumber: 'N-12' })
  const change = { Type: 'ACCREC', InvoiceNumber: 'n-12', Contact: { ContactID: id }, Reference: 'changed', LineItems: [LINE] }
  expect((await xero.api('PUT', 'Invoices', { Invoices: [change] })).status).toBe(400)
  const updated = await xero.api('POST', 'Invoices', { Invoices: [change] })
  expect(updated.json.Invoices[0]).toMatchObject({ InvoiceID: invoice.InvoiceID, Reference: 'changed' })
  const byPath = await xero.api('POST', 'Invoices/N-12', { Invoices: [{ Reference: 'by path' }] })
  expect(byPath.json.Invoices[0]).toMatchObject({ InvoiceID: invoice.InvoiceID, Reference: 'by path' })
  expect(
    (await xero.api('PUT', 'Invoices', { Invoices: [{ ...change, InvoiceID: invoice.InvoiceID, InvoiceNumber: 'N-12b' }] })).status,
  ).toBe(400)

  const bill = {
    Type: 'ACCPAY',
    InvoiceNumber: 'SUPP-1',
    Contact: { ContactID: id },
    LineItems: [{ ...LINE, AccountCode: '400', TaxType: 'INPUT2' }],
  }
  const bills = [await xero.api('PUT', 'Invoices', { Invoices: [bill] }), await xero.api('PUT', 'Invoices', { Invoices: [bill] })]
  expect(new Set(bills.map((each) => each.json.Invoices[0]?.InvoiceID)).size).toBe(2)
})

test('quirk creditNoteByNumber: a POST with a number that exists updates that credit note or is refused', async () => {
  const note = await xero.creditNote({ CreditNoteNumber: 'CR-1' })
  const again = {
    Type: 'ACCRECCREDIT',
    CreditNoteNumber: 'CR-1',
    Contact: { ContactID: note.Contact.ContactID },
    Reference: 'again',
    LineItems: [LINE],
  }
  const updated = await xero.api('POST', 'CreditNotes', { CreditNotes: [again] })
  expect(updated.json.CreditNotes[0]).toMatchObject({ CreditNoteID: note.CreditNoteID, ID: note.CreditNoteID, Reference: 'again' })
  await xero.control('POST', 'quirks', { creditNoteByNumber: 'refused' })
  expect(messages((await xero.api('POST', 'CreditNotes', { CreditNotes: [again] })).json)).toEqual(['Credit Note # must be unique.'])
  await xero.control('POST', 'quirks', { creditNoteByNumber: 'updates' })
})
