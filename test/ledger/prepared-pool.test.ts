import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { inCompany, openLedger } from '../../ledger/database.ts'
import { freshLedger } from './fresh-ledger.ts'

const fresh = freshLedger()

test('a statement that is asked again is prepared once for its connection, one with a list of any length never', async () => {
  await fresh.ledger.auth.connection().execute(async (db) => {
    for (const length of [2, 3]) {
      const ids = Array.from({ length }, () => randomUUID())
      await db.selectFrom('api_keys').where('id', 'in', ids).select('id').execute()
    }
    for (let times = 0; times < 3; times++) await db.selectFrom('api_keys').where('id', '=', randomUUID()).select('id').execute()
    const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(db)
    expect(rows.map(({ statement }) => statement)).toEqual(['select "id" from "api_keys" where "id" = $1'])
  })
})

test('a migration that adds a column disturbs no process that was started before it', async () => {
  const companyId = await fresh.newCompany()
  const ledger = openLedger(fresh.databaseUrl, { connections: 1 })
  const read = () =>
    inCompany(ledger, companyId, ({ db }) => db.selectFrom('companies').where('company_id', '=', companyId).selectAll().executeTakeFirst())
  for (let times = 0; times < 7; times++) expect(await read()).toMatchObject({ company_id: companyId })
  const owner = new Client({ connectionString: fresh.databaseUrl })
  await owner.connect()
  await owner.query('alter table companies add column added_by_a_migration text')
  await owner.end()
  expect(await read()).toMatchObject({ company_id: companyId })
  await ledger.close()
})
