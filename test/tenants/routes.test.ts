import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inCompany } from '../../ledger/database.ts'
import { bodyFor, fillCompany } from '../api/fill-company.ts'
import { type Answer, type RunningApi, startApi, type TestCompany } from '../api/start-api.ts'

/** Over every route of the OpenAPI document, so that a new route is covered by itself. */
interface Operation {
  method: string
  path: string
  who: string
  takesBody: boolean
}

let api: RunningApi
let owner: TestCompany
let stranger: TestCompany
let theirs: Record<string, string>
let own: Record<string, string>
let operations: Operation[]
/** Who has no business with the owner's company, by what they show at the door. */
let strangers: Record<string, Sender>
type Sender = (method: string, path: string, body?: unknown) => Promise<Answer>

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
  const document = await api.ask('', 'GET', '/openapi.json')
  const paths = document.body['paths'] as Record<string, Record<string, { 'x-who': string; requestBody?: object }>>
  operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method, path, who: operation['x-who'], takesBody: 'requestBody' in operation })),
  )
})
afterAll(() => api.close())

async function sessionOf(key: string, companyId: string): Promise<string> {
  const { body } = await api.ask(key, 'POST', '/v1/sign-in-links', { companyId })
  const opened = await fetch(String(body['url']), { redirect: 'manual' })
  return (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

const filled = (path: string, ids: Record<string, string>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? 'none'))

const byKey =
  (key: string): Sender =>
  (method, path, body) =>
    api.ask(key, method, path, body)

async function send(ask: Sender, { method, path }: Operation, ids: Record<string, string>): Promise<Answer> {
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

test('every route has sample ids for its path and a sample body, so that the tests below reach it', () => {
  for (const { method, path, takesBody } of operations) {
    for (const name of names(path))
      expect(theirs[name], `${method} ${path} wants an id for ${name}: add it to fill-company.ts`).toBeTruthy()
    const hasBody = path.endsWith('/settings') || path.endsWith('/imports') || Object.keys(bodyFor).some((end) => path.endsWith(end))
    if (takesBody && !optionalBody.test(path)) expect(hasBody, `${method} ${path} wants a body: add it to bodyFor`).toBe(true)
  }
  expect(operations.length).toBeGreaterThan(75)
})

/** Whose body may be left out. */
const optionalBody = /\/(previews|sync-runs|tie-out|sign-in-links|reconnect|retry|dismiss|bring-in)$/

test('nothing under /v1 answers without a key, with a wrong one, or with the cookie of nobody', async () => {
  const nobody: Sender[] = [
    byKey(''),
    byKey('cf_wrong'),
    (method, path, body) => api.ask('', method, path, body, { cookie: 'counterfoil_session=cfs_wrong', origin: api.url }),
  ]
  for (const operation of operations)
    for (const ask of nobody) expect([operation.path, (await send(ask, operation, theirs)).status]).toEqual([operation.path, 401])
})

test('a company’s path answers every stranger as if the company did not exist, and changes nothing', async () => {
  const before = await everythingOfOwner()
  for (const [who, ask] of Object.entries(strangers)) {
    for (const operation of ofCompany()) {
      const unknown = await send(ask, operation, { ...theirs, companyId: NOBODY })
      // A host that saves a company under an id makes one of its own, whatever other hosts call theirs: shown below.
      const makesOwn = operation.path === '/v1/companies/{companyId}' && operation.method === 'put' && who === 'a key of another host'
      for (const companyId of makesOwn ? [owner.companyId] : [owner.companyId, `ext:${owner.externalId}`]) {
        const foreign = await send(ask, operation, { ...theirs, companyId })
        expect([operation.method, operation.path, who, foreign.status]).toEqual([operation.method, operation.path, who, 404])
        expect({ ...foreign.body, instance: '' }).toEqual({ ...unknown.body, instance: '' })
      }
    }
  }
  expect(await everythingOfOwner()).toBe(before)
})

test('two hosts may call their companies the same, and each reaches its own', async () => {
  const name = { name: 'Same id, other company' }
  const made = await api.ask(stranger.hostKey, 'PUT', `/v1/companies/ext:${owner.externalId}`, name)
  expect([made.status, made.body['companyId'] === owner.companyId]).toEqual([201, false])
  expect((await api.ask(stranger.hostKey, 'GET', `/v1/companies/ext:${owner.externalId}/invoices`)).body['items']).toEqual([])
  expect((await api.ask(owner.hostKey, 'GET', `/v1/companies/ext:${owner.externalId}`)).body).toMatchObject({
    companyId: owner.companyId,
    name: 'zebra Heating',
  })
})

const NOBODY = '00000000-0000-4000-8000-000000000000'

test('another company’s ids inside one’s own path are unknown there, word for word as ids that never existed', async () => {
  const before = await everythingOfOwner()
  const ask = byKey(stranger.key)
  const named = ofCompany().flatMap((operation) =>
    names(operation.path)
      .filter((name) => !['companyId', 'provider', 'kind'].includes(name))
      // Saving under an id makes a document of one's own, whatever others call theirs.
      .filter((name) => !(name === 'externalId' && operation.method === 'put'))
      .map((name) => ({ operation, name })),
  )
  expect(named.length).toBeGreaterThan(60)
  for (const { operation, name } of named) {
    const foreign = await send(ask, operation, { ...own, [name]: theirs[name] ?? '' })
    const unknown = await send(ask, operation, { ...own, [name]: name.endsWith('Id') && theirs[name]?.length === 36 ? NOBODY : 'nobody' })
    // Raw histories and envelopes are for operators, whoever's they are.
    const expected = /\/(history|envelopes)$/.test(operation.path) ? 403 : 404
    expect([operation.method, operation.path, name, foreign.status]).toEqual([operation.method, operation.path, name, expected])
    expect({ ...foreign.body, instance: '' }).toEqual({ ...unknown.body, instance: '' })
  }
  expect(await everythingOfOwner()).toBe(before)
})

test('another company’s ids in a body or a query are unknown too, and change nothing of either', async () => {
  const before = await everythingOfOwner()
  const { path } = stranger
  const mine = `${path}/connections/${own['connectionId']}`
  const asked: [string, string, unknown, number, string][] = [
    ['POST', `${mine}/sync-runs`, { previewId: theirs['previewId'] }, 404, 'NOT_FOUND'],
    ['POST', `${mine}/sync-runs`, { documents: [{ kind: 'invoice', externalId: theirs['externalId'] }] }, 202, ''],
    ['POST', `${mine}/matches/${own['matchId']}/decision`, { link: theirs['bookId'] }, 422, 'CHOICE_NOT_OFFERED'],
    ['POST', `${mine}/links/${own['linkId']}/move`, { externalId: theirs['externalId'] }, 404, 'NOT_FOUND'],
    ['POST', `${mine}/organisation`, { organisationId: `org of ${owner.companyId} zebra` }, 409, 'CONNECTION_NOT_READY'],
    ['POST', '/v1/sign-in-links', { companyId: owner.companyId }, 404, 'NOT_FOUND'],
    ['POST', '/v1/sign-in-links', { companyId: `ext:${owner.externalId}` }, 404, 'NOT_FOUND'],
    ['POST', '/v1/webhook-endpoints', { companyId: owner.companyId, url: 'https://x.example/' }, 404, 'NOT_FOUND'],
    ['GET', `${path}/statuses?ids=${theirs['externalId']},customer/${theirs['externalId']}`, undefined, 200, ''],
    ['GET', `${path}/invoices?query=zebra`, undefined, 200, ''],
    ['GET', `${mine}/book-customers?query=zebra`, undefined, 200, ''],
    ['GET', `${path}/events?after=0`, undefined, 200, ''],
  ]
  for (const [method, address, body, status, code] of asked) {
    const answer = await api.ask(stranger.key, method, address, body)
    expect([method, address, answer.status, answer.body['code'] ?? '']).toEqual([method, address, status, code])
    expect(answer.text.includes('zebra'), address).toBe(address.includes('zebra') && status === 404)
  }
  expect(await everythingOfOwner()).toBe(before)
})

test('a cursor of another company’s list leads to one’s own list alone', async () => {
  for (let count = 0; count < 3; count++)
    for (const company of [owner, stranger])
      await api.ask(company.key, 'PUT', `${company.path}/customers/${company === owner ? 'zebra' : 'gnu'}-${count}`, {
        state: 'active',
        name: 'Z',
      })
  const cursor = String((await api.ask(owner.key, 'GET', `${owner.path}/customers?limit=2`)).body['nextCursor'])
  const next = await api.ask(stranger.key, 'GET', `${stranger.path}/customers?limit=2&cursor=${encodeURIComponent(cursor)}`)
  expect(next.text).not.toContain('zebra')
})

test('what another company does moves no list, count, cursor or number of one’s own', async () => {
  const readings = operations.filter(({ method, path, who }) => method === 'get' && who !== 'operator' && !/\/(events|changes)$/.test(path))
  // When a key was last used is the caller's own doing.
  const plain = (text: string) => text.replace(/"lastUsedAt":"[^"]*"/g, '')
  const read = async () => {
    const answers: string[] = []
    for (const operation of readings)
      for (const ask of Object.values(strangers)) answers.push(`${operation.path} ${plain((await send(ask, operation, own)).text)}`)
    return answers
  }
  await read()
  const before = await read()
  await fillCompany(api, owner, 'zebra-again')
  expect(await read()).toEqual(before)
})

test('lists, counts and searches of a stranger hold nothing of another company', async () => {
  const marks = [owner.companyId, 'zebra', theirs['connectionId'] ?? '', theirs['id'] ?? '']
  for (const operation of operations.filter(({ method, path }) => method === 'get' && !/\/(events|changes)$/.test(path))) {
    for (const ask of Object.values(strangers)) {
      const answer = await send(ask, operation, own)
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
    expect([operation.path, (await send(byKey(stranger.hostKey), operation, own)).status]).toEqual([operation.path, 403])
  }
  for (const operation of operations.filter(({ who }) => who === 'host')) {
    expect([operation.path, (await send(byKey(stranger.key), operation, own)).status]).toEqual([operation.path, 403])
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
    expect((await send(byKey(stranger.key), operation, ids)).status, `${operation.method} ${operation.path} with NUL`).toBeLessThan(500)
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

test('streams carry changes of their own company only, whoever listens, and no stranger gets one of somebody else’s run', async () => {
  const open = async (path: string, headers: Record<string, string>) => {
    const stop = new AbortController()
    const answer = await fetch(api.url + path, { headers, signal: stop.signal })
    return { status: answer.status, reader: answer.body?.getReader(), stop: () => stop.abort() }
  }
  const cookie = await sessionOf(stranger.hostKey, stranger.companyId)
  const doors = [{ authorization: `Bearer ${stranger.key}` }, { authorization: `Bearer ${stranger.hostKey}` }, { cookie }]
  const run = (ids: Record<string, string>) => `/connections/${ids['connectionId']}/sync-runs/${ids['syncRunId']}/events`
  for (const headers of doors) {
    for (const path of [`${owner.path}/changes`, owner.path + run(theirs), stranger.path + run(theirs)]) {
      const refused = await open(path, headers)
      expect([path, refused.status]).toEqual([path, 404])
      refused.stop()
    }
    const stream = await open(`${stranger.path}/changes`, headers)
    await api.ask(owner.key, 'PUT', `${owner.path}/customers/zebra-stream`, {
      state: 'active',
      name: `Seen ${Object.keys(headers).join()}${doors.indexOf(headers)}`,
    })
    await api.ask(stranger.key, 'PUT', `${stranger.path}/customers/OWN-STREAM`, { state: 'active', name: `Own ${doors.indexOf(headers)}` })
    let heard = ''
    while (!heard.includes('OWN-STREAM')) heard += Buffer.from((await stream.reader?.read())?.value ?? []).toString('utf8')
    stream.stop()
    expect(heard).not.toContain('zebra-stream')
  }
})

test('what one session was answered under an Idempotency-Key is nothing to the session of another company, though one host signed both in', async () => {
  const { body: second } = await api.ask(stranger.hostKey, 'POST', '/v1/companies', { externalId: 'sibling', name: 'Sibling' })
  const cookies = [await sessionOf(stranger.hostKey, stranger.companyId), await sessionOf(stranger.hostKey, String(second['companyId']))]
  const make = (cookie: string) =>
    api.ask('', 'POST', '/v1/api-keys', { name: 'same', scope: 'company' }, { cookie, origin: api.url, 'idempotency-key': 'shared' })
  const answers = await Promise.all(cookies.map(make))
  expect(answers.map(({ status, body }) => [status, body['companyId']])).toEqual([
    [201, stranger.companyId],
    [201, second['companyId']],
  ])
  expect(answers[0]?.body['key']).not.toBe(answers[1]?.body['key'])
  const kept = await api.ledger.auth.selectFrom('idempotency_keys').selectAll().execute()
  for (const { body } of answers) expect(JSON.stringify(kept)).not.toContain(String(body['key']))
  expect((await make(cookies[0] ?? '')).body['key']).toBe(answers[0]?.body['key'])
})

test('a sign-in at the provider is finished by the session that began it, and its state opens nothing to another', async () => {
  const [mine, other] = [await sessionOf(owner.hostKey, owner.companyId), await sessionOf(stranger.hostKey, stranger.companyId)]
  const begun = await api.ask('', 'POST', `${owner.path}/connections`, { provider: 'xero' }, { cookie: mine, origin: api.url })
  const state = new URL(String(begun.body['authorizeUrl'])).searchParams.get('state') ?? ''
  const back = (cookie: string, given: string) =>
    api.ask('', 'GET', `/connect/xero/callback?error=access_denied&state=${given}`, undefined, { cookie })
  const [foreign, made, unsigned] = [await back(other, state), await back(other, 'made-up'), await back('', state)]
  expect([foreign.status, made.status, unsigned.status]).toEqual([400, 400, 400])
  expect([foreign.text, unsigned.text]).toEqual([made.text, made.text])
  expect((await back(mine, state)).status).toBe(303)
})

test('metrics count requests and name no company, document or key', async () => {
  const { text } = await api.ask('', 'GET', '/metrics')
  for (const mark of [owner.companyId, stranger.companyId, 'zebra', 'gnu', theirs['connectionId'] ?? '', owner.key])
    expect(text.includes(mark)).toBe(false)
  expect(text).toContain('counterfoil_http_seconds')
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
