import type { BookPayment } from '../books.ts'
import type { DocumentStatus } from '../entities.ts'
import { sum } from '../money.ts'
import { compareMoney, moneyOf, moneyOnAccount, onlyTheirMoney, type TheirMoney } from './tie-out/compare-money.ts'
import { compareSale, compareWriteOff, onlyTheirs } from './tie-out/compare-sale.ts'
import type { BookSale, OurMoney, OurSale, TieOutInput } from './tie-out/tie-out-input.ts'
import { type ApartCause, type Compared, type DifferenceCause, type TieOutLine, unexplainedCauses } from './tie-out/tie-out-line.ts'
import { balancesOf, monthsOf, sumByCause, type TieOutSummary, totalsOf } from './tie-out/tie-out-summary.ts'

export type { BookSale, OurMoney, OurSale, TieOutInput } from './tie-out/tie-out-input.ts'
export type { TieOutLine } from './tie-out/tie-out-line.ts'
export type { TieOutSummary } from './tie-out/tie-out-summary.ts'

/** Both sides compared, difference by difference: a dated sheet that an accountant can file. */
export interface TieOut {
  /** Every pair equal in every money field and date, nothing one-sided, every customer's balance equal; decisions are explained, not differences. */
  agrees: boolean
  summary: TieOutSummary
  lines: TieOutLine[]
}

/** The tie-out of accounting.md section 5: ours in the books against theirs, per document, per receipt, per customer, per VAT month. */
export function compareBooks(input: TieOutInput): TieOut {
  const contacts = new Map(
    input.customers.flatMap(({ externalId, contactId }) => (contactId === undefined ? [] : [[externalId, contactId] as const])),
  )
  const compared = [...pairSales(input, contacts), ...pairMoney(input, contacts)]
  const balances = balanceLines(compared, contacts)
  const lines = [
    ...compared.flatMap(({ line, also }) => [...(line === undefined ? [] : [line]), ...(also ?? [])]),
    ...balances.lines,
    ...cisLines(input),
  ]
  const summary = summarise(input, compared, lines, balances)
  const different = lines.some(({ list }) => list === 'differences' || list === 'balances')
  return { agrees: !different && summary.unexplained === 0, summary, lines }
}

type Contacts = ReadonlyMap<string, string>

const inRange = ({ from, to }: TieOutInput, date: string): boolean => date <= to && (from === null || date >= from)

/** A document of ours that is not in the books is counted apart, by where it stands. */
const apartByStatus: Record<DocumentStatus, ApartCause> = {
  waiting: 'waiting',
  inFlight: 'inFlight',
  inBooks: 'waiting',
  problem: 'problem',
  held: 'held',
  notDue: 'notDue',
}

function apartCause(input: TieOutInput, date: string, status: DocumentStatus, contactId: string | undefined): ApartCause {
  if (input.from !== null && date < input.from) return 'beforeStart'
  return contactId === undefined && status !== 'held' && status !== 'notDue' ? 'unlinkedCustomer' : apartByStatus[status]
}

function pairSales(input: TieOutInput, contacts: Contacts): Compared[] {
  const records = new Map(input.theirs.documents.map((record) => [record.bookId, record]))
  const ours = input.sales.flatMap((sale) => [...pairSale(input, contacts, records, sale), ...pairWriteOff(input, contacts, records, sale)])
  const claimed = new Set(
    input.sales.flatMap(({ link, writeOff }) => [...(link ? [link.bookId] : []), ...(writeOff ? [writeOff.bookId] : [])]),
  )
  const known = new Set(contacts.values())
  const left = input.theirs.documents.filter(
    (record) => !claimed.has(record.bookId) && record.state !== 'void' && known.has(record.contactId) && inRange(input, record.date),
  )
  const numbers = numbersOfOurs(input.sales)
  return [...ours, ...left.map((record) => onlyTheirs(record, causeOfOnlyTheirs(input, record, numbers)))]
}

function pairSale(input: TieOutInput, contacts: Contacts, records: ReadonlyMap<string, BookSale>, sale: OurSale): Compared[] {
  const contactId = contacts.get(sale.customer)
  if (sale.link !== undefined) {
    const theirs = records.get(sale.link.bookId)
    return inRange(input, sale.date) ? [compareSale(sale, contactId ?? theirs?.contactId ?? '', theirs)] : []
  }
  if (sale.date > input.to) return []
  const { kind, externalId, number, customer, date, currency, net, tax, gross } = sale
  const cause = apartCause(input, date, sale.status, contactId)
  return [{ line: { list: 'apart', kind, externalId, cause, ours: { number, customer, date, currency, net, tax, gross } } }]
}

/** What writes off the rest of an invoice counts on the day it has in the books, which is not its invoice's. */
function pairWriteOff(input: TieOutInput, contacts: Contacts, records: ReadonlyMap<string, BookSale>, sale: OurSale): Compared[] {
  if (sale.writeOff === undefined) return []
  const theirs = records.get(sale.writeOff.bookId)
  if (theirs !== undefined && !inRange(input, theirs.date)) return []
  return compareWriteOff(sale, sale.writeOff, contacts.get(sale.customer) ?? '', theirs)
}

/** By kind and number: whether a document of ours with it is in the books, or on its way. */
function numbersOfOurs(sales: OurSale[]): Map<string, 'linked' | 'inFlight'> {
  const numbers = new Map<string, 'linked' | 'inFlight'>()
  for (const { kind, number, link, status } of sales) {
    if (link !== undefined) numbers.set(numberKey(kind, link.sent?.number ?? number), 'linked')
    else if (status === 'inFlight') numbers.set(numberKey(kind, number), 'inFlight')
  }
  return numbers
}

const numberKey = (kind: string, number: string): string => `${kind} ${number.trim().toLowerCase()}`

function causeOfOnlyTheirs(
  input: TieOutInput,
  record: BookSale,
  numbers: Map<string, 'linked' | 'inFlight'>,
): DifferenceCause | ApartCause {
  if (record.state !== 'inLedger') return 'draftInBooks'
  if (input.asked.has(record.bookId)) return 'asked'
  const ours = numbers.get(numberKey(record.kind, record.number))
  if (ours === 'inFlight') return 'inFlight'
  return ours === 'linked' ? 'doubled' : 'onlyInBooks'
}

function pairMoney(input: TieOutInput, contacts: Contacts): Compared[] {
  const all = [...input.theirs.payments.map(moneyOf), ...input.theirs.onAccount.map(moneyOnAccount)]
  const records = new Map(all.map((record) => [record.bookId, record]))
  const ours = input.money.flatMap((money) => pairOne(input, contacts, records, money))
  return [...ours, ...leftMoney(input, contacts, all)]
}

function pairOne(input: TieOutInput, contacts: Contacts, records: ReadonlyMap<string, TheirMoney>, money: OurMoney): Compared[] {
  const contactId = contacts.get(money.customer)
  // A deduction of CIS alone is not yet the receipt.
  if (money.parts.some(({ part }) => part !== 'cis'))
    return inRange(input, money.date) ? [compareMoney(money, contactId ?? '', records)] : []
  const { externalId, customer, date, amount, currency } = money
  const cause = date > input.to ? 'waiting' : apartCause(input, date, money.status, contactId)
  return [{ line: { list: 'apart', kind: 'payment', externalId, cause, ours: { customer, date, amount, currency } } }]
}

/** Money in the books that belongs to none of ours; the parts of a batch are met as the batch. */
function leftMoney(input: TieOutInput, contacts: Contacts, all: TheirMoney[]): Compared[] {
  const claimed = new Set(input.money.flatMap(({ parts }) => parts.map(({ bookId }) => bookId)))
  const partsOfBatches = new Set(input.theirs.payments.flatMap(({ bookId, partOf }: BookPayment) => (partOf === undefined ? [] : [bookId])))
  const known = new Set(contacts.values())
  const owner = new Map(input.theirs.documents.map(({ bookId, contactId }) => [bookId, contactId]))
  const tokens = new Map(input.money.flatMap(({ token, parts }) => (token === undefined ? [] : [[token, parts.length > 0] as const])))
  return all.flatMap((record) => {
    const contactId = record.contactId ?? owner.get(record.allocations[0]?.documentId ?? '')
    const meets =
      record.state === 'live' && !claimed.has(record.bookId) && !partsOfBatches.has(record.bookId) && inRange(input, record.date)
    if (!meets || contactId === undefined || !known.has(contactId)) return []
    return [onlyTheirMoney(record, contactId, causeOfOnlyTheirMoney(input, record, tokens))]
  })
}

function causeOfOnlyTheirMoney(input: TieOutInput, record: TheirMoney, tokens: ReadonlyMap<string, boolean>): DifferenceCause | ApartCause {
  if (input.asked.has(record.bookId)) return 'asked'
  const [token] = /\bCF-[0-9A-Z]+\b/.exec(record.reference ?? '') ?? []
  const linked = token === undefined ? undefined : tokens.get(token)
  if (linked === undefined) return 'onlyInBooks'
  return linked ? 'doubled' : 'inFlight'
}

interface Balances {
  rows: ReturnType<typeof balancesOf>
  lines: TieOutLine[]
  /** Contacts whose difference the lines do not account for. */
  unexplained: number
}

/** Balances that differ by more than decisions explain; and, as a check of the sheet itself, by more than its lines account for. */
function balanceLines(compared: Compared[], contacts: Contacts): Balances {
  const rows = balancesOf(compared)
  const explained = balancesOf(compared.filter(({ line }) => line?.list === 'explained'))
  const accounted = balancesOf(compared.filter(({ line }) => line !== undefined))
  const customers = new Map([...contacts].map(([externalId, contactId]) => [contactId, externalId]))
  const delta = (of: ReturnType<typeof balancesOf>, key: string): number => (of.get(key)?.ours ?? 0) - (of.get(key)?.theirs ?? 0)
  const differing = [...rows].filter(([key]) => delta(rows, key) !== delta(explained, key))
  const lines = differing.map(([, { contactId, currency, ours, theirs }]): TieOutLine => {
    const externalId = customers.get(contactId)
    const both = { ours: { balance: ours, currency }, theirs: { balance: theirs, currency } }
    return { list: 'balances', kind: 'customer', bookId: contactId, ...(externalId !== undefined && { externalId }), ...both }
  })
  return { rows, lines, unexplained: [...rows.keys()].filter((key) => delta(rows, key) !== delta(accounted, key)).length }
}

/** Deductions of CIS suffered, with what of them is entered in the books. */
function cisLines(input: TieOutInput): TieOutLine[] {
  return input.sales.flatMap(({ cis, kind, externalId, date, link }): TieOutLine[] => {
    if (cis === undefined || link === undefined || !inRange(input, date)) return []
    return [{ list: 'cis', kind, externalId, bookId: link.bookId, ours: { deduction: cis.deduction }, theirs: { entered: cis.entered } }]
  })
}

function summarise(input: TieOutInput, compared: Compared[], lines: TieOutLine[], balances: Balances): TieOutSummary {
  const cis = input.sales.flatMap((sale) =>
    sale.cis !== undefined && sale.link !== undefined && inRange(input, sale.date) ? [sale.cis] : [],
  )
  const faults = lines.filter(({ cause }) => cause !== undefined && unexplainedCauses.has(cause)).length
  return {
    from: input.from,
    to: input.to,
    totals: totalsOf(compared),
    byMonth: monthsOf(compared, input.treatments),
    balances: balanceTotals(balances),
    explained: sumByCause(compared, 'explained'),
    differences: sumByCause(compared, 'differences'),
    apart: sumByCause(compared, 'apart'),
    allocations: lines.filter(({ list }) => list === 'allocations').length,
    cis: { deduction: sum(cis.map(({ deduction }) => deduction)), entered: sum(cis.map(({ entered }) => entered)) },
    unexplained: faults + balances.unexplained,
  }
}

function balanceTotals({ rows, lines }: Balances): TieOutSummary['balances'] {
  const all = [...rows.values()]
  return [...new Set(all.map(({ currency }) => currency))].toSorted().map((currency) => {
    const of = all.filter((row) => row.currency === currency)
    const differing = lines.filter((line) => line.ours?.['currency'] === currency).length
    return { currency, ours: sum(of.map(({ ours }) => ours)), theirs: sum(of.map(({ theirs }) => theirs)), customers: of.length, differing }
  })
}
