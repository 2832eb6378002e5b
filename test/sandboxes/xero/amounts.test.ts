import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arranged, arrange, type Json, LINE, messages } from './arrange.ts'

let xero: Arranged
beforeAll(async () => {
  xero = await arrange({ currencies: ['GBP', 'EUR'] })
})
afterAll(() => xero.stop())

const put = async (invoice: object, query = '') =>
  (await xero.api('PUT', `Invoices?summarizeErrors=false${query}`, { Invoices: [invoice] })).json.Invoices[0] as Json
const get = async (id: string, query = '') => (await xero.api('GET', `Invoices/${id}${query}`)).json.Invoices[0] as Json
const edit = (change: object) => xero.control('POST', 'edit', { organisationId: xero.organisationId, ...change })

test('18: tax is rounded half up on each line and then summed, in or on top of the price, unit prices keep two decimals unless unitdp=4', async () => {
  const contact = { ContactID: await xero.contact() }
  const totals = async (lines: object[], types: string, query = '') => {
    const made = await put({ Type: 'ACCREC', Contact: contact, LineAmountTypes: types, LineItems: lines, Total: 1 }, query)
    return [made.SubTotal, made.TotalTax, made.Total, made.LineItems.map((line) => line.TaxAmount)]
  }
  const line = (UnitAmount: number, TaxType = 'OUTPUT2', more = {}) => ({
    Description: 'x',
    Quantity: 1,
    UnitAmount,
    AccountCode: '200',
    TaxType,
    ...more,
  })
  const halves = [line(0.03), line(0.03), line(0.02)]
  expect(await totals(halves, 'Exclusive')).toEqual([0.08, 0.02, 0.1, [0.01, 0.01, 0]])
  expect(await totals([line(0.12), line(0.13)], 'Exclusive')).toEqual([0.25, 0.05, 0.3, [0.02, 0.03]])
  expect(await totals([line(10.1, 'RROUTPUT')], 'Exclusive')).toEqual([10.1, 0.51, 10.61, [0.51]])
  expect(await totals([line(120), line(0.1)], 'Inclusive')).toEqual([100.08, 20.02, 120.1, [20, 0.02]])
  expect(await totals([line(33.33)], 'NoTax')).toEqual([33.33, 0, 33.33, [0]])
  expect(await totals([line(-0.03, 'OUTPUT2'), line(1)], 'Exclusive')).toEqual([0.97, 0.19, 1.16, [-0.01, 0.2]])
  expect(await totals([line(100, 'DRCHARGE20')], 'Exclusive')).toEqual([100, 0, 100, [0]])
  expect(await totals([line(1.2345, 'OUTPUT2', { Quantity: 1000 })], 'Exclusive')).toEqual([1230, 246, 1476, [246]])
  expect(await totals([line(1.2345, 'OUTPUT2', { Quantity: 1000 })], 'Exclusive', '&unitdp=4')).toEqual([1234.5, 246.9, 1481.4, [246.9]])
  const precise = await put({ Type: 'ACCREC', Contact: contact, LineItems: [line(1.2345)] }, '&unitdp=4')
  expect((await get(precise.InvoiceID, '?unitdp=4')).LineItems[0]?.UnitAmount).toBe(1.2345)
  expect((await get(precise.InvoiceID)).LineItems[0]?.UnitAmount).toBe(1.23)
  expect(await totals([line(99.99, 'OUTPUT2', { DiscountRate: 12.5 })], 'Exclusive')).toEqual([87.49, 17.5, 104.99, [17.5]])
  expect(await totals([line(100, 'OUTPUT2', { DiscountAmount: 10 })], 'Exclusive')).toEqual([90, 18, 108, [18]])
  expect(await totals([line(100, 'OUTPUT2', { TaxAmount: 19.99 })], 'Exclusive')).toEqual([100, 19.99, 119.99, [19.99]])
})

test('18: the recorded sums of an organisation with 15 % inclusive tax come out to the cent', async () => {
  const zealand = await arrange({ country: 'NZ' })
  const make = (UnitAmount: number) =>
    zealand.invoice({ LineAmountTypes: 'Inclusive', LineItems: [{ Description: 'x', Quantity: 1, UnitAmount, AccountCode: '200' }] })
  expect([(await make(541.25)).TotalTax, (await make(500)).TotalTax]).toEqual([70.6, 65.22])
  await zealand.stop()
})

test('18: a discount on anything but a sales invoice is refused', async () => {
  const answer = await xero.api('PUT', 'CreditNotes?summarizeErrors=false', {
    CreditNotes: [{ Type: 'ACCRECCREDIT', Contact: { ContactID: await xero.contact() }, LineItems: [{ ...LINE, DiscountRate: 5 }] }],
  })
  expect(messages(answer.json.CreditNotes[0] as Json)[0]).toContain('Discounts')
})

test('19: an account must exist, be active and take the tax type; without a tax type the account’s own is used; drafts are only warned', async () => {
  const contact = { ContactID: await xero.contact() }
  const make = (line: object, Status = 'AUTHORISED') =>
    put({
      Type: 'ACCREC',
      Contact: contact,
      Status,
      DueDate: '2026-12-31',
      LineItems: [{ Description: 'x', Quantity: 1, UnitAmount: 10, ...line }],
    })
  expect(messages(await make({ AccountCode: '999' }))).toEqual(["Account code '999' is not a valid code for this document."])
  expect(messages(await make({ AccountCode: '610' }))).toEqual(["Account code '610' is not a valid code for this document."])
  expect(messages(await make({ AccountCode: '200', TaxType: 'INPUT2' }))).toEqual([
    "The TaxType code 'INPUT2' cannot be used with account code '200'.",
  ])
  expect(messages(await make({ AccountCode: '200', TaxType: 'MADEUP' }))[0]).toMatch(/^The TaxType code 'MADEUP'/)
  await edit({ action: 'archiveAccount', code: '210' })
  expect(messages(await make({ AccountCode: '210' }))).toEqual([
    "Account code '210' has been archived, or has been deleted. Each line item must reference a valid account.",
  ])
  await edit({ action: 'restoreAccount', code: '210' })
  expect((await make({ AccountCode: '210' })).LineItems[0]?.TaxType).toBe('OUTPUT2')
  expect((await make({ AccountCode: '270' })).LineItems[0]?.TaxType).toBe('EXEMPTOUTPUT')
  const draft = await xero.api('PUT', 'Invoices?summarizeErrors=false', {
    Invoices: [{ Type: 'ACCREC', Contact: contact, LineItems: [{ ...LINE, AccountCode: '999' }] }],
  })
  const warned = draft.json.Invoices[0] as Json
  expect([warned.StatusAttributeString, warned.LineItems[0]?.AccountCode]).toEqual(['WARNING', undefined])
  expect(warned.Warnings[0]?.Message).toBe("Account code '999' has been removed as it does not match a recognised account.")
  expect(draft.json.Warnings[0]?.Message).toContain("'999'")
})

test('20: a currency must be subscribed; the base currency is the default at rate 1, another gets the day’s rate unless one is sent', async () => {
  const contact = { ContactID: await xero.contact() }
  const make = (more: object) => put({ Type: 'ACCREC', Contact: contact, LineItems: [LINE], ...more })
  expect(messages(await make({ CurrencyCode: 'USD' }))).toEqual(['Organisation is not subscribed to currency USD'])
  expect(await make({})).toMatchObject({ CurrencyCode: 'GBP', CurrencyRate: 1 })
  expect((await make({ CurrencyCode: 'EUR' })).CurrencyRate).toBeGreaterThan(1)
  expect(await make({ CurrencyCode: 'EUR', CurrencyRate: 1.2 })).toMatchObject({ CurrencyCode: 'EUR', CurrencyRate: 1.2 })
  expect((await xero.api('GET', 'Currencies')).json.Currencies.map((each) => each.Code)).toEqual(['GBP', 'EUR'])
})
