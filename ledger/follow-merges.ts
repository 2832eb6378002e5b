import { sql } from 'kysely'
import type { Scope } from './database.ts'
import { detachLink, link } from './links.ts'
import { setStanding } from './standings.ts'

/**
 * Contacts that were merged in the books: the link of their customer moves to the contact that stands (accounting rule 30), so that nothing more is sent to the archived
 * one. Where that contact is another customer's, this one becomes its alias: whoever merged the two has said that they are one (accounting rule 26).
 * Answers how many moved.
 */
export async function followMerges(scope: Scope, connectionId: string): Promise<number> {
  const { rows } = await sql<Merged>`
    with recursive followed as (
      select l.id, l.external_id, l.version, l.alias, c.merged_into as at, 1 as steps
      from links l join book_contacts c on c.connection_id = l.connection_id and c.book_id = l.book_id and c.merged_into is not null
      where l.connection_id = ${connectionId} and l.kind = 'customer' and l.part = 'main' and l.detached_at is null
      union all
      select f.id, f.external_id, f.version, f.alias, c.merged_into, f.steps + 1
      from followed f join book_contacts c on c.connection_id = ${connectionId} and c.book_id = f.at and c.merged_into is not null
      where f.steps < ${LONGEST_CHAIN}
    )
    select distinct on (f.id) f.id, f.external_id, f.version, f.alias, f.at, s.due
    from followed f join standings s on s.connection_id = ${connectionId} and s.kind = 'customer' and s.external_id = f.external_id
    join book_contacts c on c.connection_id = ${connectionId} and c.book_id = f.at and c.merged_into is null
    order by f.id, f.steps desc`.execute(scope.db)
  for (const merged of rows.toSorted((a, b) => (a.external_id < b.external_id ? -1 : 1))) await move(scope, connectionId, merged)
  return rows.length
}

interface Merged {
  id: string
  external_id: string
  version: number
  alias: boolean
  /** The contact that stands at the end of the merges. */
  at: string
  due: boolean
}

/** A ring of merges, which no bookkeeper means, ends here. */
const LONGEST_CHAIN = 20

async function move(scope: Scope, connectionId: string, { id, external_id: externalId, version, alias, at, due }: Merged): Promise<void> {
  await detachLink(scope, id, 'sync')
  const wanted = { connectionId, kind: 'customer', externalId, bookId: at, how: 'adopted', version } as const
  const linked = await link(scope, { ...wanted, alias })
  if (!linked.linked) await link(scope, { ...wanted, alias: true })
  await setStanding(scope, connectionId, { kind: 'customer', externalId, status: 'inBooks', due })
}
