import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import { Pool, types } from 'pg'
import { preparedPool } from './prepared-pool.ts'
import type { Tables } from './tables.ts'

export type Db = Kysely<Tables>

/** The ledger as one company sees it: a transaction in which the database shows only that company's rows. */
export interface Scope {
  companyId: string
  db: Transaction<Tables>
  /** What is written last, just before the commit: rows that lock something which everybody needs (the sequence of events). */
  atEnd: (() => Promise<void>)[]
}

/** The pools of one process. Each begins with its role: `app` acts for one company at a time, `operator` reads across companies, `auth` knows keys and sessions. */
export interface Ledger {
  app: Db
  /**
   * As `app`, but a commit does not wait for the disk. For what means nothing before a commit of `app` follows, which takes all that was committed before it along to the disk
   * (docs/decisions/0043).
   */
  early: Db
  operator: Db
  auth: Db
  close(): Promise<void>
}

type Role = 'counterfoil_app' | 'counterfoil_operator' | 'counterfoil_auth'

/** Opens the pools; `connections` is the size of the app pool. */
export function openLedger(databaseUrl: string, { connections = 10 }: { connections?: number } = {}): Ledger {
  const app = openPool(databaseUrl, 'counterfoil_app', connections)
  const early = openPool(databaseUrl, 'counterfoil_app', connections, 'off')
  const operator = openPool(databaseUrl, 'counterfoil_operator', 3)
  const auth = openPool(databaseUrl, 'counterfoil_auth', 3)
  const close = async () => void (await Promise.all([app, early, operator, auth].map((pool) => pool.destroy())))
  return { app, early, operator, auth, close }
}

/** Runs `work` in one transaction that sees only the company's rows (law 8); every ledger function takes the scope it gives. */
export const inCompany = <T>(ledger: Ledger, companyId: string, work: (scope: Scope) => Promise<T>): Promise<T> =>
  inCompanyOn(ledger.app, companyId, work)

/** As `inCompany`, on a connection that the caller holds, or another pool. */
export function inCompanyOn<T>(db: Db, companyId: string, work: (scope: Scope) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (transaction) => {
    await sql`select set_config('app.company_id', ${companyId}, true)`.execute(transaction)
    const scope: Scope = { companyId, db: transaction, atEnd: [] }
    const result = await work(scope)
    for (const write of scope.atEnd) await write()
    return result
  })
}

function openPool(databaseUrl: string, role: Role, max: number, waitForDisk: 'on' | 'off' = 'on'): Db {
  const pool = new Pool({
    connectionString: databaseUrl,
    max,
    types: { getTypeParser },
    options: `-c role=${role} -c timezone=UTC -c synchronous_commit=${waitForDisk}`,
    application_name: role,
  })
  // A connection that dies while idle is replaced at the next query; without a listener the process would end.
  pool.on('error', () => undefined)
  // The pool listens to idle connections alone. One that dies between two queries of a transaction says so to nobody else: its next query fails.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparedPool(pool) }) })
}

/** Days stay text (`YYYY-MM-DD`); amounts are whole minor units far below 2^53, so a bigint may be a number. */
const getTypeParser: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  parsers.get(oid) ?? types.getTypeParser(oid, textOf(format))

const parsers = new Map<number, (value: string) => string | number>([
  [types.builtins.DATE, (value) => value],
  [types.builtins.INT8, Number],
])

/** The overload for 'binary' has another type; pg asks for text alone. */
const textOf = (format: 'text' | 'binary' | undefined) => format as 'text'
