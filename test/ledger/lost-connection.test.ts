import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { freshLedger } from './fresh-ledger.ts'

const fresh = freshLedger()

/** What a database does that is killed or fails over. */
async function endConnection(pid: number): Promise<void> {
  const owner = new Client({ connectionString: fresh.databaseUrl })
  await owner.connect()
  await owner.query('select pg_terminate_backend($1)', [pid])
  await owner.end()
}

test('a connection that is lost between two queries of a transaction fails that transaction and nothing else', async () => {
  const companyId = await fresh.newCompany()
  const work = fresh.as(companyId, async ({ db }) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
    await endConnection(rows[0]?.pid ?? 0)
    await pause(200) // the loss is told while nothing is asked
    return sql`select 1`.execute(db)
  })
  await expect(work).rejects.toThrow()
  await expect(fresh.as(companyId, ({ db }) => db.selectFrom('companies').select('name').execute())).resolves.toEqual([
    { name: 'Hotwater Ltd' },
  ])
})
