import type { Answer } from '../api/ask-at.ts'
import { amounts, words } from './marked-words.ts'

/** Asks as the marked company. */
export type Ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

/** Sends good documents, doubtful ones, refused ones, and requests that cannot be read; `path`: of the company. */
export async function sendDocuments(ask: Ask, path: string): Promise<void> {
  const put = (to: string, body: unknown) => ask('PUT', `${path}/${to}`, body)
  await put('customers/c1', customer)
  await put('customers/c2', { state: 'active', name: `${words.similar} Limited`, billingAddress })
  await put('invoices/i1', sale(words.number, amounts.net, amounts.tax))
  await put('invoices/i2', sale(`${words.number}-B`, amounts.net, amounts.tax + 5_000))
  await put('invoices/i3', sale(`${words.number}-C`, amounts.net, amounts.tax, { customer: 'c2' }))
  await put('credits/k1', sale(words.creditNumber, amounts.credited, amounts.credited / 5))
  await put('payments/p1', { ...payment, allocations: [{ invoice: 'i1', amount: amounts.paid }] })
  await put('payments/p2', { ...payment, allocations: [{ invoice: 'i1', amount: amounts.gross }] })
  await put('invoices/i9', { ...sale(words.number, amounts.net, amounts.tax), dueDate: words.nonsense })
  await put('customers/c9', `{"name":"${words.customer}", ${words.nonsense}`)
  await put('customers/c9', { state: 'active', name: words.customer, vatNo: words.vatNumber })
  const form = new FormData()
  form.append('customers', new Blob([`Customer Ref,Name\nx,${words.nonsense},${words.customer}\n`]), 'customers.csv')
  await ask('POST', `${path}/imports`, form)
  await ask('GET', `${path}/customers?query=${words.customer}`)
  await ask('GET', `${path}/statuses?ids=${words.number}`)
}

/** A sale of one line of these minor units. */
export const sale = (number: string, net: number, tax: number, change: object = {}) => ({
  state: 'issued',
  number,
  customer: 'c1',
  issueDate: '2026-10-01',
  currency: 'GBP',
  reference: words.reference,
  pricesIncludeTax: false,
  lines: [{ lineId: '1', description: words.description, quantity: '1', unitPrice: (net / 100).toFixed(2), net, taxCode: 'S' }],
  totals: { net, tax, gross: net + tax },
  ...change,
})

const billingAddress = { lines: [words.street], city: words.town, postcode: words.postcode, country: 'GB' }

const customer = {
  state: 'active',
  name: words.customer,
  email: words.email,
  phone: words.phone,
  billingAddress,
  vatNumber: words.vatNumber,
}

const payment = {
  state: 'recorded',
  customer: 'c1',
  date: '2026-10-10',
  amount: amounts.paid,
  currency: 'GBP',
  method: 'BACS',
  reference: words.bankReference,
}
