import { sql } from 'kysely'
import type { Ledger } from './database.ts'

/**
 * Refreshes what the database's planner knows of tables that have doubled or wholly changed since it last looked; answers how many. A first
 * import and its plan fill empty tables within seconds, and autovacuum looks once a minute: until then a look-up by key reads the whole table.
 */
export async function keepStatistics(ledger: Ledger): Promise<number> {
  const { rows } = await sql<{ refreshed: number }>`select counterfoil_keep_statistics() as refreshed`.execute(ledger.app)
  return rows[0]?.refreshed ?? 0
}
