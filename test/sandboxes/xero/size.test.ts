import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arranged, arrange, firstOf, LINE } from './arrange.ts'

let xero: Arranged
beforeAll(async () => {
  xero = await arrange()
})
afterAll(() => xero.stop())

test('ten thousand invoices are written in batches and read back in ten pages, each once', async () => {
  const contact = await xero.contact('Busy')
  const send = (body: unknown, path = 'Invoices?summarizeErrors=false') =>
    fetch(`${xero.url}/api.xro/2.0/${path}`, { method: 'PUT', headers: HEADERS(), body: JSON.stringify(body) })
  for (let batch = 0; batch < 200; batch += 1) {
    const Invoices = Array.from({ length: 50 }, (_, index) => ({
      Type: 'ACCREC',
      Status: 'AUTHORISED',
      Contact: { ContactID: contact },
      InvoiceNumber: `BIG-${batch * 50 + index}`,
      DueDate: '2026-12-31',
      LineItems: [LINE],
    }))
    expect((await send({ Invoices })).status).toBe(200)
  }
  const seen = new Set<string>()
  for (let page = 1; page <= 10; page += 1) {
    const answer = await fetch(`${xero.url}/api.xro/2.0/Invoices?page=${page}&pageSize=1000`, { headers: HEADERS() })
    const body = (await answer.json()) as { Invoices: { InvoiceNumber: string }[]; pagination: object }
    expect(body.pagination).toEqual({ page, pageSize: 1000, pageCount: 10, itemCount: 10_000 })
    for (const invoice of body.Invoices) seen.add(invoice.InvoiceNumber)
  }
  expect(seen.size).toBe(10_000)
})

test('an invoice of 675 lines keeps every line in order and sums them exactly', async () => {
  const LineItems = Array.from({ length: 675 }, (_, index) => ({ ...LINE, Description: `Line ${index}`, Quantity: 3, UnitAmount: '0.035' }))
  const Contact = { ContactID: await xero.contact() }
  const answer = await xero.api('PUT', 'Invoices?unitdp=4', { Invoices: [{ Type: 'ACCREC', Contact, LineItems }] })
  const invoice = firstOf(answer.json.Invoices)
  expect(invoice.LineItems.map((line) => line.Description)).toEqual(LineItems.map((line) => line.Description))
  expect([invoice.SubTotal, invoice.TotalTax, invoice.Total]).toEqual([74.25, 13.5, 87.75])
})

const HEADERS = () => ({ authorization: `Bearer ${xero.token()}`, 'xero-tenant-id': xero.organisationId })
