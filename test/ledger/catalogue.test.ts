import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultSettings } from '../../domain/settings.ts'
import { beginConsent } from '../../ledger/consents.ts'
import type { Scope } from '../../ledger/database.ts'
import { link } from '../../ledger/links.ts'
import { recordMatches } from '../../ledger/matches.ts'
import { applyContacts, applyDocuments, applyOnAccount, applyPayments } from '../../ledger/mirror.ts'
import { beginFullRead } from '../../ledger/mirror-cursors.ts'
import { notify } from '../../ledger/notifications.ts'
import { openProblem } from '../../ledger/problems.ts'
import { saveDocument } from '../../ledger/save-documents.ts'
import { saveSettings } from '../../ledger/settings.ts'
import { requestSync } from '../../ledger/sync-requests.ts'
import { tablesWithoutCompany } from '../../ledger/tables-without-company.ts'
import { freshLedger } from './fresh-ledger.ts'
import { customer, readyConnection } from './samples.ts'

const fresh = freshLedger()
let owner: Client

beforeAll(async () => {
  owner = new Client({ connectionString: fresh.databaseUrl })
  await owner.connect()
})
afterAll(() => owner.end())

/** A row in as many tables as the ledger's own functions reach. */
async function fill(scope: Scope): Promise<void> {
  const connectionId = await readyConnection(scope)
  await beginConsent(scope, { connectionId, askedBy: 'session:1' })
  await saveSettings(scope, connectionId, { ...defaultSettings, startFrom: '2026-01-01' }, { changedBy: 'session:1' })
  await saveDocument(scope, 'customer', 'c1', customer())
  await link(scope, { connectionId, kind: 'customer', externalId: 'c1', bookId: 'k1', how: 'pushed', version: 1 })
  await openProblem(scope, { connectionId, kind: 'customer', externalId: 'c1', code: 'CUSTOMER_CHANGED_BOTH' })
  await recordMatches(scope, connectionId, [{ customer: 'c2', code: 'CUSTOMER_QUESTION', candidates: [] }])
  await notify(scope, { code: 'RUN_FINISHED', connectionId })
  await requestSync(scope, { connectionId, lane: 'bulk', include: ['invoices'], askedBy: 'session:1' })
  await beginFullRead(scope, connectionId, 'payments')
  const at = { date: '2026-01-01', currency: 'GBP', updatedAt: '2026-01-01T00:00:00.000Z', contactId: 'k1' }
  await applyContacts(scope, connectionId, [
    { bookId: 'k1', name: 'Smith', phones: [], isSupplier: false, state: 'active', fields: {}, updatedAt: at.updatedAt },
  ])
  await applyDocuments(scope, connectionId, [
    { ...at, kind: 'invoice', bookId: 'i1', number: '1', net: 1, tax: 0, gross: 1, taxes: [], state: 'inLedger', amountDue: 1 },
  ])
  await applyPayments(scope, connectionId, [
    { ...at, bookId: 'p1', form: 'payment', amount: 1, reconciled: false, state: 'live', allocations: [{ documentId: 'i1', amount: 1 }] },
  ])
  await applyOnAccount(scope, connectionId, [{ ...at, bookId: 'o1', amount: 1, remaining: 1, state: 'live', allocations: [] }])
}

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

  test('rows of a company are seen neither without a company nor by another one, in every table that has any', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, fill)
    const tables = (await readTables()).filter((table) => table.guarded)
    const filled: string[] = []
    for (const { name } of tables) if ((await owner.query(`select from ${name} limit 1`)).rowCount) filled.push(name)
    expect(filled.length).toBeGreaterThanOrEqual(19)
    for (const other of ['', await fresh.newCompany()]) {
      await owner.query('set role counterfoil_app')
      await owner.query(`select set_config('app.company_id', $1, false)`, [other])
      for (const name of filled)
        expect((await owner.query(`select from ${name} where company_id <> $1`, [other || company])).rowCount, name).toBe(0)
      if (other === '') for (const name of filled) expect((await owner.query(`select from ${name}`)).rowCount, name).toBe(0)
      await owner.query('reset role')
    }
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
