import type { Credit } from '../../domain/credit.ts'
import type { Customer } from '../../domain/customer.ts'
import type { Invoice, Line } from '../../domain/invoice.ts'
import type { Payment } from '../../domain/payment.ts'
import type { Settings } from '../../domain/settings.ts'
import type { Engine } from './engine.ts'

/* A small trade company: two of each thing that Save & Sync can write, so that every kind of request is sent. */

export const customer = (name: string): Customer => ({ state: 'active', name })

/** One piece with 20 % VAT; `net` in pence. */
export const line = (net: number, fields: Partial<Line> = {}): Line => ({
  lineId: '1',
  description: 'Boiler service',
  quantity: '1',
  unitPrice: (net / 100).toFixed(2),
  net,
  taxCode: 'S',
  ...fields,
})

/** An invoice of one line at 20 % VAT; `net` in pence. */
export const invoice = (number: string, customer: string, net = 8_500, fields: Partial<Invoice> = {}): Invoice => ({
  state: 'issued',
  number,
  customer,
  issueDate: '2026-10-01',
  dueDate: '2026-10-31',
  currency: 'GBP',
  pricesIncludeTax: false,
  lines: [line(net)],
  totals: { net, tax: net / 5, gross: (net * 6) / 5 },
  ...fields,
})

export const payment = (customer: string, amount: number, allocations: Payment['allocations'] = []): Payment => ({
  state: 'recorded',
  customer,
  date: '2026-10-10',
  amount,
  currency: 'GBP',
  method: 'BACS',
  reference: 'BGC',
  allocations,
})

export const customers: Record<string, Customer> = {
  c1: customer('A. Smith'),
  c2: customer('B. Jones Ltd'),
}

export const invoices: Record<string, Invoice> = {
  i1: invoice('INV-1', 'c1'),
  i2: invoice('INV-2', 'c2'),
  i3: invoice('INV-3', 'c2', 10_000),
  i4: invoice('INV-4', 'c2', 20_000),
}

export const credits: Record<string, Credit> = { k1: { ...invoice('CR-1', 'c2', 5_000), corrects: [{ invoice: 'i3' }] } }

/** A payment larger than its invoice, one transfer for two invoices, money on account. */
export const payments: Record<string, Payment> = {
  p1: payment('c1', 11_200, [{ invoice: 'i1', amount: 10_200 }]),
  p2: payment('c2', 34_200, [
    { invoice: 'i2', amount: 10_200 },
    { invoice: 'i4', amount: 24_000 },
  ]),
  p3: payment('c2', 5_000),
}

/** Chooses the codes and the bank account that the documents need. */
export async function mapCodes(engine: Engine, change: Partial<Settings> = {}): Promise<void> {
  const { accounts } = await engine.control<{ accounts: { Name: string; AccountID: string }[] }>(
    `books?organisationId=${engine.organisationId}`,
  )
  const bank = accounts.find((account) => account.Name === 'Business Bank Account')?.AccountID ?? ''
  await engine.settings({
    taxCodes: { S: { treatment: 'standard', rates: [{ percent: '20' }], bookTaxCode: 'OUTPUT2' } },
    nominalCodes: { default: '200', byCode: {} },
    bankAccounts: { default: bank, byMethod: {} },
    ...change,
  })
}

/** Saves the whole trade in the host. */
export async function saveTrade(engine: Engine): Promise<void> {
  await engine.save('customer', customers)
  await engine.save('invoice', invoices)
  await engine.save('credit', credits)
  await engine.save('payment', payments)
}
