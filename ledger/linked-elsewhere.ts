import type { Expected } from '../domain/plan.ts'
import type { Scope } from './database.ts'
import type { EnvelopeItem } from './envelopes.ts'

/** What a look-up has to know of links: records that belong to other documents, which are never this one; and when the item's own record changed last and what it held, as known before it was sent. */
export async function linkedElsewhere(
  scope: Scope,
  item: EnvelopeItem,
): Promise<{ elsewhere: Set<string>; before: string | undefined; held: Expected | undefined }> {
  const own = await scope.db
    .selectFrom('links')
    .where('connection_id', '=', item.connection_id)
    .where('kind', '=', item.kind)
    .where('external_id', '=', item.external_id)
    .where('part', '=', item.part)
    .where('detached_at', 'is', null)
    .select('sent')
    .executeTakeFirst()
  const others = await scope.db
    .selectFrom('links')
    .where('connection_id', '=', item.connection_id)
    .where('kind', '=', item.kind)
    .where('part', '=', item.part)
    .where('external_id', '<>', item.external_id)
    .where('detached_at', 'is', null)
    .select('book_id')
    .execute()
  return { elsewhere: new Set(others.map((row) => row.book_id)), before: own?.sent?.bookUpdatedAt, held: own?.sent?.expected }
}
