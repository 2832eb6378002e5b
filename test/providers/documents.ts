import { createHash } from 'node:crypto'
import type { Credit } from '../../domain/credit.ts'
import type { Customer } from '../../domain/customer.ts'
import type { Document } from '../../domain/document.ts'
import type { Operation } from '../../domain/entities.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { Payment } from '../../domain/payment.ts'
import type { WriteIntent } from '../../domain/plan.ts'

/** A customer as a host would send it. */
export const aCustomer = (name: string): Customer => ({
  state: 'active',
  name,
  email: 'office@example.com',
  phone: '01632 960001',
  billingAddress: { lines: ['1 High Street'], city: 'York', postcode: 'YO1 1AA', country: 'GB' },
})

/** An invoice with a standard line of odd pence, four-decimal prices, and a reduced-rate line: net 186.50, VAT 22.98. */
export const anInvoice = (number: string, customer: string): Invoice => ({
  state: 'issued',
  number,
  customer,
  issueDate: '2026-10-01',
  dueDate: '2026-10-31',
  currency: 'GBP',
  reference: `PO ${number}`,
  url: `https://host.example/invoices/${encodeURIComponent(number)}`,
  pricesIncludeTax: false,
  lines: [
    { lineId: 'L1', description: 'Boiler service', quantity: '2', unitPrice: '45.50', net: 9_100, taxCode: 'S' },
    {
      lineId: 'L2',
      description: 'Heat pump parts',
      quantity: '3',
      unitPrice: '31.3333',
      discount: { percent: '5' },
      net: 8_930,
      taxCode: 'R',
    },
    { lineId: 'L3', description: 'Sundries', quantity: '5', unitPrice: '1.24', net: 620, taxCode: 'R' },
  ],
  totals: { net: 18_650, tax: 2_298, gross: 20_948 },
})

/** A credit of one line: 45.50 and VAT. */
export const aCredit = (number: string, customer: string): Credit => ({
  state: 'issued',
  number,
  customer,
  issueDate: '2026-10-02',
  currency: 'GBP',
  pricesIncludeTax: false,
  lines: [{ lineId: 'L1', description: 'Boiler service taken back', quantity: '1', unitPrice: '45.50', net: 4_550, taxCode: 'S' }],
  totals: { net: 4_550, tax: 910, gross: 5_460 },
})

/** Money of a customer on a day. */
export const aPayment = (customer: string): Payment => ({
  state: 'recorded',
  customer,
  date: '2026-10-05',
  amount: 2_000,
  currency: 'GBP',
  method: 'Bank',
  reference: 'BACS transfer',
})

/** What is to be written for a document, with its own number and a token. */
export function intent(
  operation: Operation,
  document: DistributiveOmit<Document, 'version'>,
  over: Partial<WriteIntent> = {},
): WriteIntent {
  const number = 'number' in document.body ? { number: document.body.number } : {}
  return {
    operation,
    part: 'main',
    document: { ...document, version: 1 },
    token: tokenOf(`${document.kind}/${document.externalId}`),
    ...number,
    ...over,
  }
}

/** A token of its own for each document, as the engine makes them. */
const tokenOf = (ref: string): string => `CF-${createHash('sha256').update(ref).digest('hex').slice(0, 6).toUpperCase()}`

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
