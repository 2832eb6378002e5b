import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arranged, arrange } from './arrange.ts'

let xero: Arranged
beforeAll(async () => {
  xero = await arrange({}, { limits: true })
})
afterAll(() => xero.stop())

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const tokenFor = async (scopes: string, more: object = {}): Promise<string> =>
  (await xero.control('POST', 'tokens', { scopes, organisationId: xero.organisationId, ...more })).accessToken

test('4: a dead token, a missing scope and a foreign organisation are told apart by the recorded bodies', async () => {
  const shape = (status: number, title: string, detail: unknown) => ({
    Type: null,
    Title: title,
    Status: status,
    Detail: detail,
    Instance: expect.any(String),
    Extensions: {},
  })
  const nobody = await xero.api('GET', 'Organisation', undefined, bearer('nonsense'))
  expect([nobody.status, nobody.json]).toEqual([401, shape(401, 'Unauthorized', 'AuthenticationUnsuccessful')])
  const narrow = await xero.api('GET', 'Invoices', undefined, bearer(await tokenFor('accounting.contacts')))
  expect([narrow.status, narrow.json]).toEqual([401, shape(401, 'Unauthorized', 'AuthorizationUnsuccessful')])
  for (const tenant of ['', crypto.randomUUID()]) {
    const foreign = await xero.api('GET', 'Organisation', undefined, { 'xero-tenant-id': tenant })
    expect([foreign.status, foreign.json]).toEqual([403, shape(403, 'Forbidden', 'AuthenticationUnsuccessful')])
  }
  await xero.control('POST', 'clock', { advanceSeconds: 1801 })
  const expired = await xero.api('GET', 'Organisation')
  const when = expect.stringMatching(/^TokenExpired: token expired at \d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/)
  expect([expired.status, expired.json]).toEqual([401, shape(401, 'Unauthorized', when)])
})

test('quirk missingScopeStatus: a missing scope is 401 or 403', async () => {
  await xero.control('POST', 'quirks', { missingScopeStatus: '403' })
  expect((await xero.api('GET', 'Invoices', undefined, bearer(await tokenFor('accounting.contacts')))).status).toBe(403)
  await xero.control('POST', 'quirks', { missingScopeStatus: '401' })
})

test('5: each resource wants its own granular scope, reading takes .read, writing does not, and only older apps get the broad ones', async () => {
  const needs: [string, string][] = [
    ['Contacts', 'accounting.contacts'],
    ['Invoices', 'accounting.invoices'],
    ['CreditNotes', 'accounting.invoices'],
    ['Payments', 'accounting.payments'],
    ['BatchPayments', 'accounting.payments'],
    ['Overpayments', 'accounting.payments'],
    ['Prepayments', 'accounting.payments'],
    ['BankTransactions', 'accounting.banktransactions'],
    ['Accounts', 'accounting.settings'],
    ['TaxRates', 'accounting.settings'],
    ['Organisation', 'accounting.settings'],
  ]
  await xero.control('POST', 'limits', { minute: 1000 })
  for (const [resource, scope] of needs) {
    const [read, write, other] = [await tokenFor(`${scope}.read`), await tokenFor(scope), await tokenFor('openid accounting.attachments')]
    const status = async (token: string, method: string) =>
      (await xero.api(method, resource, method === 'PUT' ? {} : undefined, bearer(token))).status
    expect([await status(read, 'GET'), await status(write, 'GET'), await status(other, 'GET')], resource).toEqual([200, 200, 401])
    expect(await status(read, 'PUT'), resource).toBe(401)
    expect(await status(write, 'PUT'), resource).not.toBe(401)
  }
  const broad = new URLSearchParams({
    response_type: 'code',
    client_id: 'sandbox',
    redirect_uri: 'http://localhost/cb',
    scope: 'accounting.transactions',
  })
  expect((await xero.raw(`/identity/connect/authorize?${broad}`)).status).toBe(400)
  await xero.control('POST', 'clients', { clientId: 'older', clientSecret: 'o', broadScopes: true })
  broad.set('client_id', 'older')
  expect((await xero.raw(`/identity/connect/authorize?${broad}`)).status).toBe(200)
  const old = await tokenFor('accounting.transactions', { clientId: 'older' })
  expect((await xero.api('GET', 'Payments', undefined, bearer(old))).status).toBe(200)
})

test('6: every answer says what is left; the 61st call of a minute, the 6th at once and the one over the day get an empty 429', async () => {
  const token = bearer(await tokenFor('accounting.settings accounting.contacts'))
  const get = () => xero.api('GET', 'Organisation', undefined, token)
  await xero.control('POST', 'clock', { advanceSeconds: 3600 })
  const fresh = bearer(await tokenFor('accounting.settings'))
  await xero.control('POST', 'limits', { minute: 60, day: 5000, concurrent: 5 })
  const first = await xero.api('GET', 'Organisation', undefined, fresh)
  expect(first.headers.get('x-minlimit-remaining')).toBe('59')
  expect(first.headers.get('x-appminlimit-remaining')).toBe('9999')
  expect(Number(first.headers.get('x-daylimit-remaining'))).toBeGreaterThan(4000)
  const refused400 = await xero.api('GET', `Contacts?where=nonsense(`, undefined, bearer(await tokenFor('accounting.contacts')))
  expect([refused400.status, refused400.headers.get('x-minlimit-remaining')]).toEqual([400, '58'])
  for (let call = 3; call <= 60; call += 1) expect((await xero.api('GET', 'Organisation', undefined, fresh)).status).toBe(200)
  const over = await xero.api('GET', 'Organisation', undefined, fresh)
  expect([
    over.status,
    over.text,
    over.headers.get('content-type'),
    over.headers.get('x-rate-limit-problem'),
    over.headers.get('x-minlimit-remaining'),
  ]).toEqual([429, '', null, 'minute', '0'])
  const wait = Number(over.headers.get('retry-after'))
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(60)
  await xero.control('POST', 'clock', { advanceSeconds: wait + 1 })
  expect((await xero.api('GET', 'Organisation', undefined, fresh)).status).toBe(200)

  await xero.control('POST', 'limits', { latencyMs: 100 })
  await xero.control('POST', 'clock', { advanceSeconds: 61 })
  const together = await Promise.all(Array.from({ length: 6 }, () => xero.api('GET', 'Organisation', undefined, fresh)))
  expect(together.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([200, 200, 200, 200, 200, 429])
  const concurrent = together.find((answer) => answer.status === 429)
  expect([concurrent?.headers.get('x-rate-limit-problem'), concurrent?.headers.get('retry-after')]).toEqual(['concurrent', null])
  const summary = await xero.control('GET', 'requests?summary=true')
  expect(summary.mostAtOnce).toBe(5)

  await xero.control('POST', 'limits', { latencyMs: 0, day: 10, organisationId: xero.organisationId })
  const day = await xero.api('GET', 'Organisation', undefined, fresh)
  expect([day.status, day.headers.get('x-rate-limit-problem')]).toEqual([429, 'day'])
  expect(Number(day.headers.get('retry-after'))).toBeGreaterThan(3600)
  await xero.control('POST', 'limits', 'off')
  expect((await get()).status).toBe(401)
})

test('quirks minuteWindow and concurrentRetryAfter: a fixed window opens at the full minute, a concurrent 429 may say when to come back', async () => {
  await xero.control('POST', 'quirks', { minuteWindow: 'fixed', concurrentRetryAfter: 'present' })
  await xero.control('POST', 'limits', { minute: 2, concurrent: 5, day: 5000, organisationId: xero.organisationId })
  const token = bearer(await tokenFor('accounting.settings'))
  const now = Date.parse((await xero.control('GET', 'clock')).now)
  await xero.control('POST', 'clock', { advanceSeconds: 60 - ((now / 1000) % 60) + 55 })
  for (const expected of [200, 200, 429]) expect((await xero.api('GET', 'Organisation', undefined, token)).status).toBe(expected)
  await xero.control('POST', 'clock', { advanceSeconds: 6 })
  expect((await xero.api('GET', 'Organisation', undefined, token)).status).toBe(200)
  await xero.control('POST', 'limits', { concurrent: 0, organisationId: xero.organisationId })
  expect((await xero.api('GET', 'Organisation', undefined, token)).headers.get('retry-after')).toBe('1')
  await xero.control('POST', 'quirks', { minuteWindow: 'rolling', concurrentRetryAfter: 'absent' })
})

test('with limits off the remaining headers stay at full, and a Starter app’s day is 1,000', async () => {
  await xero.control('POST', 'limits', { organisationId: xero.organisationId, minute: 60, concurrent: 5, day: 1000 })
  await xero.control('POST', 'limits', 'off')
  const token = bearer(await tokenFor('accounting.settings'))
  for (let call = 0; call < 3; call += 1) {
    const answer = await xero.api('GET', 'Organisation', undefined, token)
    expect([answer.headers.get('x-minlimit-remaining'), answer.headers.get('x-daylimit-remaining')]).toEqual(['60', '1000'])
  }
})
