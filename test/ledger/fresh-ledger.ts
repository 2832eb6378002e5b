import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { inCompany, type Ledger, openLedger, type Scope } from '../../ledger/database.ts'
import { migrate } from '../../ledger/migrate.ts'

const SERVER = process.env['TEST_POSTGRES_URL'] ?? 'postgres://postgres@localhost:54400/'

/** A ledger on a database of its own, as the app role sees it, for the tests of one file. */
export interface FreshLedger {
  ledger: Ledger
  databaseUrl: string
  /** A new company of the same host. */
  newCompany(name?: string): Promise<string>
  /** A transaction as one company. */
  as<T>(companyId: string, work: (scope: Scope) => Promise<T>): Promise<T>
}

export function freshLedger(): FreshLedger {
  const name = `ledger_${randomUUID().replaceAll('-', '')}`
  const databaseUrl = new URL(name, SERVER).href
  let ledger: Ledger | undefined
  const open = (): Ledger => {
    if (!ledger) throw new Error('The ledger is opened before the tests')
    return ledger
  }
  beforeAll(async () => {
    await onServer(`create database ${name} strategy wal_log`)
    await migrate(databaseUrl)
    ledger = openLedger(databaseUrl)
  })
  afterAll(async () => {
    await ledger?.close()
    await onServer(`drop database ${name} with (force)`)
  })
  return {
    get ledger() {
      return open()
    },
    databaseUrl,
    newCompany: (companyName = 'Hotwater Ltd') => newCompany(databaseUrl, companyName),
    as: (companyId, work) => inCompany(open(), companyId, work),
  }
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: SERVER })
  await client.connect()
  await client.query(statement)
  await client.end()
}

async function newCompany(databaseUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ company_id: string }>(
    `with host as (insert into hosts (name) values ('Jobs') returning id)
     insert into companies (host_id, external_id, name) select id, $1, $2 from host returning company_id`,
    [randomUUID(), name],
  )
  await client.end()
  const [row] = rows
  if (!row) throw new Error('An insert answers its row')
  return row.company_id
}
