import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arranged, arrange, firstOf, type Json, LINE, today } from './arrange.ts'

let xero: Arranged
const folder = mkdtempSync(join(tmpdir(), 'xero-sandbox-'))
beforeAll(async () => {
  xero = await arrange()
})
afterAll(async () => {
  await xero.stop()
  rmSync(folder, { recursive: true })
})

const books = (): Promise<Json> => xero.control('GET', `books?organisationId=${xero.organisationId}`)
const edit = (change: object) => xero.control('POST', 'edit', { organisationId: xero.organisationId, ...change })

const SEED = {
  accounts: [{ Code: '205', Name: 'Maintenance contracts', Type: 'REVENUE', TaxType: 'OUTPUT2' }],
  contacts: [
    { Name: 'Ada Smith', ContactNumber: 'C1', EmailAddress: 'ada@example.com' },
    { Name: 'A. Smith', MergedTo: 'Ada Smith' },
    { Name: 'Gone Ltd', ContactStatus: 'ARCHIVED' },
  ],
  invoices: [
    {
      Type: 'ACCREC',
      Status: 'AUTHORISED',
      Contact: { Name: 'Ada Smith' },
      InvoiceNumber: 'S-1',
      Date: '2026-01-31',
      DueDate: '2026-02-28',
      LineItems: [{ ...LINE, AccountCode: '205' }],
    },
    {
      Type: 'ACCREC',
      Status: 'AUTHORISED',
      Contact: { Name: 'Gone Ltd' },
      InvoiceNumber: 'S-2',
      Date: '2026-01-31',
      DueDate: '2026-02-28',
      LineItems: [LINE],
    },
  ],
  creditNotes: [
    {
      Type: 'ACCRECCREDIT',
      Status: 'AUTHORISED',
      Contact: { ContactNumber: 'C1' },
      CreditNoteNumber: 'SC-1',
      LineItems: [{ ...LINE, UnitAmount: 10 }],
    },
  ],
  payments: [{ InvoiceNumber: 'S-1', Account: { Code: '090' }, Amount: 100.1, Date: '2026-02-10', Reference: 'BACS' }],
  bankTransactions: [
    {
      Type: 'RECEIVE-OVERPAYMENT',
      Contact: { ContactNumber: 'C1' },
      BankAccount: { Code: '090' },
      Date: '2026-02-10',
      LineItems: [{ Description: 'x', UnitAmount: 5 }],
    },
  ],
  allocations: [{ CreditNoteNumber: 'SC-1', InvoiceNumber: 'S-1', Amount: 12 }],
}

test('an organisation can be seeded with contacts, documents and payments in the API’s own JSON, archived and merged contacts too', async () => {
  const { organisationId } = await xero.control('POST', 'organisations', { name: 'Seeded', country: 'GB', seed: SEED })
  const seeded = await xero.control('GET', `books?organisationId=${organisationId}`)
  expect(seeded.contacts.map((each) => [each.Name, each.ContactStatus])).toEqual([
    ['Ada Smith', 'ACTIVE'],
    ['A. Smith', 'ARCHIVED'],
    ['Gone Ltd', 'ARCHIVED'],
  ])
  expect(seeded.contacts[1]?.MergedToContactID).toBe(seeded.contacts[0]?.ContactID)
  expect(seeded.invoices.map((each) => [each.InvoiceNumber, each.AmountDue, each.AmountCredited])).toEqual([
    ['S-1', 7.9, 12],
    ['S-2', 120, 0],
  ])
  expect([
    seeded.creditNotes.length,
    seeded.payments.length,
    seeded.overpayments.length,
    seeded.allocations.length,
    seeded.bankTransactions.length,
  ]).toEqual([1, 1, 1, 1, 1])
  expect(seeded.accounts.some((each) => each.Code === '205')).toBe(true)
})

test('a seed that would be refused says which element and why', async () => {
  const answer = await xero.raw('/_sandbox/organisations', {
    method: 'POST',
    body: JSON.stringify({ seed: { contacts: [{ Name: 'Twice' }, { Name: 'twice' }] } }),
  })
  expect(answer.status).toBe(400)
  expect(answer.json.problems).toEqual([
    { list: 'contacts', element: { Name: 'twice' }, messages: [expect.stringContaining('already assigned')] },
  ])
})

test('the bookkeeper’s hand can do in the books what people do there', async () => {
  const contact = await xero.contact('By hand', { EmailAddress: 'hand@example.com' })
  const invoice = await xero.invoice({ Contact: { ContactID: contact }, InvoiceNumber: 'H-1' })
  const stands = async () => firstOf((await xero.api('GET', `Invoices/${invoice.InvoiceID}`)).json.Invoices)
  await edit({ action: 'payInvoice', invoiceNumber: 'H-1', amount: 20.5, date: today() })
  expect((await stands()).AmountDue).toBe(99.5)
  const payment = (await books()).payments.find((each) => each.Status === 'AUTHORISED')
  await edit({ action: 'reconcilePayment', paymentId: payment?.PaymentID })
  await edit({ action: 'deletePayment', paymentId: payment?.PaymentID })
  expect((await stands()).AmountDue).toBe(120)
  await edit({ action: 'editInvoice', invoiceId: invoice.InvoiceID, record: { LineItems: [{ ...LINE, UnitAmount: 50 }] } })
  expect((await stands()).Total).toBe(60)
  await edit({
    action: 'createInvoice',
    record: { Type: 'ACCREC', Contact: { ContactID: contact }, InvoiceNumber: 'H-2', DueDate: '2026-12-31', LineItems: [LINE] },
  })
  await edit({ action: 'approveInvoice', invoiceNumber: 'H-2' })
  await edit({ action: 'voidInvoice', invoiceNumber: 'H-2' })
  await edit({ action: 'archiveContact', contactId: contact })
  await edit({ action: 'restoreContact', contactId: contact })
  await edit({ action: 'renameContact', contactId: contact, name: 'Renamed by hand' })
  expect(firstOf((await xero.api('GET', `Contacts/${contact}`)).json.Contacts)).toMatchObject({
    Name: 'Renamed by hand',
    ContactStatus: 'ACTIVE',
  })
  await edit({ action: 'createContact', record: { Name: 'Made by hand' } })
  await edit({ action: 'setTaxRateStatus', taxType: 'RROUTPUT', status: 'ARCHIVED' })
  await edit({ action: 'editAccount', code: '260', name: 'Sundry income' })
  await edit({ action: 'renameOrganisation', name: 'Renamed Ltd' })
  const all = await books()
  expect(all.invoices.map((each) => each.Status)).toEqual(['AUTHORISED', 'VOIDED'])
  expect(all.accounts.find((each) => each.Code === '260')?.Name).toBe('Sundry income')
  expect(all.contacts.map((each) => each.Name)).toContain('Made by hand')
  const refused = await xero.raw('/_sandbox/edit', {
    method: 'POST',
    body: JSON.stringify({ organisationId: xero.organisationId, action: 'voidInvoice', invoiceNumber: 'H-2' }),
  })
  expect([refused.status, refused.json.error]).toEqual([400, 'Invoice not of valid status for modification'])
  await edit({ action: 'disconnect' })
  expect((await xero.api('GET', 'Organisation')).status).toBe(403)
  await xero.renew()
})

test('what is entered by hand under a number or name that is taken is refused, and what bears it stays as it was', async () => {
  const contact = await xero.contact('Holder of a number')
  const sale = { Contact: { ContactID: contact }, LineItems: [LINE], Status: 'AUTHORISED' }
  await edit({ action: 'createInvoice', record: { ...sale, Type: 'ACCREC', InvoiceNumber: 'T-1', DueDate: '2026-12-31' } })
  await edit({ action: 'createCreditNote', record: { ...sale, Type: 'ACCRECCREDIT', CreditNoteNumber: 'T-2' } })
  const before = await books()
  const stranger = { Contact: { Name: 'A stranger' }, LineItems: [{ ...LINE, UnitAmount: 1 }] }
  const again = [
    { action: 'createInvoice', record: { ...stranger, Type: 'ACCREC', InvoiceNumber: 'T-1', DueDate: '2026-12-31' } },
    { action: 'createCreditNote', record: { ...stranger, Type: 'ACCRECCREDIT', CreditNoteNumber: 'T-2' } },
    { action: 'createContact', record: { Name: 'Holder of a number', EmailAddress: 'stranger@example.com' } },
  ]
  for (const each of again) {
    const answer = await xero.raw('/_sandbox/edit', {
      method: 'POST',
      body: JSON.stringify({ organisationId: xero.organisationId, ...each }),
    })
    expect([each.action, answer.status]).toEqual([each.action, 400])
  }
  expect(await books()).toEqual(before)
})

test('the log says what was asked, when, by whom and how dense it was', async () => {
  await xero.control('DELETE', 'requests')
  await xero.api('GET', 'Organisation')
  await xero.api('PUT', 'Contacts', { Contacts: [{ Name: 'Logged' }] }, { 'idempotency-key': 'log-1' })
  const { requests } = await xero.control('GET', 'requests')
  expect(requests).toMatchObject([
    { method: 'GET', path: '/api.xro/2.0/Organisation', status: 200, tenant: xero.organisationId, clientId: 'sandbox' },
    { method: 'PUT', path: '/api.xro/2.0/Contacts', status: 200, idempotencyKey: 'log-1', bodyBytes: expect.any(Number) },
  ])
  const first = Object(requests[0])
  expect(first.finished).toBeGreaterThanOrEqual(first.started)
  expect((await xero.control('GET', `requests?since=${first.sequence}`)).requests.length).toBe(1)
  expect(await xero.control('GET', 'requests?summary=true')).toMatchObject({
    count: 2,
    byStatus: { 200: 2 },
    mostInAMinute: 2,
    mostAtOnce: 1,
  })
})

test('every quirk names its answers and its source, and an unknown one is refused', async () => {
  const quirks = Object.values(Object(await xero.control('GET', 'quirks')))
  expect(quirks.length).toBeGreaterThan(20)
  for (const quirk of quirks) {
    const { answers, answer, source } = Object(quirk)
    expect(answer).toBe(answers[0])
    expect(answers.length).toBe(2)
    expect(source.length).toBeGreaterThan(20)
  }
  for (const wrong of [{ nonsense: 'x' }, { pagePastEnd: 'x' }]) {
    expect((await xero.raw('/_sandbox/quirks', { method: 'POST', body: JSON.stringify(wrong) })).status).toBe(400)
  }
})

test('a reset of one organisation empties its books and keeps its connections; a whole reset leaves nothing', async () => {
  const other = await arrange()
  await other.invoice()
  await other.control('POST', 'reset', { organisationId: other.organisationId })
  expect((await other.api('GET', 'Invoices')).json.Invoices).toEqual([])
  await other.control('POST', 'reset')
  expect((await other.api('GET', 'Invoices')).status).toBe(401)
  expect(await other.control('GET', 'organisations')).toEqual([])
  await other.stop()
})

test('books, tokens and connections survive a restart when a file is given', async () => {
  const data = join(folder, 'books.json')
  const first = await arrange({}, { data })
  const invoice = await first.invoice({ InvoiceNumber: 'KEPT-1' })
  await first.api('PUT', 'Payments', { Payments: [{ InvoiceNumber: 'KEPT-1', Account: { Code: '090' }, Amount: 20 }] })
  const before = await first.control('GET', `books?organisationId=${first.organisationId}`)
  await first.stop()
  const { startXeroSandbox } = await import('../../../sandboxes/xero/server.ts')
  const second = await startXeroSandbox({ data, limits: false })
  const after = await (await fetch(`${second.url}/_sandbox/books?organisationId=${first.organisationId}`)).json()
  expect(after).toEqual(before)
  const headers = { authorization: `Bearer ${first.token()}`, 'xero-tenant-id': first.organisationId }
  const read = await fetch(`${second.url}/api.xro/2.0/Invoices/KEPT-1`, { headers })
  expect(((await read.json()) as Json).Invoices[0]).toMatchObject({ InvoiceID: invoice.InvoiceID, AmountDue: 100 })
  await second.stop()
})

test('the program prints one ready line, serves, and saves its books when it is told to stop', async () => {
  const data = join(folder, 'program.json')
  const main = new URL('../../../sandboxes/main.ts', import.meta.url).pathname
  const run = () =>
    spawn(process.execPath, [main, 'xero', '--port', '0', '--data', data, '--limits', 'off'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ready = async (program: ReturnType<typeof run>): Promise<string> => String((await once(program.stdout, 'data'))[0])
  const first = run()
  const line = await ready(first)
  expect(line).toMatch(/^xero sandbox ready http:\/\/localhost:\d+\n$/)
  const url = line.trim().split(' ').at(-1) ?? ''
  const made = (await (await fetch(`${url}/_sandbox/organisations`, { method: 'POST', body: '{"name":"Kept"}' })).json()) as Json
  first.kill('SIGTERM')
  expect((await once(first, 'exit'))[0]).toBe(0)
  const second = run()
  const again = (await ready(second)).trim().split(' ').at(-1) ?? ''
  expect(await (await fetch(`${again}/_sandbox/organisations`)).json()).toMatchObject([{ id: made.organisationId, name: 'Kept' }])
  second.kill('SIGINT')
  expect((await once(second, 'exit'))[0]).toBe(0)
})
