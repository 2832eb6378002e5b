import { afterAll, beforeAll, expect, test } from 'vitest'
import { customer, invoice } from '../journeys/trade.ts'
import { pressConsent } from '../setup/press-consent.ts'
import { until } from '../setup/until.ts'
import { consent, type Office, openOffice } from '../trouble/office.ts'

/** A connection from its first sign-in to its end over HTTP alone: the browser's round trip to a sandbox, and a worker that reads the codes. */
let office: Office

beforeAll(async () => {
  office = await openOffice({ connected: false })
})
afterAll(() => office.stop())

const get = (path: string) => office.read(path)
const ask: Office['ask'] = (...request) => office.ask(...request)

test('a refused consent comes back with the reason; the beginning says it, the bell rings, and it can be begun again', async () => {
  const begun = await ask('POST', 'connections', { provider: 'xero', returnTo: '/accounts' })
  const back = await consent(String(begun.body['authorizeUrl']), 'cancel')
  expect([back.pathname, back.searchParams.get('problem')]).toEqual(['/accounts', 'CONSENT_REFUSED'])
  expect((await get('connections'))['items']).toMatchObject([
    { state: 'consenting', organisation: null, reason: { code: 'CONSENT_REFUSED', title: 'Access was not allowed', remedy: 'reconnect' } },
  ])
  expect((await get('notifications'))['items']).toMatchObject([
    { code: 'SIGN_IN_FAILED', text: 'The sign-in to Xero was not finished. Access was not allowed.', readAt: null },
  ])
})

test('a consent is used once and leads to a ready connection that has read its codes', async () => {
  const begun = await ask('POST', 'connections', { provider: 'xero' })
  const callback = await pressConsent(String(begun.body['authorizeUrl']), 'allow')
  const back = await fetch(callback, { redirect: 'manual' })
  expect(new URL(back.headers.get('location') ?? '').searchParams.get('state')).toBe('ready')
  expect((await fetch(callback, { redirect: 'manual' })).status).toBe(400)
  office.path = `${office.company.path}/connections/${String(begun.body['connectionId'])}`
  const codes = await until(
    () => get(`${office.path}/codes`),
    (read) => read['readAt'] !== null,
  )
  expect(codes['taxCodes']).toContainEqual(expect.objectContaining({ bookId: 'OUTPUT2', percent: '20' }))
  expect(await get(office.path)).toMatchObject({
    state: 'ready',
    sandbox: true,
    organisation: { name: 'Combe Heating', baseCurrency: 'GBP' },
  })
})

test('a consent refused while signing in again leaves a connection that works as it was, and the bell says so', async () => {
  const before = await get(office.path)
  const begun = await ask('POST', `${office.path}/reconnect`, { returnTo: '/accounts' })
  const back = await consent(String(begun.body['authorizeUrl']), 'cancel')
  expect(back.searchParams.get('problem')).toBe('CONSENT_REFUSED')
  expect(await get(office.path)).toEqual(before)
  const [newest] = (await get('notifications'))['items'] as { code: string; connectionId: string }[]
  expect(newest).toMatchObject({ code: 'SIGN_IN_FAILED', connectionId: before['connectionId'] })
  const { nextCursor } = await get('notifications?limit=1')
  const older = (await get(`notifications?limit=1&cursor=${String(nextCursor)}`))['items'] as { connectionId: string }[]
  expect(older.map(({ connectionId }) => connectionId)).not.toContain(before['connectionId'])
})

test('settings say what is missing, propose what they can, and are saved once per version', async () => {
  await ask('PUT', 'customers/C1', customer('A. Smith & Sons'))
  expect((await ask('PUT', 'invoices/I1', invoice('INV-1', 'C1', 10_000))).status).toBe(201)
  const before = await ask('GET', `${office.path}/settings`)
  expect((before.body['missing'] as { code: string }[]).map(({ code }) => code)).toEqual(['TAX_CODE_NOT_MAPPED', 'NOMINAL_CODE_NOT_MAPPED'])
  const proposal = await get(`${office.path}/settings/proposal`)
  expect(proposal['taxCodes']).toMatchObject([{ code: 'S', documents: 1, proposed: null }])
  expect(proposal['defaultNominalCode']).toBe('200')
  const settings = {
    ...(proposal['settings'] as object),
    taxCodes: { S: { treatment: 'standard', rates: [{ percent: '20' }], bookTaxCode: 'OUTPUT2' } },
  }
  const saved = await ask('PUT', `${office.path}/settings`, settings, { 'if-match': before.headers.get('etag') ?? '' })
  expect([saved.status, saved.body['version'], saved.body['missing']]).toEqual([200, 1, []])
  const late = await ask('PUT', `${office.path}/settings`, settings, { 'if-match': '"0"' })
  expect([late.status, late.body['code']]).toEqual([412, 'PRECONDITION_FAILED'])
})

test('rule 6: writing off small rests takes a nominal code of the books and at most one pound; else it is refused with the reason, and nothing is saved', async () => {
  const { settings } = await get(`${office.path}/settings`)
  const saving = (writeOff: unknown, more: object = {}) =>
    ask('PUT', `${office.path}/settings`, { ...(settings as object), writeOff, ...more })
  const refused = await saving({ limit: 5, nominalCode: '9999' })
  expect(refused.status).toBe(422)
  expect(refused.body['errors']).toMatchObject([
    { pointer: '/writeOff/nominalCode', code: 'WRITE_OFF_NOT_POSSIBLE', message: expect.stringContaining('no nominal code 9999') },
  ])
  expect((await saving({ limit: 5, nominalCode: '429' }, { invoiceState: 'draft' })).body['errors']).toMatchObject([
    { pointer: '/writeOff', code: 'WRITE_OFF_NOT_POSSIBLE', message: expect.stringContaining('drafts') },
  ])
  expect((await saving({ limit: 101, nominalCode: '429' })).body['errors']).toMatchObject([{ pointer: '/writeOff/limit' }])
  expect((await get(`${office.path}/settings`))['settings']).toEqual(settings)
  expect((await saving({ limit: 5, nominalCode: '429' })).status).toBe(200)
  expect((await saving(null)).status).toBe(200)
})

test('ending a connection gives our access back and keeps what it knew', async () => {
  const before = await get(`${office.path}/settings`)
  const ended = await ask('DELETE', office.path)
  expect(ended.body).toMatchObject({ ok: true, accessEnded: true })
  expect((await get(`${office.path}/settings`))['settings']).toEqual(before['settings'])
  expect((await ask('POST', `${office.path}/sync-runs`, {})).body['code']).toBe('CONNECTION_NOT_READY')
})
