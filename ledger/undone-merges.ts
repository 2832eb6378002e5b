import { sql } from 'kysely'
import type { Scope } from './database.ts'
import { makeDue } from './standings.ts'

/** Customers whose contacts were merged in the books and are two again are looked at by this run: a person has to say which of them is theirs (accounting rule 30). */
export async function lookAgainAtUndone(scope: Scope, connectionId: string): Promise<void> {
  const undone = await undoneMerges(scope, connectionId)
  const customers = [...undone.keys()].toSorted().map((externalId) => ({ kind: 'customer' as const, externalId }))
  if (customers.length > 0) await makeDue(scope, connectionId, customers)
}

/** Customers whose link followed a merge that was undone since → the contact that stands again; without those that a person has answered about. */
export async function undoneMerges(scope: Scope, connectionId: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ external_id: string; book_id: string }>`
    select distinct on (l.external_id) l.external_id, former.book_id
    from links l
    join links former on former.connection_id = l.connection_id and former.kind = 'customer' and former.external_id = l.external_id
      and former.part = 'main' and former.detached_by = 'sync' and former.book_id <> l.book_id
    join book_contacts c on c.connection_id = l.connection_id and c.book_id = former.book_id and c.state = 'active' and c.merged_into is null
    where l.connection_id = ${connectionId} and l.kind = 'customer' and l.part = 'main' and l.detached_at is null
      and not exists (select from links other where other.connection_id = l.connection_id and other.kind = 'customer' and other.book_id = former.book_id and other.detached_at is null)
      and not exists (select from problems p where p.connection_id = l.connection_id and p.kind = 'customer' and p.external_id = l.external_id
        and p.code = 'CUSTOMER_MERGE_UNDONE' and p.state <> 'open' and p.opened_at > former.detached_at)
    order by l.external_id, former.detached_at desc`.execute(scope.db)
  return new Map(rows.map((row) => [row.external_id, row.book_id]))
}
