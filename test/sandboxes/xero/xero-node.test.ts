import { afterAll, beforeAll, expect, test } from 'vitest'
import { Allocation, CreditNote, Invoice, LineAmountTypes, Payment, XeroClient } from 'xero-node'
import { type Arranged, arrange } from './arrange.ts'

let sandbox: Arranged
let tenant: string
const xero = new XeroClient({ clientId: 'sandbox', clientSecret: 'sandbox', redirectUris: ['http://localhost/cb'], scopes: [] })
beforeAll(async () => {
  sandbox = await arrange()
  tenant = sandbox.organisationId
  xero.setTokenSet({ access_token: sandbox.token() })
  xero.accountingApi.basePath = `${sandbox.url}/api.xro/2.0`
})
afterAll(() => sandbox.stop())

const api = () => xero.accountingApi
const line = { description: 'Boiler service', quantity: 1, unitAmount: 100, accountCode: '200', taxType: 'OUTPUT2' }

test('the official SDK does the usual things: contacts, invoices, payments, credit notes, allocations, reads and deletions', async () => {
  const contacts = await api().createContacts(
    tenant,
    { contacts: [{ name: 'SDK Customer', emailAddress: 'sdk@example.com' }] },
    false,
    'sdk-1',
  )
  const contactID = contacts.body.contacts?.[0]?.contactID ?? ''
  const updated = await api().updateOrCreateContacts(tenant, { contacts: [{ contactID, firstName: 'Sue' }] }, false)
  expect(updated.body.contacts?.[0]).toMatchObject({ contactID, firstName: 'Sue', statusAttributeString: 'OK' })
  const invoice = {
    type: Invoice.TypeEnum.ACCREC,
    contact: { contactID },
    date: '2026-03-01',
    dueDate: '2026-03-31',
    lineItems: [line],
    status: Invoice.StatusEnum.AUTHORISED,
    lineAmountTypes: LineAmountTypes.Exclusive,
  }
  const made =
    (await api().createInvoices(tenant, { invoices: [invoice, { ...invoice, contact: { contactID } }] }, false, 4, 'sdk-2')).body
      .invoices ?? []
  expect(made.map((each) => [each.total, each.statusAttributeString])).toEqual([
    [120, 'OK'],
    [120, 'OK'],
  ])
  const [first, second] = made
  const payment: Payment = { invoice: { invoiceID: first?.invoiceID ?? '' }, account: { code: '090' }, amount: 120, date: '2026-03-15' }
  const paid = (await api().createPayments(tenant, { payments: [payment] }, false)).body.payments?.[0]
  expect(paid?.invoice).toMatchObject({ amountDue: 0, status: 'PAID' })
  const note = {
    type: CreditNote.TypeEnum.ACCRECCREDIT,
    contact: { contactID },
    status: CreditNote.StatusEnum.AUTHORISED,
    lineItems: [line],
  }
  const credit = (await api().createCreditNotes(tenant, { creditNotes: [note] }, false)).body.creditNotes?.[0]
  const allocation: Allocation = { amount: 120, date: '2026-03-16', invoice: { invoiceID: second?.invoiceID ?? '' } }
  const allocated = await api().createCreditNoteAllocation(tenant, credit?.creditNoteID ?? '', { allocations: [allocation] })
  const allocationID = allocated.body.allocations?.[0]?.allocationID ?? ''
  expect((await api().getInvoice(tenant, second?.invoiceID ?? '')).body.invoices?.[0]).toMatchObject({ amountDue: 0, amountCredited: 120 })
  await api().deleteCreditNoteAllocations(tenant, credit?.creditNoteID ?? '', allocationID)
  await api().deletePayment(tenant, paid?.paymentID ?? '', { status: 'DELETED' })
  expect((await api().getPayment(tenant, paid?.paymentID ?? '')).body.payments?.[0]?.status).toBe('DELETED')
  const page = await api().getInvoices(
    tenant,
    new Date('2026-01-01'),
    'Status=="AUTHORISED"',
    'Date ASC',
    undefined,
    undefined,
    undefined,
    undefined,
    1,
    true,
    false,
    4,
    false,
    50,
  )
  expect(page.body.invoices?.length).toBe(2)
  expect(page.body.pagination).toMatchObject({ itemCount: 2, pageCount: 1 })
  expect(page.response.headers['x-minlimit-remaining']).toBe('60')
})

test('the official SDK reads the settings', async () => {
  expect((await api().getOrganisations(tenant)).body.organisations?.[0]?.organisationID).toBe(tenant)
  expect((await api().getOrganisationActions(tenant)).body.actions?.length).toBeGreaterThan(5)
  expect((await api().getAccounts(tenant, undefined, 'Type=="BANK"')).body.accounts?.length).toBe(3)
  expect((await api().getTaxRates(tenant)).body.taxRates?.find((rate) => rate.taxType === 'OUTPUT2')?.effectiveRate).toBe(20)
  expect((await api().getCurrencies(tenant)).body.currencies?.length).toBe(1)
  expect((await api().getBrandingThemes(tenant)).body.brandingThemes?.length).toBe(2)
  expect((await api().getTrackingCategories(tenant)).body.trackingCategories).toEqual([])
  expect((await api().getOverpayments(tenant)).body.overpayments).toEqual([])
  expect((await api().getBatchPayments(tenant)).body.batchPayments).toEqual([])
})

test('the official SDK sees refusals, missing records and throttling as the real provider shows them', async () => {
  const refused = async (call: Promise<unknown>) => {
    const told = await call.then(
      () => '{}',
      (error: unknown) => String(error),
    )
    return JSON.parse(told)
  }
  const bad = await refused(api().createContacts(tenant, { contacts: [{ name: 'Bad', emailAddress: 'nonsense' }] }, true))
  expect(bad.response.statusCode).toBe(400)
  expect(bad.body.Elements[0].ValidationErrors[0].Message).toBe('Email address must be valid.')
  expect((await refused(api().getInvoice(tenant, crypto.randomUUID()))).response.statusCode).toBe(404)
  await sandbox.control('POST', 'faults', { kind: 'throttle', match: '/Organisation', retryAfter: 26 })
  const throttled = await refused(api().getOrganisations(tenant))
  expect([throttled.response.statusCode, throttled.response.headers['retry-after']]).toEqual([429, '26'])
  await sandbox.control('POST', 'faults', { kind: 'drop-after-commit', match: { path: '/Contacts', method: 'PUT' } })
  expect((await refused(api().createContacts(tenant, { contacts: [{ name: 'Lost answer' }] }, false))).response.statusCode).toBe(0)
})
