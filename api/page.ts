import type { Page } from './contract/wire.ts'

/** One page of rows that were read one too many, so that a next page is known without counting. The cursor holds what the list is ordered by. */
export function cutPage<Row, Item>(
  rows: Row[],
  limit: number,
  reply: (row: Row) => Item,
  place: (row: Row) => (string | number)[],
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(reply), nextCursor: rows.length > limit && last !== undefined ? writeCursor(place(last)) : null }
}

/** The parts of a cursor as text; one that we did not write reads as the beginning. */
export function readCursor(cursor: string | undefined): string[] | undefined {
  if (cursor === undefined) return undefined
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(parts) ? parts.map(String) : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const writeCursor = (place: (string | number)[]): string => Buffer.from(JSON.stringify(place)).toString('base64url')

/** The moment in a cursor, for lists by time. */
export function readMoment(cursor: string | undefined): Date | undefined {
  const text = readCursor(cursor)?.[0]
  const moment = text === undefined ? undefined : new Date(text)
  return moment && !Number.isNaN(moment.getTime()) ? moment : undefined
}

export const asMoment = (date: Date | null | undefined): string | null => date?.toISOString() ?? null
