import { firstNames, places, streets, surnames } from './words.ts'

/** Documents of a made-up trade company, as JSON lines of an import take them: every run of a benchmark gets the very same. */
export interface Trade {
  customers: TradeCustomer[]
  invoices: TradeInvoice[]
  payments: TradePayment[]
}

export interface TradeCustomer {
  externalId: string
  state: 'active'
  name: string
  email: string
  phone: string
  billingAddress: { lines: string[]; city: string; postcode: string; country: string }
  terms: { days: number; from: 'invoiceDate' }
}

/** Amounts in minor units, unit prices decimal text. */
export interface TradeInvoice {
  externalId: string
  state: 'issued'
  number: string
  customer: string
  issueDate: string
  dueDate: string
  currency: 'GBP'
  reference: string
  pricesIncludeTax: false
  lines: TradeLine[]
  totals: { net: number; tax: number; gross: number }
}

interface TradeLine {
  lineId: string
  description: string
  quantity: string
  unitPrice: string
  net: number
  taxCode: 'T1'
}

export interface TradePayment {
  externalId: string
  state: 'recorded'
  customer: string
  date: string
  amount: number
  currency: 'GBP'
  method: 'BACS'
  reference: string
  allocations: { invoice: string; amount: number }[]
}

/** How many of each; `prefix` keeps the ids and numbers of several companies apart. */
export interface TradeSize {
  customers: number
  invoices: number
  payments: number
  prefix?: string
}

/** Makes the documents: invoices go round the customers, the first invoices are paid in full, one receipt each. */
export function makeTrade({ customers, invoices, payments, prefix = '' }: TradeSize): Trade {
  const made = Array.from({ length: invoices }, (_, index) => makeInvoice(index, `${prefix}C${(index % customers) + 1}`, prefix))
  return {
    customers: Array.from({ length: customers }, (_, index) => makeCustomer(index, prefix)),
    invoices: made,
    payments: made.slice(0, payments).map((invoice, index) => makePayment(invoice, index, prefix)),
  }
}

export function makeCustomer(index: number, prefix = ''): TradeCustomer {
  const first = pick(firstNames, index)
  const last = pick(surnames, Math.floor(index / firstNames.length))
  const round = Math.floor(index / (firstNames.length * surnames.length))
  return {
    externalId: `${prefix}C${index + 1}`,
    state: 'active',
    name: `${first} ${last}${round > 0 ? ` ${numeral(round)}` : ''}`,
    email: `${first}.${last}${round > 0 ? round : ''}@example.com`.toLowerCase(),
    phone: `01632 ${String(960_000 + index).slice(-6)}`,
    billingAddress: {
      lines: [`${(index % 180) + 1} ${pick(streets, index * 7)}`],
      city: pick(places, index * 3),
      postcode: `ZZ${(index % 90) + 1} ${index % 10}AA`,
      country: 'GB',
    },
    terms: { days: 14, from: 'invoiceDate' },
  }
}

export function makeInvoice(index: number, customer: string, prefix = ''): TradeInvoice {
  const lines = Array.from({ length: 1 + (index % 4) }, (_, line) => makeLine(index, line))
  const net = lines.reduce((sum, line) => sum + line.net, 0)
  const tax = lines.reduce((sum, line) => sum + Math.round(line.net / 5), 0)
  return {
    externalId: `${prefix}I${index + 1}`,
    state: 'issued',
    number: `${prefix}INV-${100_001 + index}`,
    customer,
    issueDate: day(index % 90),
    dueDate: day((index % 90) + 14),
    currency: 'GBP',
    reference: `Job ${50_000 + index}`,
    pricesIncludeTax: false,
    lines,
    totals: { net, tax, gross: net + tax },
  }
}

function makeLine(index: number, line: number): TradeLine {
  const quantity = 1 + ((index + line) % 3)
  const price = 1_950 + ((index * 37 + line * 911) % 24_000)
  return {
    lineId: String(line + 1),
    description: pick(works, index + line),
    quantity: String(quantity),
    unitPrice: (price / 100).toFixed(2),
    net: quantity * price,
    taxCode: 'T1',
  }
}

const works = [
  'Annual boiler service and safety check',
  'Call out, first hour',
  'Replace thermostatic radiator valve, 15 mm',
  'Supply and fit expansion vessel',
  'Landlord gas safety record (CP12)',
  'Labour, two engineers',
  'Power flush, up to eight radiators',
]

function makePayment(invoice: TradeInvoice, index: number, prefix: string): TradePayment {
  return {
    externalId: `${prefix}P${index + 1}`,
    state: 'recorded',
    customer: invoice.customer,
    date: day((index % 90) + 7),
    amount: invoice.totals.gross,
    currency: 'GBP',
    method: 'BACS',
    reference: `BACS ${invoice.number}`,
    allocations: [{ invoice: invoice.externalId, amount: invoice.totals.gross }],
  }
}

/** Days of the first months of a year that has passed, so that nothing lies in the future. */
const FIRST_DAY = Date.UTC(2026, 2, 2)
const day = (offset: number): string => new Date(FIRST_DAY + offset * 86_400_000).toISOString().slice(0, 10)

const numeral = (round: number): string => 'I'.repeat(round + 1)

function pick<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length]
  if (found === undefined) throw new RangeError('an empty list has nothing to pick')
  return found
}
