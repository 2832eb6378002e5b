import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Addresses, TokenSet } from '../../../providers/contract.ts'
import { frontDesk } from '../../../providers/front-desk.ts'
import { startRawServer } from './raw-server.ts'
import { openXeroBooks, type XeroTestBooks } from './sandbox-books.ts'

const { signIn } = frontDesk.xero
const app = { clientId: 'sandbox', clientSecret: 'sandbox' }
const redirectUri = 'http://localhost:3000/connect/xero/callback'

describe('signing in at Xero', () => {
  let books: XeroTestBooks
  let to: Addresses
  beforeAll(async () => {
    books = await openXeroBooks()
    to = { loginUrl: books.url, identityUrl: books.url, apiUrl: books.url }
  })
  afterAll(() => books.stop())

  /** What a person does in the browser: ticks organisations and allows. */
  async function consent(choice: 'allow' | 'cancel', organisations: string[]): Promise<URLSearchParams> {
    const form = new URLSearchParams([['choice', choice], ...organisations.map((id): [string, string] => ['organisation', id])])
    const answer = await fetch(signIn.authorizeUrl(to, app, { state: 'state-1', redirectUri }), {
      method: 'POST',
      body: form,
      redirect: 'manual',
    })
    return new URL(answer.headers.get('location') ?? '').searchParams
  }

  async function connected(organisations: string[]): Promise<TokenSet> {
    const back = await consent('allow', organisations)
    return signIn.exchange(to, app, { code: back.get('code') ?? '', redirectUri })
  }

  test('the address asks for every scope at once and carries the state', () => {
    const url = new URL(signIn.authorizeUrl({ ...to, loginUrl: 'https://login.xero.com' }, app, { state: 's', redirectUri }))
    expect(url.origin + url.pathname).toBe('https://login.xero.com/identity/connect/authorize')
    expect(url.searchParams.get('scope')?.split(' ')).toEqual(frontDesk.xero.manifest.scopes)
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'sandbox',
      redirect_uri: redirectUri,
      state: 's',
    })
  })

  test('one consent may bring several organisations, and names its person', async () => {
    const { organisationId: second } = await books.control<{ organisationId: string }>('organisations', { name: 'Second Ltd' })
    const tokens = await connected([books.organisationId, second])
    expect(tokens.providerUserId).not.toBe('')
    expect(tokens.scopes).toContain('accounting.banktransactions')
    expect(Date.parse(tokens.expiresAt) - Date.now()).toBeGreaterThan(25 * 60_000)
    expect(Date.parse(tokens.refreshExpiresAt) - Date.now()).toBeGreaterThan(59 * 24 * 60 * 60_000)
    const organisations = await signIn.organisations(to, tokens.accessToken)
    expect(organisations.map((one) => one.organisationId)).toEqual(expect.arrayContaining([books.organisationId, second]))
    expect(organisations.find((one) => one.organisationId === second)).toMatchObject({ name: 'Second Ltd' })
  })

  test('a code works once', async () => {
    const code = (await consent('allow', [books.organisationId])).get('code') ?? ''
    await signIn.exchange(to, app, { code, redirectUri })
    await expect(signIn.exchange(to, app, { code, redirectUri })).rejects.toMatchObject({ code: 'SIGN_IN_EXPIRED' })
  })

  test('a person who does not allow it comes back with access_denied and the state', async () => {
    const back = await consent('cancel', [])
    expect(Object.fromEntries(back)).toMatchObject({ error: 'access_denied', state: 'state-1' })
  })

  test('refreshing gives a new set with the same person and scopes; the old one ends after its half hour of grace', async () => {
    const first = await connected([books.organisationId])
    const second = await signIn.refresh(to, app, first)
    expect(second).toMatchObject({ providerUserId: first.providerUserId, scopes: first.scopes })
    expect(second.refreshToken).not.toBe(first.refreshToken)
    await expect(signIn.refresh(to, app, first)).resolves.toBeDefined()
    await books.advanceClock(31 * 60)
    await expect(signIn.refresh(to, app, first)).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
  })

  test('leaving one organisation leaves the others, twice is well; revoking ends all', async () => {
    const { organisationId: other } = await books.control<{ organisationId: string }>('organisations', { name: 'Other Ltd' })
    const tokens = await connected([books.organisationId, other])
    const grant = (await signIn.organisations(to, tokens.accessToken)).find((one) => one.organisationId === other)?.grantId ?? ''
    await signIn.disconnect(to, tokens.accessToken, grant)
    await signIn.disconnect(to, tokens.accessToken, grant)
    const left = await signIn.organisations(to, tokens.accessToken)
    expect(left.map((one) => one.organisationId)).toContain(books.organisationId)
    expect(left.map((one) => one.organisationId)).not.toContain(other)
    await signIn.revoke(to, app, tokens)
    await expect(signIn.refresh(to, app, tokens)).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
  })

  test('a company’s own keys are used, and wrong ones are told apart from a lost connection', async () => {
    await books.control('clients', { clientId: 'own', clientSecret: 's:cr+t', redirectUris: [redirectUri] })
    const own = { clientId: 'own', clientSecret: 's:cr+t' }
    const form = new URLSearchParams([
      ['choice', 'allow'],
      ['organisation', books.organisationId],
    ])
    const answer = await fetch(signIn.authorizeUrl(to, own, { state: 'x', redirectUri }), {
      method: 'POST',
      body: form,
      redirect: 'manual',
    })
    const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
    await expect(signIn.exchange(to, { ...own, clientSecret: 'wrong' }, { code, redirectUri })).rejects.toMatchObject({
      code: 'APP_KEYS_REFUSED',
    })
    await expect(signIn.exchange(to, own, { code, redirectUri })).resolves.toMatchObject({ accessToken: expect.any(String) })
  })

  test('a sign-in service that breaks, says nothing or says nonsense is told in our words, without secrets', async () => {
    const answers = ['{"error":"server_error"}', 'nonsense'] as const
    const server = await startRawServer((request, response) => {
      if (request.body.includes('code=0')) response.writeHead(500).end(answers[0])
      else if (request.body.includes('code=1')) response.end(answers[1])
      else response.destroy()
    })
    const at = { loginUrl: server.url, identityUrl: server.url, apiUrl: server.url }
    const failures = await Promise.all(
      ['0', '1', '2'].map((code) => signIn.exchange(at, app, { code, redirectUri }).catch((error: unknown) => error)),
    )
    expect(failures).toMatchObject([{ code: 'PROVIDER_DOWN' }, { code: 'PROVIDER_ANSWER_UNREADABLE' }, { code: 'PROVIDER_DOWN' }])
    expect(JSON.stringify(failures.map(String))).not.toMatch(/Basic|secret/i)
    await server.close()
  })
})

describe('the front desk', () => {
  test('loads no SDK', async () => {
    const script = `import { registerHooks } from 'node:module'
      registerHooks({ load(url, context, next) { if (/xero-node|node-quickbooks/.test(url)) { console.log(url); process.exit(3) } return next(url, context) } })
      await import(${JSON.stringify(new URL('../../../providers/front-desk.ts', import.meta.url).href)})
      console.log('loaded')`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
    expect(stdout.trim()).toBe('loaded')
  })
})
