import { mkdtemp, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureOperatorKey, signInAddress } from '../../api/sign-in/ensure-operator-key.ts'
import { readyConnection } from '../ledger/samples.ts'
import { type RunningApi, startApi, type TestCompany } from './start-api.ts'

let api: RunningApi
let company: TestCompany
beforeAll(async () => {
  api = await startApi()
  company = await api.newCompany()
})
afterAll(() => api.close())

const newKey = (name: string, headers?: Record<string, string>) =>
  api.ask(company.key, 'POST', '/v1/api-keys', { name, scope: 'company' }, headers)

test('a POST that comes again under its Idempotency-Key is done once and answered the same', async () => {
  const first = await newKey('once', { 'idempotency-key': 'k1' })
  const again = await newKey('once', { 'idempotency-key': 'k1' })
  expect([again.status, again.body, again.headers.get('idempotency-replayed')]).toEqual([first.status, first.body, 'true'])
  const listed = (await api.ask(company.key, 'GET', '/v1/api-keys')).body['items'] as { name: string }[]
  expect(listed.filter(({ name }) => name === 'once')).toHaveLength(1)
})

test('the same Idempotency-Key with another body is refused', async () => {
  await newKey('a', { 'idempotency-key': 'k2' })
  const reused = await newKey('b', { 'idempotency-key': 'k2' })
  expect([reused.status, reused.body['code']]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
})

test('two requests under one Idempotency-Key at once are carried out once', async () => {
  const answers = await Promise.all([1, 2, 3, 4].map(() => newKey('at once', { 'idempotency-key': 'k3' })))
  const listed = (await api.ask(company.key, 'GET', '/v1/api-keys')).body['items'] as { name: string }[]
  expect(listed.filter(({ name }) => name === 'at once')).toHaveLength(1)
  expect(answers.every(({ status, body }) => status === 201 || body['code'] === 'IDEMPOTENCY_IN_PROGRESS')).toBe(true)
})

test('a refused request does not use its Idempotency-Key up', async () => {
  const refused = await api.ask(company.key, 'POST', '/v1/api-keys', { name: '' }, { 'idempotency-key': 'k4' })
  expect(refused.status).toBe(422)
  expect((await newKey('mended', { 'idempotency-key': 'k4' })).status).toBe(201)
})

test('one caller’s Idempotency-Key is nothing to another', async () => {
  const other = await api.newCompany()
  await newKey('mine', { 'idempotency-key': 'k5' })
  const theirs = await api.ask(other.key, 'POST', '/v1/api-keys', { name: 'theirs', scope: 'company' }, { 'idempotency-key': 'k5' })
  expect([theirs.status, theirs.body['companyId']]).toEqual([201, other.companyId])
})

test('what cannot be read is refused with its own code: no JSON, another type, too much, an unknown address', async () => {
  const path = `${company.path}/customers/x`
  const answers = [
    await api.ask(company.key, 'PUT', path, '{"state":'),
    await api.ask(company.key, 'PUT', path, 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
    await api.ask(company.key, 'PUT', path, JSON.stringify({ name: 'x'.repeat(1_200_000) })),
    await api.ask(company.key, 'GET', `${company.path}/nothing`),
    await api.ask(company.key, 'GET', `${company.path}/customers?limit=1000`),
    await api.ask(company.key, 'POST', `${company.path}/imports`, {}),
  ]
  expect(answers.map(({ status, body }) => [status, body['code']])).toEqual([
    [422, 'VALIDATION'],
    [415, 'UNSUPPORTED_MEDIA_TYPE'],
    [413, 'PAYLOAD_TOO_LARGE'],
    [404, 'NOT_FOUND'],
    [422, 'VALIDATION'],
    [415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])
  for (const answer of answers) expect(answer.headers.get('content-type')).toContain('application/problem+json')
})

test('a key is shown once, kept only as a hash, and worth nothing after it was revoked', async () => {
  const made = await newKey('short-lived')
  const key = String(made.body['key'])
  const rows = await api.ledger.auth.selectFrom('api_keys').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain(key)
  expect((await api.ask(company.key, 'GET', `/v1/api-keys/${String(made.body['id'])}`)).body).not.toHaveProperty('key')
  expect((await api.ask(key, 'GET', '/v1/session')).body).toMatchObject({ scope: 'company', companyId: company.companyId })
  await api.ask(company.key, 'DELETE', `/v1/api-keys/${String(made.body['id'])}`)
  expect((await api.ask(key, 'GET', '/v1/session')).status).toBe(401)
})

async function signedIn(): Promise<string> {
  const made = await api.ask(company.hostKey, 'POST', '/v1/sign-in-links', { companyId: `ext:${company.externalId}` })
  const answer = await fetch(String(made.body['url']), { redirect: 'manual' })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/'])
  expect((await fetch(String(made.body['url']), { redirect: 'manual' })).status).toBe(401)
  const cookie = answer.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/HttpOnly/)
  expect(cookie).toMatch(/SameSite=Lax/)
  return cookie.split(';')[0] ?? ''
}

test('a sign-in link opens one session, once, for its company only', async () => {
  const cookie = await signedIn()
  const session = await api.ask('', 'GET', '/v1/session', undefined, { cookie })
  expect(session.body).toMatchObject({ scope: 'company', companyId: company.companyId, signedInWith: 'session' })
  const other = await api.newCompany()
  expect((await api.ask('', 'GET', other.path, undefined, { cookie })).status).toBe(404)
})

test('a cookie alone is not a person’s will: another site’s request is refused', async () => {
  const cookie = await signedIn()
  const body = { state: 'active', name: 'x' }
  const from = (origin: Record<string, string>) => api.ask('', 'PUT', `${company.path}/customers/csrf`, body, { cookie, ...origin })
  expect((await from({})).status).toBe(403)
  expect((await from({ origin: 'https://evil.example' })).status).toBe(403)
  expect((await from({ origin: 'null' })).status).toBe(403)
  expect((await from({ origin: api.url })).status).toBe(201)
})

test('signing out ends the session for good', async () => {
  const cookie = await signedIn()
  expect((await api.ask('', 'DELETE', '/v1/session', undefined, { cookie, origin: api.url })).status).toBe(200)
  expect((await api.ask('', 'GET', '/v1/session', undefined, { cookie })).status).toBe(401)
})

test('the operator key is made once, lies in a file for its owner only, and signs a browser in', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'counterfoil-key-')), 'data', 'operator-key')
  const key = await ensureOperatorKey(api.ledger, file)
  expect(await ensureOperatorKey(api.ledger, file)).toBe(key)
  expect([(await readFile(file, 'utf8')).trim(), (await stat(file)).mode & 0o777]).toEqual([key, 0o600])
  expect((await fetch(await signInAddress(api.ledger, api.url, key), { redirect: 'manual' })).status).toBe(303)
  expect((await api.ask(key, 'POST', '/v1/companies', { externalId: 'demo', name: 'Demo' })).status).toBe(201)
})

test('health, readiness, metrics, the contract and its reading page answer without a key', async () => {
  const ready = await api.ask('', 'GET', '/readyz')
  expect([ready.status, ready.body]).toEqual([200, { ok: true, database: true, temporal: true }])
  expect((await api.ask('', 'GET', '/healthz')).status).toBe(200)
  expect((await api.ask('', 'GET', '/metrics')).text).toContain('counterfoil_http_seconds')
  const document = await api.ask('', 'GET', '/openapi.json')
  expect(document.body['openapi']).toMatch(/^3\.1/)
  expect((await api.ask('', 'GET', '/docs')).text).toContain('/v1/companies/{companyId}/imports')
})

test('pages may not be framed and load nothing from elsewhere', async () => {
  const policy = (await api.ask('', 'GET', '/docs')).headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'self'")
  expect(policy).toContain("frame-ancestors 'self'")
})

test('a webhook goes to https only, or to this machine while developing', async () => {
  const to = (url: string) => api.ask(company.key, 'POST', '/v1/webhook-endpoints', { url })
  expect((await to('https://hooks.example/x')).status).toBe(201)
  expect((await to('http://localhost:9/x')).status).toBe(201)
  for (const url of ['http://hooks.example/x', 'http://169.254.169.254/latest', 'https://user@hooks.example/']) {
    expect((await to(url)).body['code']).toBe('ADDRESS_NOT_ALLOWED')
  }
  expect((await to('ftp://hooks.example/')).status).toBe(422)
})

test('a webhook’s secret is shown once and lies sealed', async () => {
  const made = await api.ask(company.key, 'POST', '/v1/webhook-endpoints', { url: 'https://hooks.example/y' })
  const secret = String(made.body['secret'])
  const row = await company.inside((scope) =>
    scope.db.selectFrom('webhook_endpoints').select('secret').where('id', '=', String(made.body['id'])).executeTakeFirstOrThrow(),
  )
  expect(secret).toMatch(/^whsec_/)
  expect(row.secret).not.toContain(secret)
  expect(api.vault.open(row.secret, { companyId: company.companyId, subject: String(made.body['id']), kind: 'webhook' })).toBe(secret)
})

test('a provider’s message is taken only with its signature', async () => {
  const { createHmac } = await import('node:crypto')
  const connectionId = await company.inside((scope) => readyConnection(scope, 'org-1'))
  const body = JSON.stringify({
    events: [{ resourceId: 'r1', eventDateUtc: '2026-11-21T00:00:00.000', eventCategory: 'INVOICE', tenantId: 'org-1' }],
  })
  const post = (signature: string) => api.ask('', 'POST', '/webhooks/xero', body, { 'x-xero-signature': signature })
  expect((await post('bm8=')).status).toBe(401)
  expect((await post(createHmac('sha256', 'test-webhook-key').update(body).digest('base64'))).status).toBe(200)
  const noted = await api.ledger.operator.selectFrom('inbound_webhooks').select(['connection_id', 'book_id', 'kind']).execute()
  expect(noted).toEqual([{ connection_id: connectionId, book_id: 'r1', kind: 'invoices' }])
})
