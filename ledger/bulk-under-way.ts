import { sql } from 'kysely'
import type { Scope } from './database.ts'

/** Whether a bulk run of the connection has begun and not ended. */
export async function bulkUnderWay(scope: Scope, connectionId: string): Promise<boolean> {
  const { rows } = await sql<{ going: boolean }>`
    select exists (select from sync_runs where connection_id = ${connectionId} and lane = 'bulk' and mode = 'sync' and started_at is not null
      and finished_at is null) as going`.execute(scope.db)
  return rows[0]?.going ?? false
}
