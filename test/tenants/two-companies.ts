import { sql } from 'kysely'
import { afterAll, beforeAll } from 'vitest'
import { inCompany } from '../../ledger/database.ts'
import { bodyFor, fillCompany } from '../api/fill-company.ts'
import { type Answer, type RunningApi, startApi, type TestCompany } from '../api/start-api.ts'

/* An owner and a stranger, companies of two hosts with one of everything, and who has no business with the owner's. They are there as soon as `openTwoCompanies` has run. */

export let api: RunningApi
export let owner: TestCompany
export let stranger: TestCompany
/** The owner's ids and the stranger's, by the names that paths use. */
export let theirs: Record<string, string>
export let own: Record<string, string>
/** Who has no business with the owner's company, by what they show at the door. */
export let strangers: Record<string, Sender>
/** Every route of the OpenAPI document. */
export let operations: Operation[]

export type Sender = (method: string, path: string, body?: unknown) => Promise<Answer>

export interface Operation {
  method: string
  path: string
  who: string
  takesBody: boolean
}

/** Call it at the top of a test file. */
export function openTwoCompanies(): void {
  beforeAll(async () => {
    api = await startApi()
    owner = await api.newCompany('zebra Heating')
    stranger = await api.newCompany('Nosy Plumbing')
    theirs = await fillCompany(api, owner, 'zebra')
    own = await fillCompany(api, stranger, 'gnu')
    const cookie = await sessionOf(stranger.hostKey, stranger.companyId)
    strangers = {
      'a key of another company': (method, path, body) => api.ask(stranger.key, method, path, body),
      'a key of another host': (method, path, body) => api.ask(stranger.hostKey, method, path, body),
      'a session of another company': (method, path, body) => api.ask('', method, path, body, { cookie, origin: api.url }),
    }
    operations = await readOperations()
  })
  afterAll(() => api.close())
}

async function readOperations(): Promise<Operation[]> {
  const document = await api.ask('', 'GET', '/openapi.json')
  const paths = document.body['paths'] as Record<string, Record<string, { 'x-who': string; requestBody?: object }>>
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method, path, who: operation['x-who'], takesBody: 'requestBody' in operation })),
  )
}

/** The cookie of a session that is signed in for a company. */
export async function sessionOf(key: string, companyId: string): Promise<string> {
  const { body } = await api.ask(key, 'POST', '/v1/sign-in-links', { companyId })
  const opened = await fetch(String(body['url']), { redirect: 'manual' })
  return (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

/** A path with its ids. */
export const filled = (path: string, ids: Record<string, string>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? 'none'))

/** Who shows a key. */
export const byKey =
  (key: string): Sender =>
  (method, path, body) =>
    api.ask(key, method, path, body)

/** One request to a route: with the ids given in its path, and a body it takes. */
export async function send(ask: Sender, { method, path }: Operation, ids: Record<string, string>): Promise<Answer> {
  if (path.endsWith('/imports') && method === 'post') {
    const form = new FormData()
    form.append('customers', 'Customer Ref,Name\nX,Y\n')
    return ask('POST', filled(path, ids), form)
  }
  const body =
    method === 'get' || method === 'delete' ? undefined : (Object.entries(bodyFor).find(([end]) => path.endsWith(end))?.[1] ?? {})
  const wanted =
    path.endsWith('/settings') && method === 'put' ? (await api.ask(owner.key, 'GET', filled(path, theirs))).body['settings'] : body
  const query = path.endsWith('/statuses') ? '?ids=C1' : path.endsWith('/search') ? '?query=zebra' : ''
  return ask(method.toUpperCase(), filled(path, ids) + query, wanted)
}

/** Every row of the owner that the app may read, as text. */
export async function everythingOfOwner(): Promise<string> {
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.columns where column_name = 'company_id' and table_schema = 'public' order by 1`.execute(
    api.ledger.auth,
  )
  return inCompany(api.ledger, owner.companyId, async (scope) => {
    const contents: string[] = []
    for (const { name } of tables.rows) {
      const readable = await sql<{ may: boolean }>`select has_table_privilege(${name}, 'select') as may`.execute(scope.db)
      if (!readable.rows[0]?.may) continue
      const rows = await sql`select * from ${sql.table(name)}`.execute(scope.db)
      contents.push(`${name} ${JSON.stringify(rows.rows)}`)
    }
    return contents.join('\n')
  })
}
