import type { MirrorRecords } from '../../domain/books.ts'
import type { MirrorKind } from '../../domain/entities.ts'
import { read, type Road } from './client.ts'
import type { Cursor, Place } from './cursor.ts'
import { toBookContact } from './map/book-contact.ts'
import { toBookCredit, toBookInvoice } from './map/book-document.ts'
import { isOfCustomer, isReceived, toBookBatch, toBookOverpayment, toBookPayment, toBookPrepayment } from './map/book-money.ts'
import {
  batchesReply,
  contactsReply,
  creditsReply,
  envelopeReply,
  invoicesReply,
  overpaymentsReply,
  paymentsReply,
  prepaymentsReply,
} from './wire.ts'

/** One list of Xero's that fills a kind of the mirror. */
export interface List<T> {
  name: string
  read(road: Road, place: Place): Promise<ReadPage<T>>
  /** Of a second list: whether it is to be read this time. */
  isDue?(cursor: Cursor, now: number): boolean
  /** Whether the cursor keeps when it was read. */
  seldom?: boolean
}

export interface ReadPage<T> {
  records: T[]
  /** When each record of the page last changed, those that are not ours too. */
  times: string[]
  pageCount: number
  /** The provider's own time when it answered, as an ISO moment. */
  toldAt?: string | undefined
  /** Records that show news in the next list, as `{time} {id}`. */
  news: string[]
}

const PAGE_SIZE = 1_000
const ORDER = 'UpdatedDateUTC ASC'
// Supplier bills and credits would cost egress (reference xero.md 2); Type is a documented filter.
const SALES_INVOICES = 'Type=="ACCREC"'
const SALES_CREDITS = 'Type=="ACCRECCREDIT"'
// Whether a list without a filter holds deleted payments is not documented (reference xero.md 8), so both are asked for by name.
const ALL_PAYMENTS = 'Status=="AUTHORISED" OR Status=="DELETED"'
const SELDOM_MILLISECONDS = 6 * 60 * 60_000

const contacts: List<MirrorRecords['contacts']> = {
  name: 'contacts',
  async read(road, { from, page }) {
    const raw = await read(road, 'GET /Contacts', (api, tenant) =>
      api.getContacts(tenant, dateOf(from), undefined, ORDER, undefined, page, true, undefined, undefined, PAGE_SIZE),
    )
    const { Contacts, pagination } = contactsReply.parse(raw)
    return pageOf(raw, Contacts, pagination, Contacts.map(toBookContact))
  },
}

const invoices: List<MirrorRecords['invoices']> = {
  name: 'invoices',
  async read(road, { from, page }) {
    const none = undefined
    const raw = await read(road, 'GET /Invoices', (api, tenant) =>
      api.getInvoices(tenant, dateOf(from), SALES_INVOICES, ORDER, none, none, none, none, page, true, none, 4, none, PAGE_SIZE),
    )
    const { Invoices, pagination } = invoicesReply.parse(raw)
    const sales = Invoices.filter((invoice) => invoice.Type === 'ACCREC')
    return pageOf(raw, Invoices, pagination, sales.map(toBookInvoice))
  },
}

const credits: List<MirrorRecords['credits']> = {
  name: 'credits',
  async read(road, { from, page }) {
    const raw = await read(road, 'GET /CreditNotes', (api, tenant) =>
      api.getCreditNotes(tenant, dateOf(from), SALES_CREDITS, ORDER, page, 4, PAGE_SIZE),
    )
    const { CreditNotes, pagination } = creditsReply.parse(raw)
    const sales = CreditNotes.filter((credit) => credit.Type === 'ACCRECCREDIT')
    return pageOf(raw, CreditNotes, pagination, sales.map(toBookCredit))
  },
}

const payments: List<MirrorRecords['payments']> = {
  name: 'payments',
  async read(road, { from, page }) {
    const raw = await read(road, 'GET /Payments', (api, tenant) =>
      api.getPayments(tenant, dateOf(from), ALL_PAYMENTS, ORDER, page, PAGE_SIZE),
    )
    const { Payments, pagination } = paymentsReply.parse(raw)
    const records = Payments.filter(isOfCustomer).map(toBookPayment)
    const parts = records.filter((payment) => payment.partOf !== undefined)
    return { ...pageOf(raw, Payments, pagination, records), news: parts.map((part) => `${part.updatedAt} ${part.bookId}`) }
  },
}

const batches: List<MirrorRecords['payments']> = {
  name: 'batches',
  isDue: (cursor) => cursor.due === true,
  async read(road, { from }) {
    const raw = await read(road, 'GET /BatchPayments', (api, tenant) => api.getBatchPayments(tenant, dateOf(from), undefined, ORDER))
    const { BatchPayments } = batchesReply.parse(raw)
    const received = BatchPayments.filter((batch) => batch.Type === 'RECBATCH')
    return pageOf(raw, BatchPayments, undefined, received.map(toBookBatch))
  },
}

const overpayments: List<MirrorRecords['onAccount']> = {
  name: 'overpayments',
  async read(road, { from, page }) {
    const raw = await read(road, 'GET /Overpayments', (api, tenant) =>
      api.getOverpayments(tenant, dateOf(from), undefined, ORDER, page, 4, PAGE_SIZE),
    )
    const { Overpayments, pagination } = overpaymentsReply.parse(raw)
    return pageOf(raw, Overpayments, pagination, Overpayments.filter(isReceived).map(toBookOverpayment))
  },
}

const prepayments: List<MirrorRecords['onAccount']> = {
  name: 'prepayments',
  seldom: true,
  isDue: (cursor, now) => cursor.readAt === undefined || now - cursor.readAt >= SELDOM_MILLISECONDS,
  async read(road, { from, page }) {
    const raw = await read(road, 'GET /Prepayments', (api, tenant) =>
      api.getPrepayments(tenant, dateOf(from), undefined, ORDER, page, 4, PAGE_SIZE),
    )
    const { Prepayments, pagination } = prepaymentsReply.parse(raw)
    return pageOf(raw, Prepayments, pagination, Prepayments.filter(isReceived).map(toBookPrepayment))
  },
}

/** The lists that fill each kind, in the order they are read. */
export const listsOf: { [K in MirrorKind]: readonly List<MirrorRecords[K]>[] } = {
  contacts: [contacts],
  invoices: [invoices],
  credits: [credits],
  payments: [payments, batches],
  onAccount: [overpayments, prepayments],
}

interface Changed {
  UpdatedDateUTC?: string | undefined
}

function pageOf<T>(raw: unknown, all: Changed[], pagination: { pageCount: number } | undefined, records: T[]): ReadPage<T> {
  const times = all.map((record) => record.UpdatedDateUTC ?? '')
  return { records, times, pageCount: pagination?.pageCount ?? 1, toldAt: envelopeReply.parse(raw).DateTimeUTC, news: [] }
}

const dateOf = (moment: string | undefined): Date | undefined => (moment === undefined ? undefined : new Date(moment))
