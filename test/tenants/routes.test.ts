import { expect, test } from 'vitest'
import { bodyFor, fillCompany } from '../api/fill-company.ts'
import {
  api,
  byKey,
  everythingOfOwner,
  filled,
  openTwoCompanies,
  operations,
  own,
  owner,
  type Sender,
  send,
  stranger,
  strangers,
  theirs,
} from './two-companies.ts'

/* Over every route of the OpenAPI document, so that a new route is covered by itself. */
openTwoCompanies()

/** Whose body may be left out. */
const optionalBody = /\/(previews|sync-runs|tie-out|sign-in-links|reconnect|retry|dismiss|bring-in)$/
const NOBODY = '00000000-0000-4000-8000-000000000000'

const ofCompany = () => operations.filter(({ path }) => path.includes('{companyId}'))
const names = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')

test('every route has sample ids for its path and a sample body, so that the tests below reach it', () => {
  for (const { method, path, takesBody } of operations) {
    for (const name of names(path))
      expect(theirs[name], `${method} ${path} wants an id for ${name}: add it to fill-company.ts`).toBeTruthy()
    const hasBody = path.endsWith('/settings') || path.endsWith('/imports') || Object.keys(bodyFor).some((end) => path.endsWith(end))
    if (takesBody && !optionalBody.test(path)) expect(hasBody, `${method} ${path} wants a body: add it to bodyFor`).toBe(true)
  }
  expect(operations.length).toBeGreaterThan(75)
})

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
