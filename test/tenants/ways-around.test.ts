import { expect, test } from 'vitest'
import { api, everythingOfOwner, openTwoCompanies, own, owner, sessionOf, stranger, theirs } from './two-companies.ts'

/* What leads past the path: ids in bodies and queries, cursors, keys, streams and sessions; and what metrics, log and viewings tell. */
openTwoCompanies()

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
