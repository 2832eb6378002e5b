import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arranged, arrange, type Json } from './arrange.ts'

let xero: Arranged
beforeAll(async () => {
  xero = await arrange({ currencies: ['GBP', 'EUR'] })
})
afterAll(() => xero.stop())

const get = async (id: string, query = '') => (await xero.api('GET', `Invoices/${id}${query}`)).json.Invoices[0] as Json
const edit = (change: object) => xero.control('POST', 'edit', { organisationId: xero.organisationId, ...change })
const quirk = (change: object) => xero.control('POST', 'quirks', change)

test('an invoice has history, attachments, an online address and e-mails that count against the day’s allowance', async () => {
  const contact = await xero.contact('Mailed', { EmailAddress: 'mailed@example.com' })
  const id = (await xero.invoice({ Contact: { ContactID: contact } })).InvoiceID
  expect((await xero.api('PUT', `Invoices/${id}/History`, { HistoryRecords: [{ Details: 'Seen by Bob' }] })).status).toBe(200)
  const history = (await xero.api('GET', `Invoices/${id}/History`)).json.HistoryRecords
  expect(history[0]).toMatchObject({ Details: 'Seen by Bob', User: 'System Generated' })
  expect((await xero.api('PUT', `Invoices/${id}/History`, { HistoryRecords: [{ Details: 'x'.repeat(2501) }] })).status).toBe(400)
  const attached = await xero.api('PUT', `Invoices/${id}/Attachments/job sheet.txt?IncludeOnline=true`, 'hello', {
    'content-type': 'text/plain',
  })
  expect(attached.json.Attachments[0]).toMatchObject({
    FileName: 'job sheet.txt',
    MimeType: 'text/plain',
    ContentLength: 5,
    IncludeOnline: true,
  })
  expect((await xero.api('GET', `Invoices/${id}/Attachments/job%20sheet.txt`)).text).toBe('hello')
  expect((await xero.api('GET', `Invoices/${id}/Attachments`)).json.Attachments.length).toBe(1)
  expect((await get(id)).HasAttachments).toBe(true)
  expect((await xero.api('GET', `Invoices/${id}/OnlineInvoice`)).json.OnlineInvoices[0]?.OnlineInvoiceUrl).toContain(id)
  const sent = await xero.api('POST', `Invoices/${id}/Email`)
  expect([sent.status, sent.text]).toEqual([204, ''])
  expect((await get(id)).SentToContact).toBe(true)
  await edit({ action: 'setEmailLimit', limit: 1 })
  expect((await xero.api('POST', `Invoices/${id}/Email`)).status).toBe(400)
})

test('a record takes ten attachments, each up to 10 MB, or 25 MB when the quirk says so', async () => {
  const id = (await xero.invoice()).InvoiceID
  const attach = (name: string, size: number) => xero.api('PUT', `Invoices/${id}/Attachments/${name}`, 'x'.repeat(size))
  expect((await attach('big', 10 * 1024 * 1024 + 1)).status).toBe(400)
  await quirk({ attachmentLimit: '25 MB' })
  expect((await attach('big', 10 * 1024 * 1024 + 1)).status).toBe(200)
  await quirk({ attachmentLimit: '10 MB' })
  for (let count = 2; count <= 10; count += 1) expect((await attach(`f${count}`, 3)).status).toBe(200)
  expect((await attach('f11', 3)).status).toBe(400)
})

test('notes can be written on invoices and bank transactions, but not on payments, overpayments and prepayments, as the schema warns', async () => {
  const id = (await xero.invoice()).InvoiceID
  const paid = await xero.api('PUT', 'Payments', { Payments: [{ Invoice: { InvoiceID: id }, Account: { Code: '090' }, Amount: 1 }] })
  const path = `Payments/${paid.json.Payments[0]?.PaymentID}/History`
  const answer = await xero.api('PUT', path, { HistoryRecords: [{ Details: 'Hello World' }] })
  expect([answer.status, answer.json.Elements[0]?.ValidationErrors[0]?.Message]).toEqual([
    400,
    'The document with the supplied id was not found for this endpoint.',
  ])
  expect((await xero.api('GET', path)).status).toBe(200)
})
