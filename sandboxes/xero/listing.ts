import { type Answer, type Call, ok } from './call.ts'
import { apiException, NotFound, RequestRefused } from './refusal.ts'
import { type Fields, lookupOf, type Value, whereFilter } from './where.ts'
import { envelope } from './wire.ts'

/** How one kind of record is listed. */
export interface Listing<Row> {
  /** The array's name in the answer and the type's name in filter errors. */
  name: string
  rows: Row[]
  id: (row: Row) => string
  /** Missing for records that know no If-Modified-Since. */
  updatedAt?: ((row: Row) => number) | undefined
  fields: Fields<Row>
  /** A paged list gives full records, an unpaged one thin ones. */
  full: (row: Row) => unknown
  thin?: ((row: Row) => unknown) | undefined
  paged: boolean
  /** summaryOnly forces paging. */
  forcePaging?: boolean | undefined
}

/** Filters, orders and pages as the query string says. */
export function listAnswer<Row>(call: Call, listing: Listing<Row>): Answer {
  const rows = ordered(call, listing, filtered(call, listing))
  const page = listing.paged ? pageOf(call, listing.forcePaging ?? false) : undefined
  if (!page) return answer(call, listing, {}, rows.map(listing.thin ?? listing.full))
  const pageCount = Math.ceil(rows.length / page.size)
  if (page.number > pageCount && page.number > 1 && call.quirks.pagePastEnd === 'notFound') throw new NotFound()
  const pagination = { page: page.number, pageSize: page.size, pageCount, itemCount: rows.length }
  const shown = rows.slice((page.number - 1) * page.size, page.number * page.size)
  return answer(call, listing, { pagination }, shown.map(listing.full))
}

/** A comma list of a query parameter in lower case; undefined when it was not asked for. There is no escaping. */
export function commaList(call: Call, name: string): Set<string> | undefined {
  const value = call.query(name)
  if (value === undefined || value === '') return undefined
  return new Set(value.split(',').map((each) => each.trim().toLowerCase()))
}

export const asked = (call: Call, name: string): boolean => call.query(name)?.toLowerCase() === 'true'

/** GETs that match more than this are refused (contacts and payments pages). */
const MOST_ROWS = 100_000

function answer<Row>(call: Call, listing: Listing<Row>, extra: Record<string, unknown>, rows: unknown[]): Answer {
  return ok(envelope(call.now, call.appName, { ...extra, [listing.name]: rows }))
}

function filtered<Row>(call: Call, listing: Listing<Row>): Row[] {
  const where = call.query('where')
  const since = modifiedSince(call)
  let rows = listing.rows
  if (listing.updatedAt && since !== undefined) {
    const [read, inclusive] = [listing.updatedAt, call.quirks.ifModifiedSince === 'inclusive']
    rows = rows.filter((row) => (inclusive ? read(row) >= since : read(row) > since))
  }
  if (where !== undefined && where.trim() !== '') rows = rows.filter(whereFilter(where, listing.fields, listing.name))
  if (rows.length > MOST_ROWS)
    throw new RequestRefused(400, apiException(10, 'ValidationException', 'The request matches more than 100000 records'))
  return rows
}

/** `2026-01-02T03:04:05` (UTC), ISO with milliseconds and zone, or RFC 1123. An unreadable header is ignored. */
function modifiedSince(call: Call): number | undefined {
  const value = call.header('if-modified-since')
  if (value === undefined) return undefined
  const at = Date.parse(/^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(value) ? `${value}Z` : value)
  return Number.isNaN(at) ? undefined : at
}

function ordered<Row>(call: Call, listing: Listing<Row>, rows: Row[]): Row[] {
  const order = call.query('order')
  const terms = order ? termsOf(order, listing) : defaultTerms(listing)
  return terms.length === 0 ? rows : [...rows].sort((a, b) => compareBy(terms, a, b))
}

type Term<Row> = { read: (row: Row) => Value; sign: 1 | -1 }

function termsOf<Row>(order: string, listing: Listing<Row>): Term<Row>[] {
  const lookup = lookupOf(listing.fields, listing.name)
  const named = order.split(',').map((term): Term<Row> => {
    const [path = '', direction = 'ASC'] = term.trim().split(/\s+/)
    return { read: lookup(path), sign: direction.toUpperCase().startsWith('DESC') ? -1 : 1 }
  })
  return [...named, { read: listing.id, sign: 1 }]
}

/** UpdatedDateUTC ascending, then the id. */
function defaultTerms<Row>(listing: Listing<Row>): Term<Row>[] {
  if (!listing.updatedAt) return []
  return [
    { read: listing.updatedAt, sign: 1 },
    { read: listing.id, sign: 1 },
  ]
}

function compareBy<Row>(terms: Term<Row>[], a: Row, b: Row): number {
  for (const { read, sign } of terms) {
    const [left, right] = [read(a) ?? '', read(b) ?? '']
    if (left !== right) return left < right ? -sign : sign
  }
  return 0
}

/** `page` from 1; `pageSize` up to 1000, 100 when not given. Without `page` there is no paging, unless something forces it. */
function pageOf(call: Call, forced: boolean): { number: number; size: number } | undefined {
  const page = Number(call.query('page') ?? (forced ? 1 : Number.NaN))
  if (!Number.isInteger(page)) return undefined
  const size = Number(call.query('pageSize') ?? 100)
  return { number: Math.max(1, page), size: Math.min(1000, Math.max(1, Number.isInteger(size) ? size : 100)) }
}
