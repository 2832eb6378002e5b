import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arranged, arrange, firstOf } from './arrange.ts'

let xero: Arranged
beforeAll(async () => {
  xero = await arrange()
})
afterAll(() => xero.stop())

const edit = (action: string, more: object = {}) => xero.control('POST', 'edit', { organisationId: xero.organisationId, action, ...more })
const organisation = async () => firstOf((await xero.api('GET', 'Organisation')).json.Organisations)

test('27: invoice reminders are off until a person switches them on; one flag is told, by the official path and in the schema’s shape', async () => {
  const read = async () => (await xero.api('GET', 'InvoiceReminders/Settings')).json.InvoiceReminders
  expect(await read()).toEqual([{ Enabled: false }])
  await edit('setInvoiceReminders', { enabled: true })
  expect(await read()).toEqual([{ Enabled: true }])
  const page = await (await fetch(`${xero.url}/app/${encodeURIComponent((await organisation()).ShortCode)}`)).text()
  expect(page).toContain('Invoice reminders: on')
  await edit('setInvoiceReminders', { enabled: false })
  expect(await read()).toEqual([{ Enabled: false }])
})

test('27: reading the reminders takes accounting.settings.read, and nothing is written there', async () => {
  const bearer = async (scopes: string) => ({
    authorization: `Bearer ${(await xero.control('POST', 'tokens', { scopes, organisationId: xero.organisationId })).accessToken}`,
  })
  const status = async (scopes: string, method = 'GET') =>
    (await xero.api(method, 'InvoiceReminders/Settings', undefined, await bearer(scopes))).status
  expect(await status('accounting.settings.read')).toBe(200)
  expect(await status('accounting.contacts')).toBe(401)
  expect(await status('accounting.settings', 'POST')).not.toBe(200)
})

test('27: the VAT period is one of the schema’s words, and a person may choose another', async () => {
  expect(await organisation()).toMatchObject({ SalesTaxPeriod: 'QUARTERLY1', FinancialYearEndMonth: 3 })
  await edit('setSalesTaxPeriod', { period: '2MONTHLY', financialYearEndMonth: 12 })
  expect(await organisation()).toMatchObject({ SalesTaxPeriod: '2MONTHLY', FinancialYearEndMonth: 12 })
  await expect(edit('setSalesTaxPeriod', { period: 'FORTNIGHTLY' })).rejects.toThrow('There is no period FORTNIGHTLY')
  await edit('setSalesTaxPeriod')
  expect(await organisation()).toMatchObject({ SalesTaxPeriod: 'QUARTERLY1', FinancialYearEndMonth: 3 })
})
