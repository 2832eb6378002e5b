import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tablesWithoutCompany } from '../../ledger/tables-without-company.ts'
import { freshLedger } from '../ledger/fresh-ledger.ts'

/*
 * Every table of the catalogue with rows of two companies, seen with the rights of each role. The rows are made of the columns' types alone, so that a new table is covered
 * by itself: what they mean does not matter here, only whose they are. Checks and foreign keys of this throwaway database are taken off for it; its guards are not touched.
 */

const fresh = freshLedger()
let database: Client
let guarded: Table[]
let ours: string
let theirs: string

interface Column {
  name: string
  type: string
  needed: boolean
}
interface Table {
  name: string
  columns: Column[]
}

beforeAll(async () => {
  database = new Client({ connectionString: fresh.databaseUrl })
  await database.connect()
  ;[ours, theirs] = [await fresh.newCompany('Ours'), await fresh.newCompany('Theirs')]
  guarded = (await readTables()).filter(({ name }) => !(name in tablesWithoutCompany))
  await liftChecks()
  for (const table of guarded) for (const companyId of [ours, theirs]) if (table.name !== 'companies') await insert(table, companyId)
})
afterAll(() => database.end())

async function readTables(): Promise<Table[]> {
  const { rows } = await database.query<Table>(`
    select c.relname as name, json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null),
      'needed', a.attnotnull and not a.atthasdef and a.attidentity = '' and a.attgenerated = '') order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname not like 'kysely_%'
    group by 1 order by 1`)
  return rows
}

async function liftChecks(): Promise<void> {
  const { rows } = await database.query<{ sql: string }>(`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as sql
    from pg_constraint where contype in ('c', 'f') and connamespace = 'public'::regnamespace`)
  for (const { sql } of rows) await database.query(sql)
}

/** A value of a type; the company's id in it keeps rows of two companies apart where something must be unique. */
const samples: Record<string, (companyId: string) => unknown> = {
  uuid: () => crypto.randomUUID(),
  text: (companyId) => `text of ${companyId}`,
  integer: () => 1,
  bigint: () => 1,
  boolean: () => true,
  jsonb: () => '{}',
  json: () => '{}',
  date: () => '2026-01-01',
  bytea: (companyId) => Buffer.from(companyId),
  'timestamp with time zone': () => '2026-01-01T00:00:00Z',
  'text[]': () => [],
  'double precision': () => 1,
  numeric: () => 1,
}

async function insert({ name, columns }: Table, companyId: string): Promise<void> {
  const filled = columns.filter((column) => column.needed || column.name === 'company_id')
  const values = filled.map((column) => {
    if (column.name === 'company_id') return companyId
    const sample = samples[column.type]
    if (!sample) throw new Error(`${name}.${column.name} is of type ${column.type}: add a sample of it`)
    return sample(companyId)
  })
  const names = filled.map((column) => column.name).join(', ')
  await database.query(`insert into ${name} (${names}) values (${filled.map((_, index) => `$${index + 1}`).join(', ')})`, values)
}

/** As a role and company, in a transaction that is taken back. */
async function as<T>(role: string, companyId: string, work: () => Promise<T>): Promise<T> {
  await database.query('begin')
  try {
    await database.query(`set local role ${role}`)
    await database.query(`select set_config('app.company_id', $1, true)`, [companyId])
    return await work()
  } finally {
    await database.query('rollback')
  }
}

/** What the statement did, or that it was not allowed. */
async function tried(statement: string, values: unknown[] = []): Promise<number | 'refused'> {
  await database.query('savepoint tried')
  try {
    return (await database.query(statement, values)).rowCount ?? 0
  } catch (error) {
    await database.query('rollback to savepoint tried')
    // 42501: no right to it, or a row that the guard does not let in.
    if (error instanceof Error && 'code' in error && error.code === '42501') return 'refused'
    throw error
  }
}

test('every table has rows of two companies, or stands on the list of those that belong to none', async () => {
  for (const { name } of guarded) {
    const { rows } = await database.query<{ count: number }>(`select count(distinct company_id)::int as count from ${name}`)
    expect([name, rows[0]?.count]).toEqual([name, 2])
  }
  expect(guarded.length).toBeGreaterThan(30)
})

test('a company reads, counts, changes and deletes its own rows and no other, in every table', async () => {
  for (const { name } of guarded) {
    await as('counterfoil_app', ours, async () => {
      expect([name, await tried(`select from ${name} where company_id <> $1`, [ours])]).toEqual([name, 0])
      expect([name, (await database.query(`select count(*)::int as count from ${name}`)).rows]).toEqual([name, [{ count: 1 }]])
      expect([name, await tried(`update ${name} set company_id = company_id where company_id = $1`, [theirs])]).toEqual([name, 0])
      expect([name, await tried(`update ${name} set company_id = company_id`)]).toEqual([name, 1])
      expect([name, await tried(`update ${name} set company_id = $1`, [theirs])]).toEqual([name, 'refused'])
      expect([name, await tried(`delete from ${name} where company_id = $1`, [theirs])]).toEqual([name, 0])
      const deleted = await tried(`delete from ${name}`)
      expect([1, 'refused'], name).toContain(deleted)
    })
    const { rows } = await database.query(`select from ${name} where company_id = $1`, [theirs])
    expect([name, rows.length]).toEqual([name, 1])
  }
})

test('a row cannot be written in another company’s name, in any table', async () => {
  for (const { name, columns } of guarded) {
    const list = columns.map((column) => `"${column.name}"`).join(', ')
    const change = columns.map((column) => (column.name === 'company_id' ? '$1::uuid' : `"${column.name}"`)).join(', ')
    await as('counterfoil_app', ours, async () => {
      expect([name, await tried(`insert into ${name} (${list}) overriding system value select ${change} from ${name}`, [theirs])]).toEqual([
        name,
        'refused',
      ])
    })
  }
})

test('without a company nothing is read, changed or deleted, in any table', async () => {
  for (const companyId of ['', crypto.randomUUID()]) {
    for (const { name } of guarded) {
      await as('counterfoil_app', companyId, async () => {
        expect([name, await tried(`select from ${name}`)]).toEqual([name, 0])
        expect([name, await tried(`update ${name} set company_id = company_id`)]).toEqual([name, 0])
        expect([0, 'refused'], name).toContain(await tried(`delete from ${name}`))
      })
    }
  }
})

test('operators read every company but what is sealed, and change none', async () => {
  const unread: string[] = []
  for (const { name } of guarded) {
    await as('counterfoil_operator', '', async () => {
      const read = await tried(`select from ${name}`)
      if (read === 'refused') unread.push(name)
      else expect([name, read]).toEqual([name, 2])
      expect([name, await tried(`update ${name} set company_id = company_id`)]).toEqual([name, 'refused'])
      expect([name, await tried(`delete from ${name}`)]).toEqual([name, 'refused'])
    })
  }
  expect(unread).toEqual(['app_keys'])
})

test('keys, sessions, links, answers and viewings are out of reach of the role that works for companies', async () => {
  await as('counterfoil_app', ours, async () => {
    for (const name of ['api_keys', 'sessions', 'sign_in_links', 'idempotency_keys', 'viewings'])
      for (const statement of [`select from ${name}`, `delete from ${name}`])
        expect([statement, await tried(statement)]).toEqual([statement, 'refused'])
  })
})

test('a table whose guard is taken off is noticed', async () => {
  await database.query('alter table documents disable row level security')
  try {
    await as('counterfoil_app', ours, async () => {
      expect(await tried('select from documents where company_id <> $1', [ours])).toBe(1)
      expect(await tried('update documents set company_id = company_id where company_id = $1', [theirs])).toBe(1)
    })
  } finally {
    await database.query('alter table documents enable row level security')
  }
})
