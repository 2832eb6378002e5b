import type { Expected } from '../domain/plan.ts'
import type { Scope } from './database.ts'
import type { EnvelopeItem } from './envelopes.ts'

/** What was known of an item's own record before it was sent: when it changed last in the books, and what it held. */
export interface KnownBefore {
  before: string | undefined
  held: Expected | undefined
}

/** What was known of the records of these items, by item id; of one connection. */
export async function knownBefore(scope: Scope, items: EnvelopeItem[]): Promise<Map<string, KnownBefore>> {
  const rows = await linksOf(
    scope,
    items,
    'external_id',
    items.map((item) => item.external_id),
  )
  return new Map(
    items.map((item) => {
      const own = rows.find((row) => row.kind === item.kind && row.external_id === item.external_id && row.part === item.part)
      return [item.id, { before: own?.sent?.bookUpdatedAt, held: own?.sent?.expected }]
    }),
  )
}

/** Says of an item and a record whether the record belongs to another document of ours: it is then never this one. */
export async function linkedElsewhere(
  scope: Scope,
  items: EnvelopeItem[],
  bookIds: string[],
): Promise<(item: EnvelopeItem, bookId: string) => boolean> {
  const rows = await linksOf(scope, items, 'book_id', bookIds)
  return (item, bookId) =>
    rows.some((row) => row.book_id === bookId && row.kind === item.kind && row.part === item.part && row.external_id !== item.external_id)
}

function linksOf(scope: Scope, [first]: EnvelopeItem[], column: 'external_id' | 'book_id', values: string[]) {
  if (first === undefined || values.length === 0) return Promise.resolve([])
  return scope.db
    .selectFrom('links')
    .where('connection_id', '=', first.connection_id)
    .where('detached_at', 'is', null)
    .where(column, 'in', [...new Set(values)])
    .select(['kind', 'external_id', 'part', 'book_id', 'sent'])
    .execute()
}

/** By item: records that were linked to its document once and are not any more; a person has let them go. */
export async function releasedRecords(scope: Scope, items: EnvelopeItem[]): Promise<Map<string, Set<string>>> {
  const released = new Map<string, Set<string>>()
  for (const item of items) {
    const rows = await scope.db
      .selectFrom('links')
      .where('connection_id', '=', item.connection_id)
      .where('kind', '=', item.kind)
      .where('external_id', '=', item.external_id)
      .where('detached_at', 'is not', null)
      .select('book_id')
      .execute()
    released.set(item.id, new Set(rows.map((row) => row.book_id)))
  }
  return released
}
