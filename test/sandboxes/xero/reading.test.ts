import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arranged, arrange, type Json, LINE } from './arrange.ts'

let xero: Arranged
let alfa: string
beforeAll(async () => {
  xero = await arrange()
  alfa = await xero.contact('Alfa', { EmailAddress: 'alfa@example.com', FirstName: 'Al' })
  const Contact = { ContactID: alfa }
  for (let index = 1; index <= 5; index += 1) {
    await xero.control('POST', 'clock', { advanceSeconds: 10 })
    const LineItems = [{ ...LINE, UnitAmount: index * 10 }]
    await xero.invoice({
      Contact,
      InvoiceNumber: `R-${index}`,
      Date: `2026-0${index}-15`,
      Reference: `Job ${index}`,
      LineItems,
      Status: index === 5 ? 'DRAFT' : 'AUTHORISED',
    })
  }
})
afterAll(() => xero.stop())

const get = async (path: string, headers?: Record<string, string>) => (await xero.api('GET', path, undefined, headers)).json
const numbers = (json: Json) => json.Invoices.map((each) => each.InvoiceNumber)
const where = (filter: string, more = '') => `Invoices?where=${encodeURIComponent(filter)}${more}`
const quirk = (change: object) => xero.control('POST', 'quirks', change)

test('24: pages count from 1 with a block that says how many there are; without a page there is no block and no lines', async () => {
  const first = await get('Invoices?page=1&pageSize=2')
  expect(first.pagination).toEqual({ page: 1, pageSize: 2, pageCount: 3, itemCount: 5 })
  expect(numbers(first)).toEqual(['R-1', 'R-2'])
  expect(first.Invoices[0]?.LineItems.length).toBe(1)
  expect(numbers(await get('Invoices?page=3&pageSize=2'))).toEqual(['R-5'])
  expect((await get('Invoices?page=1&pageSize=5000')).pagination.pageSize).toBe(1000)
  expect((await get('Invoices?page=1')).pagination.pageSize).toBe(100)
  const unpaged = await get('Invoices')
  expect([unpaged.pagination, unpaged.Invoices[0]?.LineItems]).toEqual([undefined, []])
  expect((await get('Contacts')).Contacts[0]).toMatchObject({ Name: 'Alfa', ContactPersons: [], ContactGroups: [] })
})

test('24: the where filter knows comparisons, AND and OR, dates, ids, text functions and null, without regard to case', async () => {
  const cases: [string, string[]][] = [
    ['Status=="AUTHORISED"', ['R-1', 'R-2', 'R-3', 'R-4']],
    ['Status=="authorised" AND Total>=24 AND Total<48', ['R-2', 'R-3']],
    ['Date>=DateTime(2026, 3, 1) && Date<DateTime(2026,05,01)', ['R-3', 'R-4']],
    ['InvoiceNumber="r-2" OR Reference.EndsWith("3")', ['R-2', 'R-3']],
    ['Reference.Contains("JOB") and (Total==12 || Total==60.00)', ['R-1', 'R-5']],
    [`Contact.ContactID==Guid("${alfa}") AND InvoiceNumber!="R-1" AND !(Status=="DRAFT")`, ['R-2', 'R-3', 'R-4']],
    ['Contact.Name.ToLower()=="alfa" AND DueDate!=null AND AmountDue>40', ['R-4', 'R-5']],
    ['Type=="ACCPAY"', []],
    ['Reference.StartsWith("Job 1") == true', ['R-1']],
    ['FullyPaidOnDate==null && Date==DateTime.Parse("2026-02-15")', ['R-2']],
  ]
  for (const [filter, expected] of cases) expect(numbers(await get(where(filter))), filter).toEqual(expected)
  for (const bad of ['Nonsense=="x"', 'Status==', 'Status=="A" AND', '(Status=="A"', 'Status.Bogus("x")', 'Status=="A" "B"', '§']) {
    const answer = await xero.api('GET', where(bad))
    expect([answer.status, answer.json.ErrorNumber, answer.json.Type], bad).toEqual([400, 16, 'QueryParseException'])
  }
})

test('24: the order is by date of change unless said otherwise', async () => {
  expect(numbers(await get('Invoices?order=InvoiceNumber DESC'))).toEqual(['R-5', 'R-4', 'R-3', 'R-2', 'R-1'])
  expect(numbers(await get('Invoices?order=Status ASC, Total DESC'))).toEqual(['R-4', 'R-3', 'R-2', 'R-1', 'R-5'])
  await xero.control('POST', 'clock', { advanceSeconds: 10 })
  await xero.api('POST', 'Invoices/R-1', { Invoices: [{ Reference: 'Job 1' }] })
  expect(numbers(await get('Invoices'))).toEqual(['R-2', 'R-3', 'R-4', 'R-5', 'R-1'])
  await xero.control('POST', 'clock', { advanceSeconds: 10 })
  for (const number of ['R-2', 'R-3', 'R-4', 'R-5'])
    await xero.api('POST', `Invoices/${number}`, { Invoices: [{ Reference: `Job ${number.slice(2)}` }] })
})

test('24: lists of ids, numbers, contacts and statuses choose together, and a search looks into number and reference', async () => {
  const all = await get('Invoices')
  const id = (number: string) => all.Invoices.find((each) => each.InvoiceNumber === number)?.InvoiceID ?? ''
  expect(numbers(await get(`Invoices?IDs=${id('R-2')},${id('R-4').toUpperCase()}`)).sort()).toEqual(['R-2', 'R-4'])
  expect(numbers(await get('Invoices?InvoiceNumbers=R-1,r-3,R-99')).sort()).toEqual(['R-1', 'R-3'])
  expect(numbers(await get(`Invoices?ContactIDs=${alfa}&Statuses=DRAFT,PAID`))).toEqual(['R-5'])
  expect(numbers(await get(`Invoices?ContactIDs=${crypto.randomUUID()}`))).toEqual([])
  expect(numbers(await get('Invoices?searchTerm=job 4'))).toEqual(['R-4'])
  expect((await get('Invoices?createdByMyApp=true')).Invoices.length).toBe(5)
  expect((await get(`Contacts?IDs=${alfa}`)).Contacts.length).toBe(1)
  expect((await get('Contacts?searchTerm=ALFA@EX&page=1')).Contacts.length).toBe(1)
})

test('24: If-Modified-Since is read in Xero’s form, in the SDK’s and as an HTTP date, and every change that counts moves it', async () => {
  await xero.control('POST', 'clock', { advanceSeconds: 10 })
  const now = (await xero.control('GET', 'clock')).now
  await xero.control('POST', 'clock', { advanceSeconds: 10 })
  await xero.api('POST', 'Invoices/R-3', { Invoices: [{ Reference: 'Job 3 changed' }] })
  for (const since of [now.slice(0, 19), now, new Date(now).toUTCString()])
    expect(numbers(await get('Invoices', { 'if-modified-since': since })), since).toEqual(['R-3'])
  await xero.api('PUT', 'Payments', { Payments: [{ InvoiceNumber: 'R-2', Account: { Code: '090' }, Amount: 1 }] })
  expect(numbers(await get('Invoices', { 'if-modified-since': now })).sort()).toEqual(['R-2', 'R-3'])
  expect((await get('Contacts', { 'if-modified-since': now })).Contacts).toEqual([])
  expect((await get('Payments', { 'if-modified-since': now })).Payments.length).toBe(1)
  expect((await get('Accounts', { 'if-modified-since': now })).Accounts).toEqual([])
  expect((await get('TaxRates', { 'if-modified-since': now })).TaxRates.length).toBeGreaterThan(0)
})

test('24: summaryOnly forces pages and leaves the heavy fields out; a GET may carry a body', async () => {
  const summary = await get('Invoices?summaryOnly=true')
  expect(summary.pagination.itemCount).toBe(5)
  expect(Object.keys(summary.Invoices[0] ?? {})).not.toContain('LineItems')
  const contact = (await get('Contacts?summaryOnly=true')).Contacts[0]
  for (const heavy of ['Addresses', 'Balances', 'ContactGroups', 'ContactPersons', 'IsCustomer', 'IsSupplier'])
    expect(Object.keys(contact ?? {})).not.toContain(heavy)
  const { request } = await import('node:http')
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${xero.token()}`,
      'xero-tenant-id': xero.organisationId,
      'content-type': 'application/json',
      'content-length': 2,
    }
    const asked = request(`${xero.url}/api.xro/2.0/Invoices`, { method: 'GET', headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    asked.on('error', reject)
    asked.end('{}')
  })
  expect(status).toBe(200)
})

test('quirk dueDateEdits: an edit of only the due date leaves UpdatedDateUTC, or moves it', async () => {
  const before = (await get('Invoices/R-4')).Invoices[0]?.UpdatedDateUTC
  const change = async (DueDate: string) => {
    await xero.control('POST', 'clock', { advanceSeconds: 5 })
    await xero.api('POST', 'Invoices/R-4', { Invoices: [{ DueDate }] })
    return (await get('Invoices/R-4')).Invoices[0]?.UpdatedDateUTC
  }
  expect(await change('2027-03-01')).toBe(before)
  await quirk({ dueDateEdits: 'marked' })
  expect(await change('2027-03-02')).not.toBe(before)
  await quirk({ dueDateEdits: 'unmarked' })
})

test('quirks pagePastEnd, ifModifiedSince, invoiceByNumber, deletedPayments and deletedDocuments have both their answers', async () => {
  const status = async (path: string, headers?: Record<string, string>) => (await xero.api('GET', path, undefined, headers)).status
  const payment = (await get('Payments')).Payments[0] as Json
  await xero.api('POST', `Payments/${payment.PaymentID}`, { Status: 'DELETED' })
  const last = (await get('Contacts?page=1')).Contacts.at(-1) as Json
  const moment = new Date(Number(/\d+/.exec(last.UpdatedDateUTC)?.[0])).toISOString()
  const contacts = async () => (await get('Contacts', { 'if-modified-since': moment })).Contacts.length
  expect(await status('Invoices?page=99')).toBe(200)
  expect(await contacts()).toBe(0)
  expect(await status('Invoices/R-1')).toBe(200)
  expect((await get('Payments')).Payments[0]?.Status).toBe('DELETED')
  await xero.api('POST', 'Invoices/R-5', { Invoices: [{ Status: 'DELETED' }] })
  expect(numbers(await get('Invoices?page=1'))).toContain('R-5')
  await quirk({ deletedDocuments: 'hidden' })
  expect(numbers(await get('Invoices?page=1'))).not.toContain('R-5')
  expect(numbers(await get('Invoices?page=1&includeArchived=true'))).toContain('R-5')
  await quirk({
    deletedDocuments: 'listed',
    pagePastEnd: 'notFound',
    ifModifiedSince: 'inclusive',
    invoiceByNumber: 'notFound',
    deletedPayments: 'hidden',
  })
  expect(await status('Invoices?page=99')).toBe(404)
  expect(await contacts()).toBe(1)
  expect(await status('Invoices/R-1')).toBe(404)
  expect((await get('Payments')).Payments).toEqual([])
  await quirk({ pagePastEnd: 'empty', ifModifiedSince: 'exclusive', invoiceByNumber: 'found', deletedPayments: 'listed' })
})

test('settings can be read: the chart with its bank accounts, the United Kingdom’s tax matrix, themes, actions, users and tracking', async () => {
  const accounts = (await get('Accounts')).Accounts
  const account = (code: string) => accounts.find((each) => each.Code === code)
  expect(account('200')).toMatchObject({
    Name: 'Sales',
    Type: 'REVENUE',
    Class: 'REVENUE',
    TaxType: 'OUTPUT2',
    Status: 'ACTIVE',
    SystemAccount: '',
  })
  expect(account('090')).toMatchObject({ Type: 'BANK', EnablePaymentsToAccount: false, BankAccountType: 'BANK', CurrencyCode: 'GBP' })
  expect(account('610')?.SystemAccount).toBe('DEBTORS')
  const rates = (await get('TaxRates')).TaxRates
  const rate = (type: string) => rates.find((each) => each.TaxType === type)
  const applies = (type: string) =>
    ['Assets', 'Equity', 'Expenses', 'Liabilities', 'Revenue'].map((each) => Object(rate(type))[`CanApplyTo${each}`])
  expect(rate('OUTPUT2')).toMatchObject({ EffectiveRate: 20, Status: 'ACTIVE' })
  expect(rate('RRINPUT')?.EffectiveRate).toBe(5)
  expect(rate('DRCHARGE20')).toMatchObject({ EffectiveRate: 0, DisplayTaxRate: 20 })
  expect(applies('OUTPUT2')).toEqual([true, true, false, true, true])
  expect(applies('INPUT2')).toEqual([true, true, true, true, false])
  expect(applies('NONE')).toEqual([true, true, true, true, true])
  expect(applies('GSTONIMPORTS')).toEqual([false, false, false, true, false])
  expect((await get('BrandingThemes')).BrandingThemes[0]?.SortOrder).toBe(0)
  const actions = (await get('Organisation/Actions')).Actions
  expect(actions.find((each) => each.Name === 'UseMulticurrency')?.Status).toBe('NOT-ALLOWED')
  expect(actions.find((each) => each.Name === 'CreateApprovedInvoice')?.Status).toBe('ALLOWED')
  expect((await get('Users')).Users.length).toBe(1)
  expect((await get('Organisation')).Organisations[0]).toMatchObject({
    CountryCode: 'GB',
    BaseCurrency: 'GBP',
    Timezone: 'GMTSTANDARDTIME',
  })
})

test('settings can be changed within the rules: accounts, tax rates and tracking categories', async () => {
  const put = async (path: string, body: object) => xero.api('PUT', path, body)
  const made = (await put('Accounts', { Code: '215', Name: 'Call-outs', Type: 'REVENUE', TaxType: 'OUTPUT2' })).json.Accounts[0] as Json
  expect(made).toMatchObject({ Class: 'REVENUE', Status: 'ACTIVE' })
  expect((await put('Accounts', { Code: '216', Name: 'call-OUTS', Type: 'REVENUE' })).text).toContain('Please enter a unique Name.')
  expect((await put('Accounts', { Code: '21612345678', Name: 'Long', Type: 'REVENUE' })).text).toContain('Maximum of 10 characters')
  expect((await put('Accounts', { Code: '217', Name: 'Euro', Type: 'BANK', BankAccountNumber: '1', CurrencyCode: 'EUR' })).text).toContain(
    "currency 'EUR'",
  )
  const path = `Accounts/${made.AccountID}`
  expect((await xero.api('POST', path, { Name: 'x', Status: 'ARCHIVED' })).text).toContain(
    'Cannot update account details and STATUS on the same request',
  )
  expect((await xero.api('POST', path, { Status: 'ARCHIVED' })).json.Accounts[0]?.Status).toBe('ARCHIVED')
  expect((await get(path)).Accounts[0]?.Status).toBe('ARCHIVED')
  const TaxComponents = [
    { Name: 'State', Rate: 5.5 },
    { Name: 'City', Rate: '1.25' },
  ]
  expect((await put('TaxRates', { TaxRates: [{ Name: 'Odd', TaxComponents }] })).json.TaxRates[0]).toMatchObject({
    TaxType: 'TAX001',
    EffectiveRate: 6.75,
  })
  expect((await get('TaxRates/TAX001')).TaxRates.length).toBe(1)
  const category = { Name: 'Region', Options: [{ Name: 'North' }, { Name: 'South' }] }
  expect((await put('TrackingCategories', category)).json.TrackingCategories[0]?.Options.length).toBe(2)
  const tracked = await xero.invoice({ LineItems: [{ ...LINE, Tracking: [{ Name: 'Region', Option: 'North' }] }] })
  expect(tracked.LineItems[0]?.Tracking[0]).toMatchObject({ Name: 'Region', Option: 'North' })
  await put('TrackingCategories', { Name: 'Van' })
  expect((await put('TrackingCategories', { Name: 'Third' })).status).toBe(400)
})

test('24: a query string of more than 2,048 characters is answered 404, as if nothing were there', async () => {
  const ids = (count: number) => Array.from({ length: count }, () => '00000000-0000-4000-8000-000000000000').join('%2C')
  const asked = async (count: number) => (await xero.api('GET', `Invoices?page=1&IDs=${ids(count)}`)).status
  expect([await asked(50), await asked(53)]).toEqual([200, 404])
})
