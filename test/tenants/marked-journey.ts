import { openVault } from '../../ledger/vault.ts'
import { pressConsent } from '../setup/press-consent.ts'
import { until } from '../setup/until.ts'
import { type Ask, sale, sendDocuments } from './marked-documents.ts'
import { amounts, words } from './marked-words.ts'
import type { SpokenHouse } from './spoken-house.ts'

/** What a search goes by afterwards. */
export interface Journey {
  /** Every token, key, secret, state, code and cookie of the journey, by what it is. */
  secrets: Record<string, string>
  /** What another company of the same host, and nobody at all, were answered. */
  heardByOthers: string[]
  organisationId: string
}

/** The journey so far: the company as it asks, and its connection's path. */
interface Traveller extends Journey {
  house: SpokenHouse
  ask: Ask
  hostKey: string
  path: string
  connection: string
}

const SECRET_OF_APP = 'app-secret-Kerfuffle'

/** A company whose every word, amount and token is marked goes through a Save & Sync in which nearly everything fails once. */
export async function journey(house: SpokenHouse): Promise<Journey> {
  const traveller = await signUp(house)
  await signIn(traveller)
  await connect(traveller)
  await map(traveller)
  await sendDocuments(traveller.ask, traveller.path)
  await plantTroubles(house)
  await saveAndSync(traveller)
  await moreTroubles(traveller)
  await collectTokens(traveller)
  await askAsOthers(traveller)
  return traveller
}

/** A host, its company, their keys and an endpoint for webhooks. */
async function signUp(house: SpokenHouse): Promise<Traveller> {
  const { operatorKey, hookUrl } = house
  const made = async (key: string, path: string, body: object) => (await house.ask(key, 'POST', path, body)).body
  const host = await made(operatorKey, '/v1/hosts', { name: 'Host' })
  const hostKey = String((await made(operatorKey, '/v1/api-keys', { name: 'host', scope: 'host', hostId: host['hostId'] }))['key'])
  const { companyId } = await made(hostKey, '/v1/companies', { externalId: 'q', name: words.company })
  const key = String((await made(hostKey, '/v1/api-keys', { name: 'office', scope: 'company', companyId }))['key'])
  const secrets = {
    'secret of the own app': SECRET_OF_APP,
    'operator key': operatorKey,
    'host key': hostKey,
    'company key': key,
    'webhook secret': String((await made(key, '/v1/webhook-endpoints', { url: hookUrl }))['secret']),
  }
  const ask: Ask = (...request) => house.ask(key, ...request)
  const { organisationId } = await house.control<{ organisationId: string }>('organisations', {
    name: words.company,
    country: 'GB',
    seed: { contacts: [{ Name: words.similar, Addresses: [{ AddressType: 'POBOX', PostalCode: words.postcode }] }] },
  })
  return { house, ask, hostKey, path: `/v1/companies/${String(companyId)}`, connection: '', secrets, heardByOthers: [], organisationId }
}

/** A link, a session, and an answer kept under an Idempotency-Key. */
async function signIn({ house, hostKey, path, secrets }: Traveller): Promise<void> {
  const companyId = path.split('/').at(-1)
  const answer = await house.ask(hostKey, 'POST', '/v1/sign-in-links', { companyId }, { 'idempotency-key': 'k' })
  const link = String(answer.body['url'])
  const opened = await fetch(link, { redirect: 'manual' })
  await fetch(link, { redirect: 'manual' })
  const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  Object.assign(secrets, { 'sign-in link': link.split('/').at(-1), 'session cookie': cookie.split('=')[1] })
  await fetch(`${house.url}/v1/session`, { headers: { cookie } })
}

/** By an app of its own, after the provider's sign-in has failed in three ways. */
async function connect(traveller: Traveller): Promise<void> {
  const { house, ask, path } = traveller
  const app = { clientId: 'own-app', clientSecret: SECRET_OF_APP }
  await house.control('clients', { ...app, redirectUris: [`${house.url}/connect/xero/callback`] })
  await ask('PUT', `${path}/app-keys/xero`, { ...app, consent: true })
  const begun = await ask('POST', `${path}/connections`, { provider: 'xero' })
  traveller.connection = `${path}/connections/${String(begun.body['connectionId'])}`
  const refused = { error: words.refusal, error_description: `${words.company} ${SECRET_OF_APP}` }
  await house.control('faults', { match: '^/connect/token', kind: 'status', status: 400, body: refused })
  await consent(traveller, 'refused by the token endpoint', begun.body['authorizeUrl'])
  const again = async () => (await ask('POST', `${traveller.connection}/reconnect`, {})).body['authorizeUrl']
  for (const kind of ['cut', 'status']) {
    await house.control('faults', { match: '^/connect/token', kind, status: 200, body: `${words.nonsense} ${SECRET_OF_APP}` })
    await consent(traveller, kind, await again())
  }
  await consent(traveller, 'good', await again())
  await until(async () => (await ask('GET', `${traveller.connection}/codes`)).body['readAt'] !== null)
}

async function consent({ secrets, organisationId }: Traveller, name: string, authorizeUrl: unknown): Promise<void> {
  const back = await pressConsent(String(authorizeUrl), 'allow', [organisationId])
  const query = new URL(back).searchParams
  Object.assign(secrets, { [`state, ${name}`]: query.get('state'), [`code, ${name}`]: query.get('code') })
  await fetch(back, { redirect: 'manual' })
}

async function map({ ask, connection }: Traveller): Promise<void> {
  const before = await ask('GET', `${connection}/settings`)
  const { bankAccounts } = (await ask('GET', `${connection}/codes`)).body as { bankAccounts: { bookId: string }[] }
  const settings = {
    ...(before.body['settings'] as object),
    taxCodes: { S: { treatment: 'standard', rates: [{ percent: '20' }], bookTaxCode: 'OUTPUT2' } },
    nominalCodes: { default: '200', byCode: {} },
    bankAccounts: { default: bankAccounts[0]?.bookId, byMethod: {} },
  }
  await ask('PUT', `${connection}/settings`, settings, { 'if-match': before.headers.get('etag') ?? '' })
}

/** The road to the provider, one trouble for each kind of request; what it answers then names the customer too. */
async function plantTroubles({ control }: SpokenHouse): Promise<void> {
  const told = { Type: 'ValidationException', Message: `${words.refusal} ${words.customer} owes ${(amounts.gross / 100).toFixed(2)}` }
  const wrongTotal = { Invoices: [{ Total: words.customer, InvoiceNumber: words.number }] }
  const faults = [
    { match: { path: '/Contacts\\?', method: 'PUT' }, kind: 'drop-after-commit' },
    { match: { path: '/Invoices\\?', method: 'PUT' }, kind: 'cut' },
    { match: { path: '/CreditNotes\\?', method: 'PUT' }, kind: 'status', status: 500, body: told },
    { match: { path: '/Payments\\?', method: 'PUT' }, kind: 'status', status: 400, body: told },
    { match: { path: '/Contacts\\?', method: 'GET' }, kind: 'status', status: 200, body: `{"Contacts":[{"Name":"${words.customer}"` },
    { match: { path: '/Invoices\\?', method: 'GET' }, kind: 'status', status: 200, body: wrongTotal },
    { match: '/Accounts', kind: 'throttle', retryAfter: 1 },
  ]
  for (const fault of faults) await control('faults', { times: 1, ...fault })
  // The access token has ended for the provider alone, and the first renewal gets lost.
  await control('clock', { advanceSeconds: 1_900 })
  await control('faults', { kind: 'lose-token' })
}

async function saveAndSync({ ask, connection }: Traveller): Promise<void> {
  const asked = await ask('POST', `${connection}/sync-runs`, {})
  await finished(ask, `${connection}/sync-runs/${String(asked.body['syncRunId'])}`)
}

const finished = (ask: Ask, path: string) => until(async () => (await ask('GET', path)).body['finishedAt'] !== null)

/** A preview, a tie-out, and the database gone under everybody's hands. */
async function moreTroubles(traveller: Traveller): Promise<void> {
  const { house, ask, path, connection } = traveller
  await ask('PUT', `${path}/invoices/i4`, sale(`${words.number}-D`, amounts.net, amounts.tax))
  const preview = await ask('POST', `${connection}/previews`, {})
  await house.database.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'counterfoil%' and datname = current_database()`,
  )
  await Promise.all(Array.from({ length: 8 }, () => ask('GET', `${path}/customers?query=${words.customer}`)))
  await finished(ask, `${connection}/previews/${String(preview.body['previewId'])}`)
  await ask('POST', `${connection}/tie-out`, {})
  await saveAndSync(traveller)
  await until(async () => !['waiting', undefined].includes((await ask('GET', `${connection}/tie-out`)).body['state'] as string))
}

async function collectTokens({ house, secrets }: Traveller): Promise<void> {
  const { rows } = await house.database.query<{ id: string; company_id: string; access_token: string; refresh_token: string }>(
    'select * from token_sets',
  )
  const vault = openVault(house.secretKey)
  for (const { id, company_id: companyId, ...sealed } of rows) {
    secrets['access token'] = vault.open(sealed.access_token, { companyId, subject: id, kind: 'access' })
    secrets['refresh token'] = vault.open(sealed.refresh_token, { companyId, subject: id, kind: 'refresh' })
  }
}

/** What another company of the same host, and nobody at all, is answered at the addresses of this one. */
async function askAsOthers({ house, hostKey, path, heardByOthers }: Traveller): Promise<void> {
  const { companyId } = (await house.ask(hostKey, 'POST', '/v1/companies', { externalId: 'other', name: 'Other' })).body
  const made = await house.ask(hostKey, 'POST', '/v1/api-keys', { name: 'x', scope: 'company', companyId })
  for (const address of [
    path,
    `${path}/customers/c1`,
    `${path}/invoices?query=${words.number}`,
    `${path}/exports/customers.csv?layout=xero`,
    '/metrics',
  ])
    for (const asking of [String(made.body['key']), '']) heardByOthers.push((await house.ask(asking, 'GET', address)).text)
}
