import pg from 'pg'
import { expect, test } from 'vitest'
import { freshDatabase } from '../setup/database.ts'
import { freshTemporal } from '../setup/temporal.ts'

test('two fresh databases share nothing', async () => {
  const [one, other] = [await freshDatabase(), await freshDatabase()]
  await query(one, 'create table only_here (id int)')
  expect(await tables(one)).toContain('only_here')
  expect(await tables(other)).not.toContain('only_here')
})

test('two files get two Temporal namespaces, each with our search attributes', async () => {
  const [one, other] = [await freshTemporal(), await freshTemporal()]
  expect(one.namespace).not.toBe(other.namespace)
  const { customAttributes } = await one.connection.operatorService.listSearchAttributes({ namespace: one.namespace })
  expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(['CompanyId', 'ConnectionId', 'Provider', 'SyncStatus']))
  await Promise.all([one.close(), other.close()])
})

async function tables(databaseUrl: string): Promise<unknown[]> {
  return (await query(databaseUrl, `select tablename from pg_tables where schemaname = 'public'`)).map((row) => row.tablename)
}

async function query(databaseUrl: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}
