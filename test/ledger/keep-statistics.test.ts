import { Client } from 'pg'
import { expect, test } from 'vitest'
import { keepStatistics } from '../../ledger/keep-statistics.ts'
import { saveDocuments } from '../../ledger/save-documents.ts'
import { freshLedger } from './fresh-ledger.ts'
import { customer } from './samples.ts'

const fresh = freshLedger()

test('the planner knows a table that a first import has filled, without waiting for autovacuum', async () => {
  const companyId = await fresh.newCompany()
  const documents = Array.from({ length: 600 }, (_, index) => ({ externalId: `c${index}`, body: customer({ name: `Customer ${index}` }) }))
  await fresh.as(companyId, (scope) => saveDocuments(scope, 'customer', documents))
  await expect.poll(() => keepStatistics(fresh.ledger), { timeout: 20_000, interval: 250 }).toBeGreaterThan(0)
  await expect.poll(() => rowsKnown('documents'), { timeout: 20_000, interval: 250 }).toBe(600)
})

test('what is known already is not looked at again', async () => {
  await expect.poll(() => keepStatistics(fresh.ledger), { timeout: 20_000, interval: 250 }).toBe(0)
})

async function rowsKnown(table: string): Promise<number> {
  const client = new Client({ connectionString: fresh.databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ known: number }>('select reltuples::int as known from pg_class where relname = $1', [table])
  await client.end()
  return rows[0]?.known ?? -1
}
