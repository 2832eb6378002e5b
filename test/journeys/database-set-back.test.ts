import { afterAll, beforeAll, expect, test } from 'vitest'
import { Client } from 'pg'
import { readConnection } from '../../ledger/connections.ts'
import { databaseSetBack } from '../../ledger/database-set-back.ts'
import { readRun } from '../../ledger/sync-runs.ts'
import { freshDatabase } from '../setup/database.ts'
import { type Engine, startEngine } from './engine.ts'
import { outcomes, statement } from './statement.ts'
import { credits, customers, invoices, mapCodes, payment, payments } from './trade.ts'

let engine: Engine
let databaseUrl: string
beforeAll(async () => {
  databaseUrl = await freshDatabase()
  engine = await startEngine({ databaseUrl })
  await mapCodes(engine)
})
afterAll(() => engine.stop())

const nameOf = (url: string): string => new URL(url).pathname.slice(1)

/** Runs statements at the server while nobody is in the database. */
async function withNobodyIn(database: string, statements: string[]): Promise<void> {
  const server = new URL(databaseUrl)
  server.pathname = '/postgres'
  const client = new Client({ connectionString: server.href })
  await client.connect()
  const terminate = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}'`
  for (const statement of [`alter database ${database} allow_connections false`, terminate, ...statements]) await client.query(statement)
  await client.query(`alter database ${database} allow_connections true`)
  await client.end()
}

const copy = (): Promise<void> =>
  withNobodyIn(nameOf(databaseUrl), [`create database ${nameOf(databaseUrl)}_copy template ${nameOf(databaseUrl)} strategy wal_log`])
const restore = (): Promise<void> =>
  withNobodyIn(nameOf(databaseUrl), [
    `drop database ${nameOf(databaseUrl)}`,
    `alter database ${nameOf(databaseUrl)}_copy rename to ${nameOf(databaseUrl)}`,
  ])

const deposit = { kind: 'payment' as const, externalId: 'deposit' }
const saveTheRest = async (): Promise<void> => {
  await engine.save('invoice', invoices)
  await engine.save('credit', credits)
  await engine.save('payment', { ...payments, deposit: payment('c1', 7_700) })
}

test('after the database was restored to an earlier moment nothing that was sent since is sent twice, in either lane', async () => {
  await engine.save('customer', customers)
  await engine.sync()
  const underWay = await engine.asCompany((scope) =>
    scope.db
      .insertInto('sync_runs')
      .values({
        company_id: engine.companyId,
        connection_id: engine.connectionId,
        lane: 'bulk',
        mode: 'sync',
        include: ['invoices'],
        asked_by: 'test',
        started_at: new Date(),
      })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
  await copy()
  await saveTheRest()
  expect((await engine.sync()).status).toBe('Done')
  const books = await statement(engine)
  expect(books.filter((line) => line.includes('RECEIVE-OVERPAYMENT'))).toHaveLength(3)

  await restore()
  expect(await databaseSetBack(engine.ledger)).toEqual({ connections: 1, runs: 1 })
  expect(await engine.asCompany((scope) => readRun(scope, underWay.id))).toMatchObject({ status: 'Failed', code: 'DATABASE_SET_BACK' })
  expect(await engine.asCompany((scope) => readConnection(scope, engine.connectionId))).toMatchObject({ epoch: 2, mirror_filled_at: null })
  await saveTheRest()
  // Money on account has no number that the provider would refuse: an express run that trusted its mirror would send it again.
  expect((await engine.sync(['payments'], { lane: 'express', documents: [deposit] })).status).toBe('Done')
  const found = await outcomes(engine, (await engine.sync()).id)
  expect(found.filter((line) => !line.endsWith(' adopted'))).toEqual([])
  expect(found).toEqual(expect.arrayContaining(['payment p1 main adopted', 'payment p1 onAccount adopted', 'invoice i1 main adopted']))
  expect(await statement(engine)).toEqual(books)
  expect((await engine.tieOut()).agrees).toBe(true)
})
