import { type QueryExecutorProvider, sql } from 'kysely'
import { until } from '../setup/until.ts'

/** Until some transaction of this database, which a test file has to itself, waits for another's lock. */
export async function someoneWaitsForALock(db: QueryExecutorProvider): Promise<'waits'> {
  const waiting = sql`select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()`
  await until(async () => (await waiting.execute(db)).rows.length > 0)
  return 'waits'
}
