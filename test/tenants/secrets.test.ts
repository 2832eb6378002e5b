import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openVault } from '../../ledger/vault.ts'
import { startXeroSandbox } from '../../sandboxes/xero/server.ts'
import { freePort } from '../../scripts/start/free-port.ts'
import { freshDatabase } from '../setup/database.ts'
import { type FreshTemporal, freshTemporal } from '../setup/temporal.ts'
import { openedText, standing } from '../workflows/personal-words.ts'
import { type SpokenProcess, startSpoken } from './spoken-process.ts'

/*
 * A company whose every word, amount and token is unmistakable goes through a Save & Sync in which nearly everything fails once. API and worker are processes of their own at
 * their most talkative level. Afterwards nothing of it may stand in what they said, in any history, memo or search attribute, in metrics, or in an answer to anybody else.
 */

const words = {
  company: 'Quillfeather',
  customer: 'Zyxgarth',
  similar: 'Mumblecrust',
  email: 'boiler@vexmoor.example',
  phone: '07700900461',
  street: 'Nettlewick',
  town: 'Umberleigh',
  postcode: 'ZQ9 7XW',
  vatNumber: 'GB987654399',
  number: 'QXINV-77041',
  creditNumber: 'QXCR-77042',
  description: 'Gubbins-service',
  reference: 'WIBBLEREF',
  bankReference: 'FOLDEROL',
  refusal: 'Snollygoster',
  nonsense: 'Flapdoodle',
} as const
/** Minor units; both ways of writing them are looked for. */
const amounts = { net: 7_654_320, tax: 1_530_864, gross: 9_185_184, paid: 4_321_987, credited: 1_357_910 }
const SECRET_OF_APP = 'app-secret-Kerfuffle'

let temporal: FreshTemporal
let sandbox: Awaited<ReturnType<typeof startXeroSandbox>>
let api: SpokenProcess
let worker: SpokenProcess
let database: Client
let hook: Server
let url: string
let secretKey: string
let operatorKey: string
let organisation: string
const folder = mkdtempSync(join(tmpdir(), 'counterfoil-secrets-'))
/** Every token, key, secret, state, code and cookie of the journey, by what it is. */
const secrets: Record<string, string> = { 'secret of the own app': SECRET_OF_APP }
/** What others were answered. */
const heardByOthers: string[] = []

const call = async (key: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const form = body instanceof FormData
  const answer = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: { authorization: `Bearer ${key}`, ...(form || body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: form ? body : typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  return {
    status: answer.status,
    text,
    body: (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>,
    headers: answer.headers,
  }
}
const control = async (path: string, body?: object): Promise<Record<string, unknown>> => {
  const given = body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}
  const answer = await fetch(`${sandbox.url}/_sandbox/${path}`, given)
  if (!answer.ok) throw new Error(`sandbox ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Record<string, unknown>
}

beforeAll(async () => {
  const databaseUrl = await freshDatabase()
  temporal = await freshTemporal()
  sandbox = await startXeroSandbox({ port: 0, limits: false })
  secretKey = `test:${Buffer.alloc(32, 3).toString('base64')}`
  const port = await freePort()
  url = `http://localhost:${port}`
  const environment = {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    SECRET_KEY: secretKey,
    XERO_CLIENT_ID: 'sandbox',
    XERO_CLIENT_SECRET: 'sandbox',
    XERO_API_URL: sandbox.url,
    XERO_LOGIN_URL: sandbox.url,
    XERO_IDENTITY_URL: sandbox.url,
    LOG_LEVEL: 'trace',
    PORT: String(port),
    PUBLIC_URL: url,
    DATA_FOLDER: folder,
  }
  ;[api, worker] = await Promise.all([
    startSpoken('api/main.ts', environment, /sign in once with \S+/),
    startSpoken('test/journeys/quick-worker.ts', environment, /worker ready/),
  ])
  operatorKey = readFileSync(join(folder, 'operator-key'), 'utf8').trim()
  database = new Client({ connectionString: databaseUrl })
  await database.connect()
  // Answers the first delivery with words of its own, so that a failed delivery has something to repeat.
  let delivered = 0
  hook = createServer((_request, response) => response.writeHead((delivered += 1) === 1 ? 500 : 200).end(words.refusal)).listen(0)
  await journey()
  await Promise.all([api.stop(), worker.stop()])
}, 180_000)
afterAll(async () => {
  await database.end()
  await temporal.close()
  await sandbox.stop()
  hook.close()
  rmSync(folder, { recursive: true, force: true })
})

async function journey(): Promise<void> {
  const host = await call(operatorKey, 'POST', '/v1/hosts', { name: 'Host' })
  const hostKey = String(
    (await call(operatorKey, 'POST', '/v1/api-keys', { name: 'host', scope: 'host', hostId: host.body['hostId'] ?? host.body['id'] })).body[
      'key'
    ],
  )
  const made = await call(hostKey, 'POST', '/v1/companies', { externalId: 'q', name: words.company })
  const key = String(
    (await call(hostKey, 'POST', '/v1/api-keys', { name: 'office', scope: 'company', companyId: made.body['companyId'] })).body['key'],
  )
  Object.assign(secrets, { 'operator key': operatorKey, 'host key': hostKey, 'company key': key })
  const path = `/v1/companies/${String(made.body['companyId'])}`
  await signIn(hostKey, String(made.body['companyId']))
  const address = `http://localhost:${(hook.address() as AddressInfo).port}/hook` // listening, so it has a port
  secrets['webhook secret'] = String((await call(key, 'POST', '/v1/webhook-endpoints', { url: address })).body['secret'])
  const connection = await connect(key, path)
  await map(key, connection)
  await send(key, path)
  await troubles()
  await saveAndSync(key, connection)
  await moreTroubles(key, path, connection)
  await others(hostKey, path)
}

/** A link, a session, and an answer kept under an Idempotency-Key. */
async function signIn(hostKey: string, companyId: string): Promise<void> {
  const link = String((await call(hostKey, 'POST', '/v1/sign-in-links', { companyId }, { 'idempotency-key': 'k' })).body['url'])
  const opened = await fetch(link, { redirect: 'manual' })
  await fetch(link, { redirect: 'manual' })
  const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  Object.assign(secrets, { 'sign-in link': link.split('/').at(-1), 'session cookie': cookie.split('=')[1] })
  await fetch(`${url}/v1/session`, { headers: { cookie } })
}

/** By an app of its own, after the provider's sign-in has failed in two ways. */
async function connect(key: string, path: string): Promise<string> {
  const { organisationId } = await control('organisations', {
    name: words.company,
    country: 'GB',
    seed: {
      contacts: [{ Name: words.similar, Addresses: [{ AddressType: 'POBOX', PostalCode: words.postcode }] }],
    },
  })
  organisation = String(organisationId)
  await control('clients', { clientId: 'own-app', clientSecret: SECRET_OF_APP, redirectUris: [`${url}/connect/xero/callback`] })
  await call(key, 'PUT', `${path}/app-keys/xero`, { clientId: 'own-app', clientSecret: SECRET_OF_APP, consent: true })
  const begun = await call(key, 'POST', `${path}/connections`, { provider: 'xero' })
  const connection = `${path}/connections/${String(begun.body['connectionId'])}`
  await control('faults', {
    match: '^/connect/token',
    kind: 'status',
    status: 400,
    body: { error: words.refusal, error_description: `${words.company} ${SECRET_OF_APP}` },
  })
  await consent('refused by the token endpoint', begun.body['authorizeUrl'], organisation)
  for (const kind of ['cut', 'status']) {
    await control('faults', {
      match: '^/connect/token',
      kind,
      status: 200,
      body: `${words.nonsense} ${SECRET_OF_APP}`,
    })
    await consent(kind, (await call(key, 'POST', `${connection}/reconnect`, {})).body['authorizeUrl'], organisation)
  }
  await consent('good', (await call(key, 'POST', `${connection}/reconnect`, {})).body['authorizeUrl'], organisation)
  await until(async () => (await call(key, 'GET', `${connection}/codes`)).body['readAt'] !== null)
  return connection
}

async function consent(name: string, authorizeUrl: unknown, organisationId: string): Promise<void> {
  const form = new URLSearchParams({ choice: 'allow', organisation: organisationId })
  const back = (await fetch(String(authorizeUrl), { method: 'POST', body: form, redirect: 'manual' })).headers.get('location') ?? ''
  const query = new URL(back).searchParams
  Object.assign(secrets, { [`state, ${name}`]: query.get('state'), [`code, ${name}`]: query.get('code') })
  await fetch(back, { redirect: 'manual' })
}

async function map(key: string, connection: string): Promise<void> {
  const before = await call(key, 'GET', `${connection}/settings`)
  const { bankAccounts } = (await call(key, 'GET', `${connection}/codes`)).body as { bankAccounts: { bookId: string }[] }
  await call(
    key,
    'PUT',
    `${connection}/settings`,
    {
      ...(before.body['settings'] as object),
      taxCodes: { S: { treatment: 'standard', rates: [{ percent: '20' }], bookTaxCode: 'OUTPUT2' } },
      nominalCodes: { default: '200', byCode: {} },
      bankAccounts: { default: bankAccounts[0]?.bookId, byMethod: {} },
    },
    { 'if-match': before.headers.get('etag') ?? '' },
  )
}

const sale = (number: string, net: number, tax: number, change: object = {}) => ({
  state: 'issued',
  number,
  customer: 'c1',
  issueDate: '2026-10-01',
  currency: 'GBP',
  reference: words.reference,
  pricesIncludeTax: false,
  lines: [{ lineId: '1', description: words.description, quantity: '1', unitPrice: (net / 100).toFixed(2), net, taxCode: 'S' }],
  totals: { net, tax, gross: net + tax },
  ...change,
})

/** Good documents, doubtful ones, refused ones, and requests that cannot be read. */
async function send(key: string, path: string): Promise<void> {
  const put = (to: string, body: unknown) => call(key, 'PUT', `${path}/${to}`, body)
  const billingAddress = { lines: [words.street], city: words.town, postcode: words.postcode, country: 'GB' }
  const customer = {
    state: 'active',
    name: words.customer,
    email: words.email,
    phone: words.phone,
    billingAddress,
    vatNumber: words.vatNumber,
  }
  await put('customers/c1', customer)
  await put('customers/c2', { state: 'active', name: `${words.similar} Limited`, billingAddress })
  await put('invoices/i1', sale(words.number, amounts.net, amounts.tax))
  await put('invoices/i2', sale(`${words.number}-B`, amounts.net, amounts.tax + 5_000))
  await put('invoices/i3', sale(`${words.number}-C`, amounts.net, amounts.tax, { customer: 'c2' }))
  await put('credits/k1', sale(words.creditNumber, amounts.credited, amounts.credited / 5))
  const payment = {
    state: 'recorded',
    customer: 'c1',
    date: '2026-10-10',
    amount: amounts.paid,
    currency: 'GBP',
    method: 'BACS',
    reference: words.bankReference,
  }
  await put('payments/p1', { ...payment, allocations: [{ invoice: 'i1', amount: amounts.paid }] })
  await put('payments/p2', { ...payment, allocations: [{ invoice: 'i1', amount: amounts.gross }] })
  await put('invoices/i9', { ...sale(words.number, amounts.net, amounts.tax), dueDate: words.nonsense })
  await put('customers/c9', `{"name":"${words.customer}", ${words.nonsense}`)
  await put('customers/c9', { state: 'active', name: words.customer, vatNo: words.vatNumber })
  const form = new FormData()
  form.append('customers', new Blob([`Customer Ref,Name\nx,${words.nonsense},${words.customer}\n`]), 'customers.csv')
  await call(key, 'POST', `${path}/imports`, form)
  await call(key, 'GET', `${path}/customers?query=${words.customer}`)
  await call(key, 'GET', `${path}/statuses?ids=${words.number}`)
}

/** The road to the provider, one trouble for each kind of request; what it answers then names the customer too. */
async function troubles(): Promise<void> {
  const told = { Type: 'ValidationException', Message: `${words.refusal} ${words.customer} owes ${(amounts.gross / 100).toFixed(2)}` }
  const faults = [
    { match: { path: '/Contacts\\?', method: 'PUT' }, kind: 'drop-after-commit' },
    { match: { path: '/Invoices\\?', method: 'PUT' }, kind: 'cut' },
    { match: { path: '/CreditNotes\\?', method: 'PUT' }, kind: 'status', status: 500, body: told },
    { match: { path: '/Payments\\?', method: 'PUT' }, kind: 'status', status: 400, body: told },
    { match: { path: '/Contacts\\?', method: 'GET' }, kind: 'status', status: 200, body: `{"Contacts":[{"Name":"${words.customer}"` },
    {
      match: { path: '/Invoices\\?', method: 'GET' },
      kind: 'status',
      status: 200,
      body: { Invoices: [{ Total: words.customer, InvoiceNumber: words.number }] },
    },
    { match: '/Accounts', kind: 'throttle', retryAfter: 1 },
  ]
  for (const fault of faults) await control('faults', { times: 1, ...fault })
  // The access token has ended for the provider alone, and the first renewal gets lost.
  await control('clock', { advanceSeconds: 1_900 })
  await control('faults', { kind: 'lose-token' })
}

async function saveAndSync(key: string, connection: string): Promise<void> {
  const asked = await call(key, 'POST', `${connection}/sync-runs`, {})
  await until(
    async () => (await call(key, 'GET', `${connection}/sync-runs/${String(asked.body['syncRunId'])}`)).body['finishedAt'] !== null,
  )
}

/** A preview, a tie-out, the database gone under everybody's hands, and a question answered. */
async function moreTroubles(key: string, path: string, connection: string): Promise<void> {
  await call(key, 'PUT', `${path}/invoices/i4`, sale(`${words.number}-D`, amounts.net, amounts.tax))
  const preview = await call(key, 'POST', `${connection}/previews`, {})
  await database.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'counterfoil%' and datname = current_database()`,
  )
  await Promise.all(Array.from({ length: 8 }, () => call(key, 'GET', `${path}/customers?query=${words.customer}`)))
  await until(
    async () => (await call(key, 'GET', `${connection}/previews/${String(preview.body['previewId'])}`)).body['finishedAt'] !== null,
  )
  await call(key, 'POST', `${connection}/tie-out`, {})
  await saveAndSync(key, connection)
  await until(async () => !['waiting', undefined].includes((await call(key, 'GET', `${connection}/tie-out`)).body['state'] as string))
  const { rows } = await database.query<{ id: string; company_id: string; access_token: string; refresh_token: string }>(
    'select * from token_sets',
  )
  const vault = openVault(secretKey)
  for (const { id, company_id: companyId, ...sealed } of rows) {
    secrets['access token'] = vault.open(sealed.access_token, { companyId, subject: id, kind: 'access' })
    secrets['refresh token'] = vault.open(sealed.refresh_token, { companyId, subject: id, kind: 'refresh' })
  }
}

/** What another company of the same host, and nobody at all, is answered at the addresses of this one. */
async function others(hostKey: string, path: string): Promise<void> {
  const other = await call(hostKey, 'POST', '/v1/companies', { externalId: 'other', name: 'Other' })
  const key = String(
    (await call(hostKey, 'POST', '/v1/api-keys', { name: 'x', scope: 'company', companyId: other.body['companyId'] })).body['key'],
  )
  for (const address of [
    path,
    `${path}/customers/c1`,
    `${path}/invoices?query=${words.number}`,
    `${path}/exports/customers.csv?layout=xero`,
    '/metrics',
  ])
    for (const asking of [key, '']) heardByOthers.push((await call(asking, 'GET', address)).text)
}

async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 100))
}

/** Marks that stand in a text, by what they are. */
function found(text: string): string[] {
  const named = Object.entries({ ...words, ...secrets }).filter(
    ([, word]) => text.includes(word) || text.includes(encodeURIComponent(word)),
  )
  const figures = Object.entries(amounts).filter(([, minor]) =>
    [String(minor), (minor / 100).toFixed(2), (minor / 100).toLocaleString('en-GB', { minimumFractionDigits: 2 })].some((figure) =>
      standing(figure).test(text),
    ),
  )
  return [...named, ...figures].map(([what]) => what)
}

test('the search finds a name, an amount and a token where they stand', () => {
  expect(found(`{"a":"${words.customer}","b":${amounts.gross}}`)).toEqual(['customer', 'gross'])
  expect(found('to pay: £91,851.84 or 91851.84')).toEqual(['gross'])
  expect(found(`Bearer ${secrets['access token']}`)).toEqual(['access token'])
  expect(found(openedText({ data: Buffer.from(JSON.stringify({ name: words.customer })).toString('base64') }))).toEqual(['customer'])
  for (const [what, secret] of Object.entries(secrets)) expect(secret.length, what).toBeGreaterThan(15)
})

test('the journey met what it was meant to meet, and its words are in the books and in the ledger', async () => {
  const faults = (await control('faults')) as unknown as { kind: string; struck: number }[]
  expect(faults.filter(({ struck }) => struck === 0)).toEqual([])
  const kept =
    JSON.stringify((await database.query('select body from documents')).rows) +
    JSON.stringify(await control(`books?organisationId=${organisation}`))
  expect(found(kept)).toEqual(expect.arrayContaining(['customer', 'email', 'street', 'number', 'description', 'gross', 'paid']))
  const { rows } = await database.query<{ code: string }>('select code from problems union select code from matches')
  expect(rows.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['ROUNDING_TOO_LARGE', 'PROVIDER_REQUEST_INVALID', 'CUSTOMER_QUESTION']),
  )
})

test('no log line of the API or the worker, at their most talkative, holds a name, an address, an amount or a token', () => {
  // The first start prints a link to sign in with on purpose, outside production; it is no line of the log.
  const log = api.said().replace(/^sign in once with .*$/m, '')
  expect(log.split('\n').length).toBeGreaterThan(80)
  expect(worker.said()).toMatch(/"msg":"provider.call"/)
  expect(worker.said()).toMatch(/Activity failed|Activity completed|Activity started/)
  expect(found(log)).toEqual([])
  expect(found(worker.said())).toEqual([])
})

test('no history, memo, search attribute or schedule of the namespace holds any of it', async () => {
  const { client } = temporal
  let histories = 0
  for await (const { workflowId, runId } of client.workflow.list()) {
    const handle = client.workflow.getHandle(workflowId, runId)
    const text = openedText(await handle.fetchHistory()) + openedText((await handle.describe()).raw)
    expect([workflowId, found(text)]).toEqual([workflowId, []])
    histories += 1
  }
  expect(histories).toBeGreaterThan(5)
  for await (const schedule of client.schedule.list()) {
    const described = await client.schedule.getHandle(schedule.scheduleId).describe()
    expect([schedule.scheduleId, found(openedText(described.raw))]).toEqual([schedule.scheduleId, []])
  }
})

test('answers to others and metrics hold none of it', () => {
  expect(heardByOthers.length).toBe(10)
  for (const text of heardByOthers) expect(found(text)).toEqual([])
})

test('no token, key, secret, state or cookie lies in the database as it is', async () => {
  const { rows: tables } = await database.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  )
  for (const { name } of tables) {
    const text = JSON.stringify((await database.query(`select * from ${name}`)).rows)
    const lying = Object.entries(secrets).filter(([, secret]) => text.includes(secret))
    expect([name, lying.map(([what]) => what)]).toEqual([name, []])
  }
})
