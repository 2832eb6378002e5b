import { sql } from 'kysely'
import type { Scope } from './database.ts'

/**
 * Whether any customer is due and has no link: deciding that takes all customers and contacts together, so it is not begun for nothing. `only`: the
 * customers that a run was asked for.
 */
export async function hasCustomersToMatch(scope: Scope, connectionId: string, only?: string[]): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (
      select from standings s join documents d on d.company_id = s.company_id and d.kind = s.kind and d.external_id = s.external_id
      where s.connection_id = ${connectionId} and s.kind = 'customer' and s.due and d.state = 'active' and not d.hold
        ${only === undefined ? sql`` : sql`and s.external_id = any(${only})`}
        and not exists (select from links l where l.connection_id = ${connectionId} and l.kind = 'customer' and l.external_id = s.external_id
          and l.part = 'main' and l.detached_at is null)
    ) as found`.execute(scope.db)
  return rows[0]?.found ?? false
}
