import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice } from '../trouble/office.ts'

/** What the settings say of the books, over HTTP alone: what they do by themselves, from which day on documents are proposed, and codes read again. */
let office: Office

beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.stop())

const automations = async () => (await office.read(`${office.path}/settings`))['automations']
const ourNumbers = { name: 'ownNumbers', state: 'off', explained: null }
const proposedStart = async () => {
  const { startFrom, startFromWhy, settings } = await office.read(`${office.path}/settings/proposal`)
  return { startFrom, startFromWhy, filled: (settings as { startFrom: string | null }).startFrom }
}

test('rule 44: the settings say what Xero does by itself as soon as it is connected', async () => {
  const reminders = { name: 'invoiceReminders', state: 'off', explained: null }
  expect(await automations()).toEqual({ readAt: expect.any(String), items: [reminders, ourNumbers] })
})

test('rule 44: reminders that cannot be read are said to be not known, with what Xero said, and stop nothing', async () => {
  const refusal = { kind: 'status', status: 401, body: { Detail: 'AuthorizationUnsuccessful' } }
  await office.control('faults', { match: { path: 'InvoiceReminders', method: 'GET' }, ...refusal })
  await office.edit('setLockDate', { date: '2026-09-30' })
  await office.readCodes()
  const explained = { code: 'INVOICE_REMINDERS_UNKNOWN', detail: 'AuthorizationUnsuccessful' }
  expect(await automations()).toMatchObject({ items: [{ state: 'unknown', explained }, ourNumbers] })
  expect(await office.read(office.path)).toMatchObject({ state: 'ready', reason: null })
})

test('rule 42: after a lock date the day that follows it is proposed, with the reason, and filled in', async () => {
  const locked = 'The books are locked up to the day before.'
  expect(await proposedStart()).toEqual({ startFrom: '2026-10-01', startFromWhy: locked, filled: '2026-10-01' })
})

test('what a person wants to have read again is read again, however fresh it is', async () => {
  const isActive = async () =>
    ((await office.read(`${office.path}/codes`))['taxCodes'] as { bookId: string; active: boolean }[]).find(
      ({ bookId }) => bookId === 'RROUTPUT',
    )?.active
  expect(await isActive()).toBe(true)
  await office.edit('setTaxRateStatus', { taxType: 'RROUTPUT', status: 'ARCHIVED' })
  await office.edit('setInvoiceReminders', { enabled: true })
  await office.edit('setSalesTaxPeriod', { period: 'MONTHLY' })
  await office.edit('setLockDate')
  await office.readCodes()
  expect(await isActive()).toBe(false)
})

test('rule 44: switched on meanwhile, the settings say so and what to do about it', async () => {
  const explained = { code: 'INVOICE_REMINDERS_ON', title: 'Xero e-mails reminders about overdue invoices', remedy: 'books' }
  expect(await automations()).toMatchObject({ items: [{ state: 'on', explained }, ourNumbers] })
})

test('rule 42: without a lock date the first day of the VAT period is proposed, with the reason, and left to a person', async () => {
  const month = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short' }).format(Date.now()).slice(0, 7)
  const why = 'It is the first day of the VAT month that today is in.'
  expect(await proposedStart()).toEqual({ startFrom: `${month}-01`, startFromWhy: why, filled: null })
})
