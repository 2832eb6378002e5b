import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arranged, arrange, LINE, messages } from './arrange.ts'

let xero: Arranged
beforeAll(async () => {
  xero = await arrange()
})
afterAll(() => xero.stop())

const DATE = /^\/Date\(\d+\+0000\)\/$/

test('7: answers stand in the envelope, days as UTC midnight with their twin, money with two decimals, nothing null, empty lists there', async () => {
  const made = await xero.invoice({ Date: '2026-09-14', LineItems: [{ ...LINE, Quantity: 3, UnitAmount: 33.3 }] })
  const { json, text } = await xero.api('GET', `Invoices/${made.InvoiceID}`)
  expect(json).toMatchObject({ Id: expect.stringMatching(/^[0-9a-f-]{36}$/), Status: 'OK', ProviderName: 'Sandbox app' })
  expect(json.DateTimeUTC).toMatch(/^\/Date\(\d+\)\/$/)
  const invoice = json.Invoices[0]
  expect(invoice).toMatchObject({
    DateString: '2026-09-14T00:00:00',
    Date: `/Date(${Date.UTC(2026, 8, 14)}+0000)/`,
    DueDateString: '2026-12-31T00:00:00',
  })
  expect(invoice?.UpdatedDateUTC).toMatch(DATE)
  expect(invoice?.UpdatedDateUTCString).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  expect(text).toContain('"Total":119.88')
  expect(text).toContain('"AmountPaid":0.00')
  expect(text).toContain('"UnitAmount":33.30')
  expect(text).toContain('"Quantity":3.0000')
  expect(text).toContain('"CurrencyRate":1.000000')
  expect(text).not.toContain('null')
  expect(invoice).toMatchObject({ Payments: [], CreditNotes: [], Prepayments: [], Overpayments: [] })
})

test('8: an unknown id, name or path is a 404 in HTML without any JSON', async () => {
  for (const path of [
    `Invoices/${crypto.randomUUID()}`,
    'Contacts/nobody',
    `Payments/${crypto.randomUUID()}`,
    'Nonsense',
    `Invoices/${crypto.randomUUID()}/History`,
  ]) {
    const answer = await xero.api('GET', path)
    expect([answer.status, answer.headers.get('content-type'), answer.json], path).toEqual([404, 'text/html; charset=utf-8', undefined])
  }
  const write = await xero.api('PUT', 'Invoices', {
    Invoices: [{ Type: 'ACCREC', Contact: { ContactID: crypto.randomUUID() }, LineItems: [LINE] }],
  })
  expect([write.status, write.json]).toEqual([404, undefined])
})

test('26: other clients’ habits are taken: paths in any case and plural, three forms of dates, unknown properties, refused rows with /Date()/', async () => {
  const contact = await xero.contact()
  for (const path of [
    'organisations',
    'ORGANISATION',
    'contact',
    'CONTACTS',
    'invoice',
    'taxrates',
    'Currency',
    'trackingcategories',
    'bankTransactions',
  ]) {
    expect((await xero.api('GET', path)).status, path).toBe(200)
  }
  const ms = Date.UTC(2026, 4, 31)
  for (const date of ['2026-05-31', '2026-05-31T00:00:00', '2026-05-31T00:00:00Z', `/Date(${ms})/`, `/Date(${ms}+0000)/`]) {
    const draft = { type: 'ACCREC', contact: { contactId: contact }, date, LineItems: [LINE], Made: { By: 'nobody' } }
    const answer = await xero.api('PUT', 'invoices', { invoices: [draft] })
    expect(answer.json.Invoices[0]?.DateString, date).toBe('2026-05-31T00:00:00')
  }
  const refused = await xero.api('PUT', 'Invoices?summarizeErrors=false', {
    Invoices: [{ Type: 'ACCREC', Contact: { ContactID: contact }, Date: '2026-05-31', Status: 'PAID', LineItems: [LINE] }],
  })
  expect(refused.json.Invoices[0]).toMatchObject({ Date: `/Date(${ms}+0000)/`, StatusAttributeString: 'ERROR' })
  expect(refused.json.Invoices[0]?.LineItems[0]).toMatchObject({ UnitAmount: 100, ValidationErrors: [] })
  expect((await xero.api('PUT', 'Contacts', '{"Contacts": [')).json).toMatchObject({ ErrorNumber: 14, Type: 'PostDataInvalidException' })
  const rates = (await xero.api('GET', 'TaxRates')).json.TaxRates
  expect(rates.length).toBeGreaterThan(15)
  expect(rates.map((rate) => rate.ReportTaxType)).not.toContain('RROUTPUT')
})

test('26: a body in XML is taken as its JSON would be, a list of one and a bare element too, and answered in JSON', async () => {
  const contact = await xero.contact('Smith & Sons', { EmailAddress: 'old@example.com' })
  const line =
    '<LineItem><Description>Boiler &amp; flue</Description><Quantity>2.5</Quantity><UnitAmount>19.9999</UnitAmount><AccountCode>200</AccountCode><TaxType>OUTPUT2</TaxType></LineItem>'
  const invoice = `<Invoice><Type>ACCREC</Type><Contact><ContactID>${contact}</ContactID></Contact><Date>2026-05-31T00:00:00</Date><Reference/><LineItems>${line}</LineItems></Invoice>`
  for (const body of [
    `<?xml version="1.0" encoding="utf-8"?><Invoices>${invoice}${invoice}</Invoices>`,
    `<Invoices>${invoice}</Invoices>`,
    invoice,
  ]) {
    const { status, json } = await xero.api('PUT', 'Invoices?unitdp=4', body, { 'content-type': 'application/xml' })
    expect([status, json.Invoices.length]).toEqual([200, body.split('<Invoice>').length - 1])
    expect(json.Invoices[0]).toMatchObject({ DateString: '2026-05-31T00:00:00', SubTotal: 50, TotalTax: 10 })
    expect(json.Invoices[0]?.LineItems).toMatchObject([{ Description: 'Boiler & flue', Quantity: 2.5, UnitAmount: 19.9999 }])
  }
  const addresses = '<Addresses><Address><AddressType>STREET</AddressType><City>Torquay</City></Address></Addresses>'
  const changed = await xero.api(
    'POST',
    `Contacts/${contact}`,
    `<Contact><EmailAddress>new@example.com</EmailAddress>${addresses}</Contact>`,
  )
  expect(changed.json.Contacts[0]).toMatchObject({ Name: 'Smith & Sons', EmailAddress: 'new@example.com' })
  expect(changed.json.Contacts[0]?.Addresses).toEqual(expect.arrayContaining([expect.objectContaining({ City: 'Torquay' })]))
  expect((await xero.api('PUT', 'Contacts', '<Contacts><Contact></Contacts>')).json).toMatchObject({ ErrorNumber: 14 })
  expect((await xero.api('PUT', 'Contacts', '<Contacts><Contact/></Contacts>')).status).toBe(400)
})

test('a date or number that cannot be read refuses only its own element', async () => {
  const contact = await xero.contact()
  const base = { Type: 'ACCREC', Contact: { ContactID: contact }, LineItems: [LINE] }
  const answer = await xero.api('PUT', 'Invoices?summarizeErrors=false', {
    Invoices: [{ ...base, Date: '2026-02-30' }, { ...base, LineItems: [{ ...LINE, UnitAmount: 'ten' }] }, base],
  })
  expect(answer.json.Invoices.map((each) => each.StatusAttributeString)).toEqual(['ERROR', 'ERROR', 'OK'])
  expect(answer.json.Invoices[0]?.Date).toBe('2026-02-30')
  expect(messages(answer.json.Invoices[1] ?? answer.json)[0]).toContain("'ten'")
})

test('a request over 10 MB is refused, and over 3.5 MB when the quirk says so', async () => {
  const body = (megabytes: number) => ({ Contacts: [{ Name: 'Big', Extra: 'x'.repeat(megabytes * 1024 * 1024) }] })
  expect((await xero.api('PUT', 'Contacts', body(11))).status).toBe(413)
  await xero.control('POST', 'quirks', { requestLimit: '3.5 MB' })
  expect((await xero.api('PUT', 'Contacts', body(4))).status).toBe(413)
  await xero.control('POST', 'quirks', { requestLimit: '10 MB' })
  expect((await xero.api('PUT', 'Contacts', body(4))).status).toBe(200)
})
