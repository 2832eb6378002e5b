import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tablesWithoutCompany } from '../../ledger/tables-without-company.ts'
import { freshLedger } from './fresh-ledger.ts'

const fresh = freshLedger()
let owner: Client

beforeAll(async () => {
  owner = new Client({ connectionString: fresh.databaseUrl })
  await owner.connect()
})
afterAll(() => owner.end())

interface TableOfCatalogue {
  name: string
  guarded: boolean
  forced: boolean
  company: boolean
  policies: string[]
}

async function readTables(): Promise<TableOfCatalogue[]> {
  const { rows } = await owner.query<TableOfCatalogue>(`
    select c.relname as name, c.relrowsecurity as guarded, c.relforcerowsecurity as forced,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'company_id' and a.attnotnull) as company,
      array(select p.polname::text from pg_policy p where p.polrelid = c.oid order by 1) as policies
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not like 'kysely_%' order by 1`)
  return rows
}

describe('law 8: a tenant sees its own', () => {
  test('every table has a company and is guarded, or stands on the list of those that have none', async () => {
    const tables = await readTables()
    const unlisted = tables.filter(({ name }) => !(name in tablesWithoutCompany))
    expect(unlisted.filter(({ guarded, forced, company }) => !guarded || !forced || !company)).toEqual([])
    expect(unlisted.filter(({ policies }) => !policies.includes('own_company'))).toEqual([])
    expect(unlisted.length).toBeGreaterThan(30)
  })

  test('the list names no table that is gone or guarded after all', async () => {
    const byName = new Map((await readTables()).map((table) => [table.name, table]))
    for (const name of Object.keys(tablesWithoutCompany)) expect(byName.get(name)?.guarded, name).toBe(false)
  })

  test('a connection or a sign-in is named together with its company, so that no row leads into another company', async () => {
    const { rows } = await owner.query<{ relation: string }>(`
      select c.conrelid::regclass || ' ' || array(select attname from pg_attribute where attrelid = c.conrelid and attnum = any(c.conkey))::text as relation
      from pg_constraint c where c.contype = 'f' and c.confrelid in ('connections'::regclass, 'token_sets'::regclass) and cardinality(c.conkey) < 2`)
    expect(rows).toEqual([])
  })

  test('the app role owns nothing, passes no guard and sees no sealed token of another role', async () => {
    const { rows } = await owner.query(`
      select rolname from pg_roles where rolname like 'counterfoil%' and (rolsuper or rolbypassrls or rolcanlogin or rolcreaterole or rolcreatedb)`)
    expect(rows).toEqual([])
    const { rows: owned } = await owner.query(`
      select relname from pg_class where pg_get_userbyid(relowner) like 'counterfoil%'`)
    expect(owned).toEqual([])
  })

  test('operators read across companies and write into none', async () => {
    const guarded = (await readTables()).filter((table) => table.guarded)
    const { rows } = await owner.query<{ table_name: string; privilege_type: string }>(`
      select table_name, privilege_type from information_schema.role_table_grants
      where grantee = 'counterfoil_operator' and privilege_type <> 'SELECT'`)
    const written = rows.filter(({ table_name: name }) => guarded.some((table) => table.name === name))
    // A company is created by its host or by us; nothing else is.
    expect(written.map(({ table_name: name, privilege_type: privilege }) => `${name} ${privilege}`)).toEqual(['companies INSERT'])
  })
})
