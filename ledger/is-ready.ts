import { sql } from 'kysely'
import type { Ledger } from './database.ts'

/** Throws unless the database answers. */
export async function isReady(ledger: Ledger): Promise<void> {
  await sql`select 1`.execute(ledger.app)
}
