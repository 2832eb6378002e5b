import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { inCompany, type Ledger, openLedger, type Scope } from '../../ledger/database.ts'
import { freshDatabase } from '../setup/database.ts'

/** A ledger on a database of its own, as the app role sees it, for the tests of one file. */
export interface FreshLedger {
  readonly ledger: Ledger
  readonly databaseUrl: string
  /** A new company of a new host. */
  newCompany(name?: string): Promise<string>
  /** A transaction as one company. */
  as<T>(companyId: string, work: (scope: Scope) => Promise<T>): Promise<T>
}

/** Call it at the top of a test file. */
export function freshLedger(): FreshLedger {
  let open: { ledger: Ledger; databaseUrl: string } | undefined
  const opened = () => {
    if (!open) throw new Error('The ledger is opened before the tests')
    return open
  }
  beforeAll(async () => {
    const databaseUrl = await freshDatabase()
    open = { databaseUrl, ledger: openLedger(databaseUrl) }
  })
  afterAll(() => opened().ledger.close())
  return {
    get ledger() {
      return opened().ledger
    },
    get databaseUrl() {
      return opened().databaseUrl
    },
    newCompany: (name = 'Hotwater Ltd') => newCompany(opened().databaseUrl, name),
    as: (companyId, work) => inCompany(opened().ledger, companyId, work),
  }
}

/** As the owner of the database: hosts are no business of the app role. */
async function newCompany(databaseUrl: string, name: string): Promise<string> {
  const client = new Client({ connectionString: databaseUrl })
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
