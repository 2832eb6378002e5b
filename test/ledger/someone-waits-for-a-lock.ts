import { type QueryExecutorProvider, sql } from 'kysely'

/** Until some transaction of this database, which a test file has to itself, waits for another's lock. */
export async function someoneWaitsForALock(db: QueryExecutorProvider): Promise<'waits'> {
  for (;;) {
    const { rows } = await sql`
      select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()`.execute(db)
    if (rows.length > 0) return 'waits'
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
