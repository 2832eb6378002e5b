import type { MirrorRecords } from '../../domain/books.ts'
import type { MirrorKind } from '../../domain/entities.ts'
import type { Page } from '../contract.ts'
import type { Road } from './client.ts'
import { type Cursor, latest, nextPlace, parseCursor, printCursor, settledSince } from './cursor.ts'
import { type List, listsOf } from './lists.ts'

/**
 * The next page of what changed. One call a page, and one call for a kind in which nothing did: payments go on to the batches only when
 * a payment that was read belongs to one, and prepayments, which only people make, are asked for every six hours.
 */
export async function changes<K extends MirrorKind>(road: Road, kind: K, cursor: string | undefined): Promise<Page<MirrorRecords[K]>> {
  const at = parseCursor(cursor)
  const lists: readonly List<MirrorRecords[K]>[] = listsOf[kind]
  const list = lists.find((candidate) => candidate.name === at.list) ?? lists[0]
  if (list === undefined) throw new TypeError(`nothing to read for ${kind}`)
  const place = { from: at.from ?? at.since[list.name], page: at.page ?? 1 }
  const page = await list.read(road, place)
  const seen = latest(at.seen, page.times)
  const due = at.due === true || page.next
  const next = nextPlace(place, page.times, page.pageCount)
  if (next !== undefined) return { records: page.records, cursor: printCursor(cursorAt(at, list.name, next, seen, due)), done: false }
  return { records: page.records, ...closeList(road, lists, list.name, { ...at, due }, seen) }
}

/** The same list, further on. */
function cursorAt(
  { since, readAt }: Cursor,
  list: string,
  place: { from: string | undefined; page: number },
  seen: string | undefined,
  due: boolean,
): Cursor {
  return {
    since,
    list,
    ...(place.from !== undefined && { from: place.from }),
    page: place.page,
    ...(seen !== undefined && { seen }),
    due,
    ...(readAt !== undefined && { readAt }),
  }
}

/** A list read to its end: on to the next one if it has news, else done. */
function closeList<T>(
  { tools }: Road,
  lists: readonly List<T>[],
  name: string,
  at: Cursor,
  seen: string | undefined,
): { cursor: string; done: boolean } {
  const index = lists.findIndex((list) => list.name === name)
  const begin = settledSince(seen, at.since[name])
  const readAt = lists[index]?.seldom === true ? tools.now() : at.readAt
  const state: Cursor = {
    since: { ...at.since, ...(begin !== undefined && { [name]: begin }) },
    ...(readAt !== undefined && { readAt }),
    ...(at.due === true && { due: true }),
  }
  const following = lists[index + 1]
  if (following?.isDue?.(state, tools.now()) === true)
    return { cursor: printCursor({ ...state, list: following.name, page: 1 }), done: false }
  const { due: _due, ...settled } = state
  return { cursor: printCursor(settled), done: true }
}
