import type { Credit } from '../../domain/credit.ts'
import type { Customer } from '../../domain/customer.ts'
import type { DocumentBodies } from '../../domain/document.ts'
import type { DocumentKind } from '../../domain/entities.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { Payment } from '../../domain/payment.ts'
import { type Chance, seededChance } from './chance.ts'

/** One document of the host. */
export type Saved = { [K in DocumentKind]: { kind: K; externalId: string; body: DocumentBodies[K] } }[DocumentKind]

/** What a trade company's host sends: what is there at the beginning, and what is saved in the middle of the run. */
export interface Trade {
  first: Saved[]
  /** In portions: late documents and new versions of earlier ones. */
  later: Saved[][]
  /** The last version of each document, by `kind/externalId`. */
  last: Map<string, Saved>
}

/** How many of a hundred documents are of each kind. */
const shares = { customer: 13, invoice: 45, credit: 10 } as const
/** Of a hundred: how many are saved in the middle of the run, and of how many a newer version is. */
const LATE = 30
const EDITED = 10
/** Portions that are saved in the middle of the run; of a short one fewer. */
const PORTIONS = { long: 10, short: 2 } as const
const SHORT = 200

/**
 * A seeded trade company. Whatever order its documents arrive in, the books end the same: what is set against an invoice fits on it, but
 * where it is the only thing that is.
 */
export function tradeOf(seed: number, documents: number): Trade {
  const chance = seededChance(seed)
  const count = (share: number): number => Math.max(3, Math.round((documents * share) / 100))
  const customers = Array.from({ length: count(shares.customer) }, (_, index) => customer(chance, index))
  const invoices = Array.from({ length: count(shares.invoice) }, (_, index) => invoice(chance, index, customers))
  const book = { chance, invoices, open: new Map(invoices.map((each) => [each.externalId, each.body.totals.gross])) }
  const settled = settlements(
    book,
    count(shares.credit),
    Math.max(3, documents - customers.length - invoices.length - count(shares.credit)),
  )
  return laidOut(chance, [...customers, ...invoices, ...settled], new Set(book.open.keys()))
}

type Of<K extends DocumentKind> = Extract<Saved, { kind: K }>

function customer(chance: Chance, index: number): Of<'customer'> {
  const number = String(index + 1).padStart(4, '0')
  const body: Customer = {
    state: 'active',
    name: `${chance.pick(places)} ${number} ${chance.pick(trades)}`,
    kind: chance.pick(['company', 'person']),
    email: `office@customer${number}.example`,
    accountNumber: `AC${number}`,
  }
  return { kind: 'customer', externalId: `c${number}`, body }
}

const places = ['Ashby', 'Bexhill', 'Corfe', 'Dunster', 'Exmoor', 'Frome', 'Glossop', 'Hythe'] as const
const trades = ['Lettings', 'Bakery', 'Dental', 'Motors', 'Nursery', 'Farm', 'Care Home', 'Stores'] as const

/** Tax codes of the host with their rates in percent, as settings.ts maps them. */
export const taxCodes = {
  S: { treatment: 'standard', percent: 20, bookTaxCode: 'OUTPUT2' },
  R: { treatment: 'reduced', percent: 5, bookTaxCode: 'RROUTPUT' },
  Z: { treatment: 'zero', percent: 0, bookTaxCode: 'ZERORATEDOUTPUT' },
  E: { treatment: 'exempt', percent: 0, bookTaxCode: 'EXEMPTOUTPUT' },
} as const

function invoice(chance: Chance, index: number, customers: Of<'customer'>[]): Of<'invoice'> {
  const number = String(index + 1).padStart(5, '0')
  const owner = customers[chance.whole(0, customers.length - 1)]?.externalId ?? ''
  const body: Invoice = {
    state: 'issued',
    number: `INV-${number}`,
    customer: owner,
    issueDate: day(chance.whole(1, 28)),
    dueDate: '2026-11-30',
    currency: 'GBP',
    reference: `Job ${chance.whole(1, 400)}`,
    pricesIncludeTax: false,
    ...lines(chance, chance.whole(1, 4), 100_000),
  }
  return { kind: 'invoice', externalId: `i${number}`, body }
}

const day = (date: number): string => `2026-10-${String(date).padStart(2, '0')}`

/** Lines and their totals, tax rounded line by line; `most`: of one line's net, in pence. */
function lines(chance: Chance, count: number, most: number): Pick<Invoice, 'lines' | 'totals'> {
  const made = Array.from({ length: count }, (_, index) => {
    const quantity = chance.whole(1, 5)
    const unit = chance.whole(100, Math.floor(most / 5))
    const taxCode = chance.pick(['S', 'S', 'S', 'R', 'Z', 'E'] as const)
    const net = unit * quantity
    const tax = Math.round((net * taxCodes[taxCode].percent) / 100)
    return {
      lineId: String(index + 1),
      description: chance.pick(works),
      quantity: String(quantity),
      unitPrice: pounds(unit),
      net,
      tax,
      taxCode,
    }
  })
  const [net, tax] = [made.reduce((sum, line) => sum + line.net, 0), made.reduce((sum, line) => sum + line.tax, 0)]
  return { lines: made, totals: { net, tax, gross: net + tax } }
}

const works = ['Boiler service', 'Radiator valve', 'Call-out', 'Gas safety record', 'Power flush', 'Labour'] as const
const pounds = (minor: number): string => (minor / 100).toFixed(2)

interface Book {
  chance: Chance
  invoices: Of<'invoice'>[]
  /** Invoices that nothing is set against yet, with what is open on them. */
  open: Map<string, number>
}

/** Credits and payments, each against invoices of its own customer that have room for it. */
function settlements(book: Book, credits: number, payments: number): Saved[] {
  const made: Saved[] = []
  for (let index = 0; index < credits; index++) made.push(credit(book, index))
  for (let index = 0; index < payments; index++) made.push(payment(book, index, made.at(-1)))
  return made
}

/** Takes some invoices of one customer that are untouched; from then on they are not. */
function take({ chance, invoices, open }: Book, most: number): Of<'invoice'>[] {
  // Some invoices stay without anything on them: they may be edited, cancelled, voided by hand.
  const untouched = invoices.filter((each) => open.has(each.externalId))
  if (untouched.length < invoices.length * 0.35) return []
  const first = untouched[chance.whole(0, untouched.length - 1)]
  const chosen = untouched.filter((each) => each.body.customer === first?.body.customer).slice(0, most)
  for (const each of chosen) open.delete(each.externalId)
  return chosen
}

function credit(book: Book, index: number): Of<'credit'> {
  const { chance } = book
  const number = String(index + 1).padStart(5, '0')
  const [against] = chance.happens(0.75) ? take(book, 1) : []
  const owner = against ?? book.invoices[chance.whole(0, book.invoices.length - 1)]
  const shape = { state: 'issued', number: `CR-${number}`, currency: 'GBP', pricesIncludeTax: false } as const
  const body: Credit = { ...shape, customer: owner?.body.customer ?? '', issueDate: day(28), ...lines(chance, 1, 3_000) }
  if (against && chance.happens(0.5)) body.corrects = [{ invoice: against.externalId }]
  else if (against) body.allocations = [{ invoice: against.externalId, amount: Math.min(body.totals.gross, against.body.totals.gross) }]
  return { kind: 'credit', externalId: `k${number}`, body }
}

function payment(book: Book, index: number, before: Saved | undefined): Of<'payment'> {
  const { chance } = book
  const externalId = `p${String(index + 1).padStart(5, '0')}`
  // Two like receipts on one day stay two (accounting rule 7).
  if (before?.kind === 'payment' && (before.body.allocations ?? []).length === 0 && chance.happens(0.3))
    return { kind: 'payment', externalId, body: before.body }
  const settles = chance.happens(0.85) ? take(book, chance.happens(0.3) ? 4 : 1) : []
  const owner = settles[0] ?? book.invoices[chance.whole(0, book.invoices.length - 1)]
  const allocations = settles.map((each) => ({ invoice: each.externalId, amount: part(chance, each.body.totals.gross) }))
  const rest = allocations.length === 0 ? chance.whole(500, 20_000) : chance.happens(0.1) ? chance.whole(1, 5_000) : 0
  const amount = allocations.reduce((sum, each) => sum + each.amount, 0) + rest
  const common = { state: 'recorded', customer: owner?.body.customer ?? '', date: day(chance.whole(1, 31)), currency: 'GBP' } as const
  const body: Payment = { ...common, amount, method: chance.pick(['BACS', 'Card']), reference: `BGC ${chance.whole(1, 50)}`, allocations }
  return { kind: 'payment', externalId, body }
}

/** In full, in part, a penny short, or more than is open. */
function part(chance: Chance, gross: number): number {
  return chance.pick([gross, gross, gross, gross - 1, gross + 1_000, chance.whole(1, gross)])
}

/** Which documents come first, which in the middle of the run, and which of them in two versions. */
function laidOut(chance: Chance, documents: Saved[], untouched: ReadonlySet<string>): Trade {
  const first: Saved[] = []
  const later: Saved[][] = Array.from({ length: documents.length < SHORT ? PORTIONS.short : PORTIONS.long }, () => [])
  const last = new Map<string, Saved>()
  for (const document of chance.shuffled(documents)) {
    const portion = later[chance.whole(0, later.length - 1)] ?? []
    const versions = chance.happens(EDITED / 100) ? inTwoVersions(chance, document, untouched) : undefined
    const late = versions === undefined && chance.happens(LATE / 100)
    if (versions) portion.push(versions.newer)
    ;(late ? portion : first).push(versions?.older ?? document)
    last.set(refOf(document), versions?.newer ?? document)
  }
  return { first, later, last }
}

export const refOf = ({ kind, externalId }: { kind: string; externalId: string }): string => `${kind}/${externalId}`

/** Taken back by the host in the middle of the run: never sent, or in the books and a question, as it came. */
export const isTakenBack = (document: Saved | undefined): boolean =>
  (document?.kind === 'invoice' && document.body.state === 'cancelled') ||
  (document?.kind === 'payment' && document.body.state === 'reversed')

/** Two versions of which the books take the newer whatever has happened to the older; undefined: this one stays as it is. */
function inTwoVersions(chance: Chance, document: Saved, untouched: ReadonlySet<string>): { older: Saved; newer: Saved } | undefined {
  switch (document.kind) {
    case 'customer':
      return { older: document, newer: { ...document, body: { ...document.body, phone: `0117 ${chance.whole(100_000, 999_999)}` } } }
    case 'invoice':
      return untouched.has(document.externalId) ? freelyEdited(chance, document) : referenceEdited(chance, document)
    case 'credit':
      return undefined
    case 'payment':
      if ((document.body.allocations ?? []).length > 0) return undefined
      return {
        older: document,
        newer: { ...document, body: { ...document.body, state: 'reversed', reversedOn: '2026-10-31', reason: 'Bounced' } },
      }
    default:
      return document satisfies never
  }
}

const referenceEdited = (chance: Chance, document: Of<'invoice'>): { older: Saved; newer: Saved } => ({
  older: document,
  newer: { ...document, body: { ...document.body, reference: `Order ${chance.whole(1, 999)}` } },
})

/** An invoice that nothing is set against: other amounts and number, taken back, issued or released only now. */
function freelyEdited(chance: Chance, document: Of<'invoice'>): { older: Saved; newer: Saved } {
  const { body } = document
  const as = (change: Partial<Invoice>): Saved => ({ ...document, body: { ...body, ...change } })
  const kind = chance.pick(['amounts', 'amounts', 'cancelled', 'issued', 'released'] as const)
  if (kind === 'amounts')
    return { older: document, newer: as({ ...lines(chance, chance.whole(1, 3), 80_000), number: `${body.number}-B` }) }
  if (kind === 'cancelled') return { older: document, newer: as({ state: 'cancelled' }) }
  return { older: as(kind === 'issued' ? { state: 'draft' } : { hold: true }), newer: document }
}
