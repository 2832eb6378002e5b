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
  operator: Db
  auth: Db
  close(): Promise<void>
}

type Role = 'counterfoil_app' | 'counterfoil_operator' | 'counterfoil_auth'

/** Opens the pools; `connections` is the size of the app pool. */
export function openLedger(databaseUrl: string, { connections = 10 }: { connections?: number } = {}): Ledger {
  const app = openPool(databaseUrl, 'counterfoil_app', connections)
  const operator = openPool(databaseUrl, 'counterfoil_operator', 3)
  const auth = openPool(databaseUrl, 'counterfoil_auth', 3)
  return { app, operator, auth, close: async () => void (await Promise.all([app.destroy(), operator.destroy(), auth.destroy()])) }
}

/** Runs `work` in one transaction that sees only the company's rows (law 8); every ledger function takes the scope it gives. */
export const inCompany = <T>(ledger: Ledger, companyId: string, work: (scope: Scope) => Promise<T>): Promise<T> =>
  inCompanyOn(ledger.app, companyId, work)

/** As `inCompany`, on a connection that the caller holds. */
export function inCompanyOn<T>(db: Db, companyId: string, work: (scope: Scope) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (transaction) => {
    await sql`select set_config('app.company_id', ${companyId}, true)`.execute(transaction)
    return inScope({ companyId, db: transaction, atEnd: [] }, work)
  })
}

/**
 * As `inCompany`, but the commit does not wait for the disk: for what means nothing before another commit follows, which takes all that was committed before it along to
 * the disk (docs/decisions/0043).
 */
export function inCompanyEarly<T>(ledger: Ledger, companyId: string, work: (scope: Scope) => Promise<T>): Promise<T> {
  return ledger.app.transaction().execute(async (transaction) => {
    await sql`select set_config('app.company_id', ${companyId}, true), ${commitEarly}`.execute(transaction)
    return inScope({ companyId, db: transaction, atEnd: [] }, work)
  })
}

/** Selected in a transaction, it does not wait for the disk when it commits. */
export const commitEarly = sql`set_config('synchronous_commit', 'off', true)`

async function inScope<T>(scope: Scope, work: (scope: Scope) => Promise<T>): Promise<T> {
  const result = await work(scope)
  for (const write of scope.atEnd) await write()
  return result
}

function openPool(databaseUrl: string, role: Role, max: number): Db {
  const pool = new Pool({
    connectionString: databaseUrl,
    max,
    types: { getTypeParser },
    options: `-c role=${role} -c timezone=UTC -c synchronous_commit=on`,
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
