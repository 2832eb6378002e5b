import { createHash } from 'node:crypto'
import type { MirrorRecords } from '../../domain/books.ts'
import type { MirrorKind } from '../../domain/entities.ts'
import type { Page } from '../contract.ts'
import type { Road } from './client.ts'
import { type Cursor, latest, nextPlace, parseCursor, type Place, printCursor, settledSince } from './cursor.ts'
import { type List, listsOf, type ReadPage } from './lists.ts'

/**
 * The next page of what changed. One call a page, and one call for a kind in which nothing did: payments go on to the batches only when
 * a new payment belongs to one, and prepayments, which only people make, are asked for every six hours, or at once where everything has to be fresh.
 */
export async function changes<K extends MirrorKind>(
  road: Road,
  kind: K,
  cursor: string | undefined,
  fresh = false,
): Promise<Page<MirrorRecords[K]>> {
  const at = parseCursor(cursor)
  const lists: readonly List<MirrorRecords[K]>[] = listsOf[kind]
  const list = lists.find((candidate) => candidate.name === at.list) ?? lists[0]
  if (list === undefined) throw new TypeError(`nothing to read for ${kind}`)
  const place = { from: at.from ?? at.since[list.name], page: at.page ?? 1 }
  const page = await list.read(road, place)
  const begins = at.from === undefined && place.page === 1
  const seen = latest(at.seen, begins ? [...page.times, ...readUpTo(page.toldAt, road.tools.now())] : page.times)
  const due = at.due === true || (page.news.length > 0 && markOf(page.news) !== at.mark)
  const next = nextPlace(place, page.times, page.pageCount)
  if (next !== undefined) return { records: page.records, cursor: printCursor(further(at, list.name, next, seen, due)), done: false }
  return { records: page.records, ...closeList(road, lists, list, { ...at, due }, seen, page, fresh) }
}

/** The same list, further on. */
function further(at: Cursor, list: string, { from, page }: Place, seen: string | undefined, due: boolean): Cursor {
  const { from: _from, seen: _seen, ...kept } = at
  return { ...kept, list, ...(from !== undefined && { from }), page, ...(seen !== undefined && { seen }), due }
}

/** A list read to its end: on to the next one if it has news, else done. */
function closeList<T>(
  { tools }: Road,
  lists: readonly List<T>[],
  list: List<T>,
  at: Cursor,
  seen: string | undefined,
  page: ReadPage<T>,
  fresh: boolean,
): { cursor: string; done: boolean } {
  const begin = settledSince(seen, at.since[list.name])
  const readAt = list.seldom === true ? tools.now() : at.readAt
  // The mark is made of what the next read will meet again.
  const mark = page.news.length > 0 ? markOf(page.news.filter((news) => news >= (begin ?? ''))) : at.mark
  const settled: Cursor = {
    since: { ...at.since, ...(begin !== undefined && { [list.name]: begin }) },
    ...(readAt !== undefined && { readAt }),
    ...(mark !== undefined && { mark }),
  }
  const following = lists[lists.indexOf(list) + 1]
  const isDue = following?.isDue?.({ ...settled, due: at.due === true }, tools.now()) === true || (fresh && following?.seldom === true)
  if (following === undefined || !isDue) return { cursor: printCursor(settled), done: true }
  return { cursor: printCursor({ ...settled, list: following.name, page: 1 }), done: false }
}

/** Xero's clock and ours may be this far apart; further, and its time is not taken for one. */
const CLOCKS_APART_MILLISECONDS = 5 * 60_000

/** A list that is read to its end holds every change up to the moment its first page was answered, also where the latest change is long past (decision 42). */
function readUpTo(toldAt: string | undefined, now: number): string[] {
  return toldAt !== undefined && Math.abs(Date.parse(toldAt) - now) <= CLOCKS_APART_MILLISECONDS ? [toldAt] : []
}

const markOf = (news: string[]): string => createHash('sha256').update(news.toSorted().join('\n')).digest('base64url').slice(0, 22)
