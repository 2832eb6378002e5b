import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningApi, startApi, type TestCompany } from './start-api.ts'

let api: RunningApi
let company: TestCompany
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

const form = (parts: Record<string, string | Uint8Array>): FormData => {
  const data = new FormData()
  for (const [name, content] of Object.entries(parts)) data.append(name, new Blob([new Uint8Array(Buffer.from(content))]), `${name}.csv`)
  return data
}
const bring = async (parts: Record<string, string | Uint8Array>, mapping?: object) => {
  company ??= await api.newCompany()
  return api.ask(company.key, 'POST', `${company.path}/imports`, form(mapping ? { ...parts, mapping: JSON.stringify(mapping) } : parts))
}
// What a test asserts is the shape it reads.
const rowsOf = (answer: { body: object }) => (answer.body as { rows: { items: Record<string, unknown>[] } }).rows.items
const questionsOf = (answer: { body: object }) => (answer.body as { questions: { code: string; pointer: string }[] }).questions

test('the example company comes in whole, by the mapping that its office answered', async () => {
  company = await api.newCompany('Combe & Daughters')
  const folder = new URL('../../examples/gas-and-heating/', import.meta.url)
  const read = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)))
  const { mapping } = JSON.parse(readFileSync(new URL('answers.json', folder), 'utf8'))
  const parts = {
    customers: read('customers.csv'),
    invoices: read('invoices.csv'),
    invoiceLines: read('invoice_lines.csv'),
    credits: read('credits.csv'),
    payments: read('payments.csv'),
    purchaseInvoices: read('purchase_invoices.csv'),
  }
  const first = await bring(parts, mapping)
  expect(questionsOf(first)).toEqual([])
  expect(rowsOf(await api.ask(company.key, 'GET', `${company.path}/imports/${String(first.body['importId'])}?result=refused`))).toEqual([])
  expect(first.status).toBe(201)
  const again = await bring(parts, mapping)
  expect(Object.values(again.body['counts'] as Record<string, object>).every((counts) => Object.keys(counts).join() === 'unchanged')).toBe(
    true,
  )
})
