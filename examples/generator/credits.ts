import { lineAmount, pounds } from './amounts.ts'
import type { CustomerRecord } from './customer-record.ts'
import { addDays, LAST_RECEIPT } from './days.ts'
import type { InvoiceRecord, LineRecord, PrintedTotals } from './invoice-record.ts'
import { totalsPerLine } from './printed-totals.ts'
import { at, type Random, seeded } from './random.ts'
import type { Settled, Settlement } from './settlement-stories.ts'

/** One line of a credit, and the invoice that it takes back. Amounts are positive. */
export interface CreditLine extends LineRecord {
  against: string
}

export interface CreditRecord {
  number: string
  customer: CustomerRecord
  date: string
  includesVat: boolean
  lines: CreditLine[]
  totals: PrintedTotals
  reason: string
  status: 'Issued' | 'Draft' | 'Cancelled'
  onHold: boolean
}

/** The office's credit notes by number, which is also by date. */
export function credits(settled: Settled[]): CreditRecord[] {
  const random = seeded('credits')
  const wanted = [
    ...corrections(settled, random),
    ...together(settled, random),
    ...goodwill(settled, random),
    ...notSent(settled, random),
    waiting(settled, random),
  ]
  return wanted
    .sort((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0))
    .map((credit, index) => ({ ...credit, number: `CR${5101 + index}` }))
}

type Unnumbered = CreditRecord

const whole: Partial<Record<Settlement, 'whole' | 'part'>> = {
  creditedWhole: 'whole',
  creditedPart: 'part',
  paidPartCreditedPart: 'part',
  paidNetOfCredit: 'part',
  creditedAfterPaid: 'part',
}

function corrections(settled: Settled[], random: Random): Unnumbered[] {
  return settled.flatMap(({ invoice, settlement }) => {
    const extent = whole[settlement]
    if (!extent) return []
    return [credit(random, [invoice], extent === 'whole' ? wholeLines(invoice) : partLines(invoice))]
  })
}

/** One credit that takes back two invoices. */
function together(settled: Settled[], random: Random): Unnumbered[] {
  const groups = Map.groupBy(
    settled.filter(({ settlement }) => settlement === 'creditedTogether'),
    ({ group }) => group,
  )
  return [...groups.values()].map((group) =>
    credit(
      random,
      group.map(({ invoice }) => invoice),
      group.flatMap(({ invoice }) => partLines(invoice)),
    ),
  )
}

/** Credits for good will: no invoice is named. */
function goodwill(settled: Settled[], random: Random): Unnumbered[] {
  const paid = settled.filter(
    ({ settlement, invoice }) => settlement === 'full' && invoice.story === 'plain' && !invoice.customer.reverseCharge,
  )
  return Array.from({ length: 6 }, (_, index) => {
    const { invoice } = at(paid, index * 11)
    const line = creditLine(
      {
        ...at(invoice.lines, 0),
        item: 'GOODWILL',
        details: 'Goodwill, waited in all day',
        quantity: '1',
        unitPrice: '20.00',
        discountPercent: '',
        discountAmount: 0,
        amount: 2000,
        vat: 'S',
        nominal: '4000',
      },
      '',
    )
    return credit(random, [invoice], [line])
  })
}

function notSent(settled: Settled[], random: Random): Unnumbered[] {
  const unpaid = settled.filter(
    ({ settlement, invoice }) => settlement === 'unpaid' && invoice.story === 'plain' && invoice.customer.known === 'unknown',
  )
  const make = (index: number): Unnumbered => credit(random, [at(unpaid, index).invoice], partLines(at(unpaid, index).invoice))
  return [
    { ...make(0), status: 'Draft' },
    { ...make(1), onHold: true },
    { ...make(2), status: 'Cancelled' },
  ]
}

/** A credit of a customer whom the books have archived: it waits with him. */
function waiting(settled: Settled[], random: Random): Unnumbered {
  const { invoice } = at(
    settled.filter((one) => one.invoice.customer.known === 'archived' && one.settlement === 'unpaid'),
    0,
  )
  return credit(random, [invoice], partLines(invoice))
}

function credit(random: Random, corrected: InvoiceRecord[], lines: CreditLine[]): Unnumbered {
  const { customer, includesVat } = at(corrected, 0)
  const last = corrected.reduce((latest, { issueDate }) => (issueDate > latest ? issueDate : latest), '')
  const wanted = addDays(last, random.int(2, 21))
  return {
    number: '',
    customer,
    date: wanted > LAST_RECEIPT ? LAST_RECEIPT : wanted,
    includesVat,
    lines,
    totals: totalsPerLine(lines, includesVat),
    reason: random.pick([
      'Charged twice',
      'Part not needed, returned',
      'Wrong customer',
      "Engineer didn't attend",
      'Price agreed by phone',
      '',
    ]),
    status: 'Issued',
    onHold: false,
  }
}

const wholeLines = ({ lines, number }: InvoiceRecord): CreditLine[] => lines.map((line) => creditLine(line, number))

/** The first line of several, or a quarter of the only one. */
function partLines(invoice: InvoiceRecord): CreditLine[] {
  const first = at(invoice.lines, 0)
  if (invoice.lines.length > 1 && first.amount < invoice.totals.net) return [creditLine(first, invoice.number)]
  const price = pounds(lineAmount('0.25', pounds(first.amount)))
  return [
    creditLine(
      {
        ...first,
        details: `${first.details}: a quarter off`,
        quantity: '1',
        unitPrice: price,
        discountPercent: '',
        discountAmount: 0,
        amount: lineAmount('1', price),
      },
      invoice.number,
    ),
  ]
}

const creditLine = (line: LineRecord, against: string): CreditLine => ({ ...line, against })
