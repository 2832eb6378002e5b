import { sql } from 'kysely'
import type { Scope } from './database.ts'
import { lockStandings } from './lock-standings.ts'
import { childrenDue } from './standings.ts'

/** Links customers to contacts that were found in the books, for the plan to look at (an archived contact is a problem); one whose contact was linked to another customer meanwhile is left for the next plan. */
export async function linkCustomers(
  scope: Scope,
  connectionId: string,
  links: { customer: string; version: number; bookId: string }[],
): Promise<void> {
  if (links.length === 0) return
  await lockStandings(
    scope,
    connectionId,
    links.map(({ customer }) => ({ kind: 'customer', external_id: customer })),
  )
  const { rows } = await sql<{ external_id: string }>`
    insert into links (company_id, connection_id, kind, external_id, part, book_id, how, version)
    select ${scope.companyId}::uuid, ${connectionId}::uuid, 'customer', customer, 'main', "bookId", 'adopted', version
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as r(customer text, version int, "bookId" text)
    on conflict do nothing returning external_id`.execute(scope.db)
  const linked = rows.map((row) => row.external_id)
  await sql`
    update standings set status = 'inBooks', due = true, waits_for = null, since = clock_timestamp()
    where connection_id = ${connectionId} and kind = 'customer' and external_id = any(${linked})`.execute(scope.db)
  await childrenDue(
    scope,
    connectionId,
    linked.map((externalId) => `customer/${externalId}`),
  )
}
