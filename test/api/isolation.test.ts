import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inCompany } from '../../ledger/database.ts'
import { bodyFor, fillCompany } from './fill-company.ts'
import { type Answer, type RunningApi, startApi, type TestCompany } from './start-api.ts'

/** Over every route of the OpenAPI document, so that a new route is covered by itself. */
interface Operation {
  method: string
  path: string
  who: string
}

let api: RunningApi
let owner: TestCompany
let stranger: TestCompany
let theirs: Record<string, string>
let own: Record<string, string>
let operations: Operation[]

beforeAll(async () => {
  api = await startApi()
  owner = await api.newCompany('zebra Heating')
  stranger = await api.newCompany('Nosy Plumbing')
  theirs = await fillCompany(api, owner, 'zebra')
  own = await fillCompany(api, stranger, 'gnu')
  const document = await api.ask('', 'GET', '/openapi.json')
  const paths = document.body['paths'] as Record<string, Record<string, { 'x-who': string }>>
  operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method, path, who: operation['x-who'] })),
  )
})
afterAll(() => api.close())

const filled = (path: string, ids: Record<string, string>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? 'none'))

async function send(key: string, { method, path }: Operation, ids: Record<string, string>): Promise<Answer> {
  if (path.endsWith('/imports') && method === 'post') {
    const form = new FormData()
    form.append('customers', 'Customer Ref,Name\nX,Y\n')
    return api.ask(key, 'POST', filled(path, ids), form)
  }
  const body =
    method === 'get' || method === 'delete' ? undefined : (Object.entries(bodyFor).find(([end]) => path.endsWith(end))?.[1] ?? {})
  const wanted =
    path.endsWith('/settings') && method === 'put' ? (await api.ask(owner.key, 'GET', filled(path, theirs))).body['settings'] : body
  const query = path.endsWith('/statuses') ? '?ids=C1' : path.endsWith('/search') ? '?query=zebra' : ''
  return api.ask(key, method.toUpperCase(), filled(path, ids) + query, wanted)
}

const ofCompany = (): Operation[] => operations.filter(({ path }) => path.includes('{companyId}'))
const names = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')

async function everythingOfOwner(): Promise<string> {
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

test('nothing under /v1 answers without a key', async () => {
  for (const operation of operations) expect([operation.path, (await send('', operation, theirs)).status]).toEqual([operation.path, 401])
})

test('a company’s path answers a stranger as if the company did not exist, and changes nothing', async () => {
  const before = await everythingOfOwner()
  for (const operation of ofCompany()) {
    const foreign = await send(stranger.key, operation, theirs)
    const unknown = await send(stranger.key, operation, { ...theirs, companyId: '00000000-0000-4000-8000-000000000000' })
    expect([operation.method, operation.path, foreign.status]).toEqual([operation.method, operation.path, 404])
    expect({ ...foreign.body, instance: '' }).toEqual({ ...unknown.body, instance: '' })
  }
  expect(await everythingOfOwner()).toBe(before)
})

test('another company’s ids inside one’s own path are unknown there', async () => {
  const before = await everythingOfOwner()
  const inner = ofCompany().filter(({ path }) =>
    names(path).some((name) => name.endsWith('Id') && !['companyId', 'externalId', 'bookId'].includes(name)),
  )
  expect(inner.length).toBeGreaterThan(25)
  for (const operation of inner) {
    for (const name of names(operation.path).filter(
      (part) => part.endsWith('Id') && !['companyId', 'externalId', 'bookId'].includes(part),
    )) {
      const answer = await send(stranger.key, operation, { ...own, [name]: theirs[name] ?? '' })
      const expected = /\/(history|envelopes)$/.test(operation.path) ? [403, 404] : [404]
      expect(expected, `${operation.method} ${operation.path} with a foreign ${name}`).toContain(answer.status)
    }
  }
  expect(await everythingOfOwner()).toBe(before)
})

test('lists, counts and searches of a stranger hold nothing of another company', async () => {
  const marks = [owner.companyId, 'zebra', owner.externalId, theirs['connectionId'] ?? '', theirs['id'] ?? '']
  for (const operation of operations.filter(({ method, path }) => method === 'get' && !/\/(events|changes)$/.test(path))) {
    for (const key of [stranger.key, stranger.hostKey]) {
      const answer = await send(key, operation, { ...own, externalId: 'nobody', endpointId: 'none' })
      for (const mark of marks) expect(answer.text.includes(mark), `${operation.path} shows ${mark}`).toBe(false)
    }
  }
})

test('keys and endpoints of others cannot be read or ended', async () => {
  for (const [path, id] of [
    ['/v1/api-keys/', theirs['id']],
    ['/v1/webhook-endpoints/', theirs['endpointId']],
  ] as const) {
    for (const method of ['GET', 'DELETE']) expect((await api.ask(stranger.key, method, path + id)).status).toBe(404)
    expect((await api.ask(owner.key, 'GET', path + id)).status).toBe(200)
  }
  const forged = { name: 'x', scope: 'company', companyId: owner.companyId }
  expect((await api.ask(stranger.key, 'POST', '/v1/api-keys', forged)).status).toBe(404)
  expect((await api.ask(stranger.key, 'POST', '/v1/api-keys', { name: 'x', scope: 'host' })).status).toBe(403)
  expect((await api.ask(stranger.hostKey, 'POST', '/v1/api-keys', { name: 'x', scope: 'operator' })).status).toBe(403)
  expect(
    (await api.ask(stranger.hostKey, 'POST', '/v1/webhook-endpoints', { companyId: owner.companyId, url: 'https://x.example/' })).status,
  ).toBe(404)
})

test('routes of operators and hosts refuse whoever reaches less', async () => {
  for (const operation of operations.filter(({ who }) => who === 'operator')) {
    expect([operation.path, (await send(stranger.hostKey, operation, own)).status]).toEqual([operation.path, 403])
  }
  for (const operation of operations.filter(({ who }) => who === 'host')) {
    expect([operation.path, (await send(stranger.key, operation, own)).status]).toEqual([operation.path, 403])
  }
})

test('no garbage in a path, a query or a body is answered with a fault of ours', async () => {
  const cursors = [
    '',
    'zzz',
    Buffer.from('["x","y"]').toString('base64url'),
    Buffer.from('[{"a":1},null]').toString('base64url'),
    '%00',
    '%ED%A0%80',
  ]
  const streams = /\/(events|changes)$/
  // A stream does not end, and takes nothing but ids.
  for (const operation of operations.filter(({ path }) => !streams.test(path))) {
    const ids = Object.fromEntries(names(operation.path).map((name) => [name, name === 'companyId' ? stranger.companyId : '\0']))
    expect((await send(stranger.key, operation, ids)).status, `${operation.method} ${operation.path} with NUL`).toBeLessThan(500)
    if (operation.method === 'get') {
      for (const cursor of cursors) {
        const answer = await api.ask(stranger.key, 'GET', `${filled(operation.path, own)}?cursor=${cursor}`)
        expect(answer.status, `${operation.path} cursor ${cursor}`).toBeLessThan(500)
      }
    } else if (operation.method === 'put' || operation.method === 'post') {
      for (const body of ['[]', 'null', '7', '{"name":"\\u0000","x":"\\ud800"}', '{"state":"active","name":"a\\u0000b"}']) {
        const answer = await api.ask(stranger.key, operation.method.toUpperCase(), filled(operation.path, own), body)
        expect(answer.status, `${operation.method} ${operation.path} with ${body}`).toBeLessThan(500)
      }
    }
  }
})

test('a stream carries changes of its own company only', async () => {
  const stream = await fetch(`${api.url}${stranger.path}/changes`, { headers: { authorization: `Bearer ${stranger.key}` } })
  const reader = stream.body?.getReader()
  const body = { state: 'active', name: 'Seen by its owner' }
  await api.ask(owner.key, 'PUT', `${owner.path}/customers/zebra-stream`, body)
  await api.ask(stranger.key, 'PUT', `${stranger.path}/customers/OWN-STREAM`, body)
  let heard = ''
  while (!heard.includes('OWN-STREAM')) heard += Buffer.from((await reader?.read())?.value ?? []).toString('utf8')
  await reader?.cancel()
  expect(heard).not.toContain('zebra-stream')
})

test('what an operator looks at is written down, with the path and without the query', async () => {
  await api.ask(api.operatorKey, 'GET', `${owner.path}/invoices?query=zebra`)
  await api.ask(owner.key, 'GET', `${owner.path}/invoices`)
  const rows = await api.ledger.auth
    .selectFrom('viewings')
    .select(['path', 'company_id'])
    .where('company_id', '=', owner.companyId)
    .execute()
  expect(rows).toEqual([{ path: `GET ${owner.path}/invoices`, company_id: owner.companyId }])
})

test('the log names no key, name, amount or query', async () => {
  await api.ask(owner.key, 'GET', `${owner.path}/customers?query=Seen`)
  const log = api.logged.join('')
  for (const secret of [owner.key, api.operatorKey, 'Customer', 'Seen', 'query', 'Bearer']) expect(log.includes(secret)).toBe(false)
  expect(log).toContain(`${owner.path}/customers`)
})
