import type { Scope } from './database.ts'
import type { EnvelopeItem } from './envelopes.ts'

/** An item that was concluded absent, and the record its document has been linked to since. */
export type AbsentItem = EnvelopeItem & { linkedTo: string | null }

/** Items of a connection that a look-up concluded absent and that are to be looked up once more. */
export function absentItems(scope: Scope, connectionId: string): Promise<AbsentItem[]> {
  return scope.db
    .selectFrom('envelope_items as item')
    .leftJoin('links as link', (join) =>
      join
        .onRef('link.connection_id', '=', 'item.connection_id')
        .onRef('link.kind', '=', 'item.kind')
        .onRef('link.external_id', '=', 'item.external_id')
        .onRef('link.part', '=', 'item.part')
        .on('link.detached_at', 'is', null),
    )
    .where('item.connection_id', '=', connectionId)
    .where('item.check_again', '=', true)
    .selectAll('item')
    .select('link.book_id as linkedTo')
    .execute()
}

/** The item was looked up again. */
export async function checkedAgain(scope: Scope, itemId: string): Promise<void> {
  await scope.db.updateTable('envelope_items').set({ check_again: false }).where('id', '=', itemId).execute()
}
