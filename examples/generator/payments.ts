import { sum } from './amounts.ts'
import type { CreditRecord } from './credits.ts'
import type { CustomerRecord } from './customer-record.ts'
import { addDays, LAST_RECEIPT, START_FROM } from './days.ts'
import type { InvoiceRecord } from './invoice-record.ts'
import { at, type Random, seeded } from './random.ts'
import type { Settled } from './settlement-stories.ts'

/** One row of the office's payment list; rows with the same receipt arrived as one amount. */
export interface PaymentRecord {
  entry: string
  receipt: string
  customer: CustomerRecord
  date: string
  amount: number
  method: Method
  reference: string
  invoice: string
  credit: string
  type: 'Receipt' | 'Refund'
  returnedOn: string
  returnReason: string
}

export const methods = ['BACS', 'Card', 'Cash', 'Cheque', 'Direct Debit', 'GoCardless'] as const
export type Method = (typeof methods)[number]

/** The office's payment list, by date. */
export function payments(settled: Settled[], credits: CreditRecord[]): PaymentRecord[] {
  const random = seeded('payments')
  const receipts = [
    ...settled.filter(({ settlement }) => settlement !== 'transfer').flatMap((one) => ofInvoice(random, one, credits)),
    ...transfers(random, settled),
    ...onAccount(random, settled),
    [refund(random, settled, credits)],
  ]
  return numbered(receipts)
}

/** Paid out again by BACS: what was credited after the customer had paid. */
function refund(random: Random, settled: Settled[], credits: CreditRecord[]): PaymentRecord {
  const { invoice } = at(
    settled.filter(({ settlement }) => settlement === 'creditedAfterPaid'),
    0,
  )
  const given = credits.find(({ lines }) => lines.some(({ against }) => against === invoice.number))
  if (!given) throw new RangeError(`no credit for ${invoice.number}`)
  const row = payment(random, invoice, given.totals.gross, 5, 'BACS')
  return { ...row, date: addDays(given.date, 1), reference: `Refund ${given.number}`, invoice: '', credit: given.number, type: 'Refund' }
}

/** The receipts of one invoice, each a list of rows. */
function ofInvoice(random: Random, { invoice, settlement }: Settled, credits: CreditRecord[]): PaymentRecord[][] {
  const due = invoice.totals.gross - (invoice.cis?.deducted ?? 0)
  const pay = (amount: number, days = random.int(0, 28)): PaymentRecord => payment(random, invoice, amount, days)
  const half = Math.floor(due / 2)
  const third = Math.floor(due / 3)
  switch (settlement) {
    case 'full':
    case 'netOfCis':
    case 'creditedAfterPaid':
      return [[pay(due)]]
    case 'paidElsewhereToo':
      return [[{ ...pay(due, random.int(3, 12)), method: 'BACS', reference: `${invoice.number} ${invoice.customer.ref}` }]]
    case 'part':
    case 'paidPartCreditedPart':
      return [[pay(third)]]
    case 'twoParts':
      return inTwo(pay(0, 3), third, due - third, 14)
    case 'twoEqualParts':
      return inTwo(pay(0, 6), due - half, half, 0)
    case 'over':
      return [[pay(due + 1000)]]
    case 'pennyShort':
      return [[pay(due - 1)]]
    case 'early':
      return [[pay(due, -5)]]
    case 'bounced':
      return [[returned(pay(due, 4))], [{ ...pay(due, 18), method: 'BACS' }]]
    case 'wrongYear':
      return [[{ ...pay(due), date: `2062${addDays(invoice.issueDate, 9).slice(4)}` }]]
    case 'paidNetOfCredit':
      return [[pay(due - creditedOn(invoice, credits))]]
    case 'creditedWhole':
    case 'creditedPart':
    case 'creditedTogether':
    case 'transfer':
    case 'unpaid':
      return []
    default:
      return settlement satisfies never
  }
}

/** Two parts of one invoice carry one reference: a payment has no number. */
const inTwo = (row: PaymentRecord, first: number, second: number, daysApart: number): PaymentRecord[][] => [
  [{ ...row, amount: first }],
  [{ ...row, amount: second, date: clamped(addDays(row.date, daysApart)) }],
]

const returned = (row: PaymentRecord): PaymentRecord => ({
  ...row,
  method: 'Cheque',
  reference: 'chq 000731',
  returnedOn: addDays(row.date, 6),
  returnReason: 'Refer to drawer',
})

const creditedOn = ({ number }: InvoiceRecord, credits: CreditRecord[]): number =>
  sum(credits.filter(({ lines }) => lines.some(({ against }) => against === number)).map(({ totals }) => totals.gross))

/** One amount at the bank for several invoices of one customer; one office clerk called half of a transfer a cheque. */
function transfers(random: Random, settled: Settled[]): PaymentRecord[][] {
  const groups = Map.groupBy(
    settled.filter(({ settlement }) => settlement === 'transfer'),
    ({ group }) => group,
  )
  return [...groups.values()].map((group, index) => {
    const last = at(group, group.length - 1).invoice
    const shared = payment(random, last, 0, random.int(7, 20), 'BACS')
    return group.map(({ invoice }, row) => ({
      ...shared,
      reference: `${invoice.customer.ref} STATEMENT`,
      amount: invoice.totals.gross,
      invoice: invoice.number,
      method: index === 1 && row === 1 ? ('Cheque' as const) : shared.method,
    }))
  })
}

/** Money that came before there was an invoice to put it to. */
function onAccount(random: Random, settled: Settled[]): PaymentRecord[][] {
  const payers = settled.filter(
    ({ invoice, settlement }) => settlement === 'full' && invoice.story === 'plain' && invoice.customer.known === 'unknown',
  )
  return Array.from({ length: 8 }, (_, index) => {
    const row = payment(
      random,
      at(payers, 3 + index * 17).invoice,
      random.pick([5000, 10_000, 15_050, 25_000]),
      random.int(1, 15),
      random.pick(['Card', 'BACS']),
    )
    return [{ ...row, invoice: '', reference: random.pick(['Deposit, boiler', 'on account', 'DEPOSIT']) }]
  })
}

function payment(random: Random, invoice: InvoiceRecord, amount: number, days: number, chosen?: Method): PaymentRecord {
  const method = chosen ?? random.pick(invoice.includesVat ? homeMethods : firmMethods)
  return {
    entry: '',
    receipt: '',
    customer: invoice.customer,
    date: clamped(addDays(invoice.issueDate, days)),
    amount,
    method,
    reference: references[method](invoice, random),
    invoice: invoice.number,
    credit: '',
    type: 'Receipt',
    returnedOn: '',
    returnReason: '',
  }
}

const homeMethods = ['Card', 'Card', 'Card', 'Cash', 'BACS', 'BACS', 'Cheque', 'GoCardless'] as const satisfies Method[]
const firmMethods = ['BACS', 'BACS', 'BACS', 'Cheque', 'Direct Debit', 'Card'] as const satisfies Method[]

const references = {
  BACS: ({ number, customer }, random) =>
    random.pick([
      number,
      `${number} ${customer.name
        .trim()
        .split(/\s+/)
        .at(customer.type === 'domestic' ? -1 : 0)}`,
      `INV ${number}`,
    ]),
  Card: (_, random) => `Card ****${random.int(1000, 9999)}`,
  Cash: (invoice) => `cash ${invoice.job}`,
  Cheque: (_, random) => `chq ${String(random.int(100, 99_999)).padStart(6, '0')}`,
  'Direct Debit': ({ customer }) => `DD ${customer.ref}`,
  GoCardless: (_, random) => `GC-${random.int(10_000, 99_999)}`,
} as const satisfies Record<Method, (invoice: InvoiceRecord, random: Random) => string>

/** Money came in between the start of the quarter and the day of the export. */
const clamped = (day: string): string => (day > LAST_RECEIPT ? LAST_RECEIPT : day < START_FROM ? START_FROM : day)

/** Gives receipts and rows their numbers, in the order of their dates. */
function numbered(receipts: PaymentRecord[][]): PaymentRecord[] {
  const byDate = receipts.sort((one, other) => (at(one, 0).date < at(other, 0).date ? -1 : at(one, 0).date > at(other, 0).date ? 1 : 0))
  const rows = byDate.flatMap((receipt, index) => receipt.map((row) => ({ ...row, receipt: `R${7001 + index}` })))
  return rows.map((row, index) => ({ ...row, entry: `E${20_001 + index}` }))
}
