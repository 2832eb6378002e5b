import { DefaultLogger, Runtime } from '@temporalio/worker'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startXeroSandbox } from '../../sandboxes/xero/server.ts'
import { startWorkers } from '../../worker/start-workers.ts'
import { type RunningApi, SANDBOX_APP, startApi, type TestCompany } from './start-api.ts'

Runtime.install({ logger: new DefaultLogger('ERROR') })

/** Save & Sync over HTTP alone: the browser's round trip to a sandbox, a worker that does the work, and everything a page would read. */
let api: RunningApi
let company: TestCompany
let sandbox: Awaited<ReturnType<typeof startXeroSandbox>>
let workers: Awaited<ReturnType<typeof startWorkers>>
let connection = ''

beforeAll(async () => {
  sandbox = await startXeroSandbox({ port: 0 })
  const xero = { ...SANDBOX_APP, apiUrl: sandbox.url, loginUrl: sandbox.url, identityUrl: sandbox.url }
  api = await startApi({ xero })
  const { ledger, vault, temporal } = api
  const { nativeConnection, client, namespace, workflowBundle } = temporal
  const quiet = { production: false, log: () => undefined }
  workers = await startWorkers({
    connection: nativeConnection,
    temporal: client,
    namespace,
    ledger,
    vault,
    // This journey asks for more in a minute than an office would; limits are tried in test/journeys/limits.test.ts.
    apps: { xero: { ...xero, limitsOff: true } },
    ...quiet,
    bundle: workflowBundle,
  })
  company = await api.newCompany()
  await control('limits', { off: true })
  await control('organisations', {
    name: 'Test Gas Ltd',
    country: 'GB',
    seed: { contacts: [{ Name: 'Harbour View Lettings', Addresses: [{ AddressType: 'POBOX', PostalCode: 'TQ1 1AA' }] }] },
  })
})
afterAll(async () => {
  workers.stop()
  await workers.ended
  await api.close()
  await sandbox.stop()
})

const control = async (path: string, body?: object) =>
  fetch(
    `${sandbox.url}/_sandbox/${path}`,
    body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {},
  )
const get = async (path: string) => (await api.ask(company.key, 'GET', path)).body
const ask = async (method: string, path: string, body?: unknown) => api.ask(company.key, method, path, body)

/** What a person does on the provider's page. */
async function consent(authorizeUrl: string, choice: 'allow' | 'cancel'): Promise<string> {
  const page = await (await fetch(authorizeUrl)).text()
  const form = new URLSearchParams({ choice })
  for (const [, id] of page.matchAll(/name="organisation" value="([^"]+)"/g)) form.append('organisation', id ?? '')
  const answer = await fetch(authorizeUrl, { method: 'POST', body: form, redirect: 'manual' })
  return answer.headers.get('location') ?? ''
}

async function until<T>(read: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read()
    if (done(value)) return value
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const sales = (number: string, net: number) => ({
  state: 'issued',
  number,
  customer: 'C1',
  issueDate: '2026-11-02',
  currency: 'GBP',
  pricesIncludeTax: false,
  lines: [{ lineId: '1', description: 'Boiler service', quantity: '1', unitPrice: (net / 100).toFixed(2), net, taxCode: 'S' }],
  totals: { net, tax: Math.round(net / 5), gross: net + Math.round(net / 5) },
})

test('a refused consent comes back with the reason; the beginning says it, the bell rings, and it can be begun again', async () => {
  const begun = await ask('POST', `${company.path}/connections`, { provider: 'xero', returnTo: '/accounts' })
  const back = await fetch(await consent(String(begun.body['authorizeUrl']), 'cancel'), { redirect: 'manual' })
  const address = new URL(back.headers.get('location') ?? '')
  expect([address.pathname, address.searchParams.get('problem')]).toEqual(['/accounts', 'CONSENT_REFUSED'])
  expect((await get(`${company.path}/connections`))['items']).toMatchObject([
    { state: 'consenting', organisation: null, reason: { code: 'CONSENT_REFUSED', title: 'Access was not allowed', remedy: 'reconnect' } },
  ])
  expect((await get(`${company.path}/notifications`))['items']).toMatchObject([
    { code: 'SIGN_IN_FAILED', text: 'The sign-in to Xero was not finished. Access was not allowed.', readAt: null },
  ])
})

test('a consent is used once and leads to a ready connection that has read its codes', async () => {
  const begun = await ask('POST', `${company.path}/connections`, { provider: 'xero' })
  const callback = await consent(String(begun.body['authorizeUrl']), 'allow')
  const back = await fetch(callback, { redirect: 'manual' })
  expect(new URL(back.headers.get('location') ?? '').searchParams.get('state')).toBe('ready')
  expect((await fetch(callback, { redirect: 'manual' })).status).toBe(400)
  connection = `${company.path}/connections/${String(begun.body['connectionId'])}`
  const codes = await until(
    () => get(`${connection}/codes`),
    (read) => read['readAt'] !== null,
  )
  expect(codes['taxCodes']).toContainEqual(expect.objectContaining({ bookId: 'OUTPUT2', percent: '20' }))
  expect(await get(connection)).toMatchObject({
    state: 'ready',
    sandbox: true,
    organisation: { name: 'Test Gas Ltd', baseCurrency: 'GBP' },
  })
})

test('a consent refused while signing in again leaves a connection that works as it was, and the bell says so', async () => {
  const before = await get(connection)
  const begun = await ask('POST', `${connection}/reconnect`, { returnTo: '/accounts' })
  const back = await fetch(await consent(String(begun.body['authorizeUrl']), 'cancel'), { redirect: 'manual' })
  expect(new URL(back.headers.get('location') ?? '').searchParams.get('problem')).toBe('CONSENT_REFUSED')
  expect(await get(connection)).toEqual(before)
  const [newest] = (await get(`${company.path}/notifications`))['items'] as { code: string; connectionId: string }[]
  expect(newest).toMatchObject({ code: 'SIGN_IN_FAILED', connectionId: before['connectionId'] })
  const { nextCursor } = await get(`${company.path}/notifications?limit=1`)
  const older = (await get(`${company.path}/notifications?limit=1&cursor=${String(nextCursor)}`))['items'] as { connectionId: string }[]
  expect(older.map(({ connectionId }) => connectionId)).not.toContain(before['connectionId'])
})

test('settings say what is missing, propose what they can, and are saved once per version', async () => {
  await ask('PUT', `${company.path}/customers/C1`, { state: 'active', name: 'A. Smith & Sons' })
  expect((await ask('PUT', `${company.path}/invoices/I1`, sales('INV-1', 10000))).status).toBe(201)
  const before = await ask('GET', `${connection}/settings`)
  expect((before.body['missing'] as { code: string }[]).map(({ code }) => code)).toEqual(['TAX_CODE_NOT_MAPPED', 'NOMINAL_CODE_NOT_MAPPED'])
  const proposal = await get(`${connection}/settings/proposal`)
  expect(proposal['taxCodes']).toMatchObject([{ code: 'S', documents: 1, proposed: null }])
  expect(proposal['defaultNominalCode']).toBe('200')
  const settings = {
    ...(proposal['settings'] as object),
    taxCodes: { S: { treatment: 'standard', rates: [{ percent: '20' }], bookTaxCode: 'OUTPUT2' } },
  }
  const saved = await api.ask(company.key, 'PUT', `${connection}/settings`, settings, { 'if-match': before.headers.get('etag') ?? '' })
  expect([saved.status, saved.body['version'], saved.body['missing']]).toEqual([200, 1, []])
  const late = await api.ask(company.key, 'PUT', `${connection}/settings`, settings, { 'if-match': '"0"' })
  expect([late.status, late.body['code']]).toEqual([412, 'PRECONDITION_FAILED'])
})

test('rule 6: writing off small rests takes a nominal code of the books and at most one pound; else it is refused with the reason, and nothing is saved', async () => {
  const { settings } = await get(`${connection}/settings`)
  const saving = (writeOff: unknown, more: object = {}) =>
    ask('PUT', `${connection}/settings`, { ...(settings as object), writeOff, ...more })
  const refused = await saving({ limit: 5, nominalCode: '9999' })
  expect(refused.status).toBe(422)
  expect(refused.body['errors']).toMatchObject([
    { pointer: '/writeOff/nominalCode', code: 'WRITE_OFF_NOT_POSSIBLE', message: expect.stringContaining('no nominal code 9999') },
  ])
  expect((await saving({ limit: 5, nominalCode: '429' }, { invoiceState: 'draft' })).body['errors']).toMatchObject([
    { pointer: '/writeOff', code: 'WRITE_OFF_NOT_POSSIBLE', message: expect.stringContaining('drafts') },
  ])
  expect((await saving({ limit: 101, nominalCode: '429' })).body['errors']).toMatchObject([{ pointer: '/writeOff/limit' }])
  expect((await get(`${connection}/settings`))['settings']).toEqual(settings)
  expect((await saving({ limit: 5, nominalCode: '429' })).status).toBe(200)
  expect((await saving(null)).status).toBe(200)
})

/** What a bookkeeper does in the settings of the books. */
async function editBooks(action: string, change: object = {}): Promise<void> {
  const [{ id }] = (await (await control('organisations')).json()) as [{ id: string }]
  expect((await control('edit', { organisationId: id, action, ...change })).status).toBe(200)
}

async function readCodesAgain(): Promise<void> {
  const run = await ask('POST', `${connection}/codes/refresh`)
  expect(run.status).toBe(202)
  await until(
    () => get(`${connection}/sync-runs/${String(run.body['syncRunId'])}`),
    (read) => read['finishedAt'] !== null,
  )
}

const automations = async () => (await get(`${connection}/settings`))['automations']
const ourNumbers = { name: 'ownNumbers', state: 'off', explained: null }
const proposedStart = async () => {
  const { startFrom, startFromWhy, settings } = await get(`${connection}/settings/proposal`)
  return { startFrom, startFromWhy, filled: (settings as { startFrom: string | null }).startFrom }
}

test('rule 44: the settings say what Xero does by itself as soon as it is connected', async () => {
  const reminders = { name: 'invoiceReminders', state: 'off', explained: null }
  expect(await automations()).toEqual({ readAt: expect.any(String), items: [reminders, ourNumbers] })
})

test('rule 44: reminders that cannot be read are said to be not known, with what Xero said, and stop nothing', async () => {
  const refusal = { kind: 'status', status: 401, body: { Detail: 'AuthorizationUnsuccessful' } }
  await control('faults', { match: { path: 'InvoiceReminders', method: 'GET' }, ...refusal })
  await editBooks('setLockDate', { date: '2026-09-30' })
  await readCodesAgain()
  const explained = { code: 'INVOICE_REMINDERS_UNKNOWN', detail: 'AuthorizationUnsuccessful' }
  expect(await automations()).toMatchObject({ items: [{ state: 'unknown', explained }, ourNumbers] })
  expect(await get(connection)).toMatchObject({ state: 'ready', reason: null })
})

test('rule 42: after a lock date the day that follows it is proposed, with the reason, and filled in', async () => {
  const locked = 'The books are locked up to the day before.'
  expect(await proposedStart()).toEqual({ startFrom: '2026-10-01', startFromWhy: locked, filled: '2026-10-01' })
})

test('what a person wants to have read again is read again, however fresh it is', async () => {
  const isActive = async () =>
    ((await get(`${connection}/codes`))['taxCodes'] as { bookId: string; active: boolean }[]).find(({ bookId }) => bookId === 'RROUTPUT')
      ?.active
  expect(await isActive()).toBe(true)
  await editBooks('setTaxRateStatus', { taxType: 'RROUTPUT', status: 'ARCHIVED' })
  await editBooks('setInvoiceReminders', { enabled: true })
  await editBooks('setSalesTaxPeriod', { period: 'MONTHLY' })
  await editBooks('setLockDate')
  await readCodesAgain()
  expect(await isActive()).toBe(false)
})

test('rule 44: switched on meanwhile, the settings say so and what to do about it', async () => {
  const explained = { code: 'INVOICE_REMINDERS_ON', title: 'Xero e-mails reminders about overdue invoices', remedy: 'books' }
  expect(await automations()).toMatchObject({ items: [{ state: 'on', explained }, ourNumbers] })
})

test('rule 42: without a lock date the first day of the VAT period is proposed, with the reason, and left to a person', async () => {
  const month = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short' }).format(Date.now()).slice(0, 7)
  const why = 'It is the first day of the VAT month that today is in.'
  expect(await proposedStart()).toEqual({ startFrom: `${month}-01`, startFromWhy: why, filled: null })
})

test('a preview shows bodies and totals, Proceed carries it out once, and the history says what became of it', async () => {
  const asked = await ask('POST', `${connection}/previews`, {})
  const preview = `${connection}/previews/${String(asked.body['previewId'])}`
  const shown = await until(
    () => get(preview),
    (read) => read['finishedAt'] !== null,
  )
  expect(shown).toMatchObject({
    status: 'Done',
    decisions: { customer: { write: 1 }, invoice: { write: 1 } },
    totals: [{ kind: 'invoice', amount: 12000 }],
  })
  expect(shown['warnings']).toMatchObject([
    { code: 'INVOICE_REMINDERS_ON', count: 1, whatToDo: expect.stringContaining('switch them off in Xero') },
  ])
  const items = (await get(`${preview}/items?kind=invoice`))['items'] as Record<string, unknown>[]
  expect(items).toMatchObject([{ number: 'INV-1', amount: 12000, body: expect.anything(), expected: { gross: 12000 } }])
  const run = await ask('POST', `${connection}/sync-runs`, { previewId: asked.body['previewId'] })
  expect(run.status).toBe(202)
  const path = `${connection}/sync-runs/${String(run.body['syncRunId'])}`
  const finished = await until(
    () => get(path),
    (read) => read['finishedAt'] !== null,
  )
  expect(finished).toMatchObject({ status: 'Done', counts: { byKind: { invoice: { pushed: 1 } } } })
  expect((await ask('POST', `${connection}/sync-runs`, { previewId: asked.body['previewId'] })).body['code']).toBe('PREVIEW_USED')
  const pushed = (await get(`${path}/items?outcome=pushed`))['items'] as Record<string, string>[]
  expect(pushed.map(({ kind }) => kind)).toEqual(['customer', 'invoice'])
  expect(pushed[1]?.['bookUrl']).toContain(`${sandbox.url}/app/`)
  expect((await fetch(pushed[1]?.['bookUrl'] ?? '')).status).toBe(200)
  const csv = await api.ask(company.key, 'GET', `${path}/items?format=csv`)
  expect(csv.text.split('\r\n')[2]).toContain('invoice,I1,main,INV-1')
  expect(((await get(`${path}/log`))['items'] as object[]).length).toBeGreaterThan(0)
})

test('the document says where it stands and its timeline tells how it got there', async () => {
  expect(await get(`${company.path}/invoices/I1`)).toMatchObject({
    version: 1,
    status: 'inBooks',
    links: [{ part: 'main', bookNumber: 'INV-1' }],
    problems: [],
  })
  const timeline = (await get(`${company.path}/invoices/I1/timeline`))['items'] as { event: string }[]
  expect(timeline.map(({ event }) => event)).toEqual(expect.arrayContaining(['received', 'item', 'linked']))
  expect((await ask('PUT', `${company.path}/invoices/I1`, { ...sales('INV-1', 10000), customer: 'C2' })).body['code']).toBe('IN_BOOKS')
})

test('with the box ticked, saving an invoice sends it by itself, and the stream says that something happened', async () => {
  const { settings } = (await get(`${connection}/settings`)) as { settings: { automatic: object } }
  await ask('PUT', `${connection}/settings`, { ...settings, automatic: { ...settings.automatic, invoices: true } })
  const stream = await fetch(`${api.url}${company.path}/changes`, { headers: { authorization: `Bearer ${company.key}` } })
  const saved = await ask('PUT', `${company.path}/invoices/I2`, sales('INV-2', 5000))
  expect((saved.body['started'] as object[]).length).toBe(1)
  await until(
    () => get(`${company.path}/invoices/I2`),
    (read) => read['status'] === 'inBooks',
  )
  const reader = stream.body?.getReader()
  let heard = ''
  while (!heard.includes('sync-run')) heard += Buffer.from((await reader?.read())?.value ?? []).toString('utf8')
  await reader?.cancel()
  expect(heard).toContain('resync')
})

test('an invoice saved before its customer goes by itself as soon as the customer is there, and brings the customer along', async () => {
  await ask('PUT', `${company.path}/invoices/I3`, { ...sales('INV-3', 7000), customer: 'C3' })
  await until(
    () => get(`${company.path}/invoices/I3`),
    (read) => read['waitingFor'] === 'customer/C3',
  )
  await ask('PUT', `${company.path}/customers/C3`, { state: 'active', name: 'Late Customer' })
  await until(
    () => get(`${company.path}/invoices/I3`),
    (read) => read['status'] === 'inBooks',
  )
  expect((await get(`${company.path}/customers/C3`))['status']).toBe('inBooks')
})

test('a problem offers its choices, takes no other, and goes away when the document is mended and saved', async () => {
  const unmapped = (taxCode: string) => ({ ...sales('INV-4', 2000), lines: [{ ...sales('INV-4', 2000).lines[0], taxCode }] })
  await ask('PUT', `${company.path}/invoices/I4`, unmapped('Q'))
  const { problems } = (await until(
    () => get(`${company.path}/invoices/I4`),
    (read) => read['status'] === 'problem',
  )) as { problems: { problemId: string; code: string }[] }
  const path = `${connection}/problems/${problems[0]?.problemId}`
  expect(await get(path)).toMatchObject({ code: 'TAX_CODE_NOT_MAPPED', remedy: 'settings', number: 'INV-4', amount: 2400, state: 'open' })
  const wrong = await ask('POST', `${path}/fix`, { choice: 'deleteEverything' })
  expect([wrong.status, wrong.body['code']]).toEqual([422, 'CHOICE_NOT_OFFERED'])
  const retried = await ask('POST', `${path}/retry`)
  expect(retried.body).toMatchObject({ state: 'open', syncRunId: expect.any(String) })
  await until(
    () => get(`${connection}/sync-runs/${String(retried.body['syncRunId'])}`),
    (read) => read['finishedAt'] !== null,
  )
  await ask('PUT', `${company.path}/invoices/I4`, unmapped('S'))
  await until(
    () => get(`${company.path}/invoices/I4`),
    (read) => read['status'] === 'inBooks',
  )
  expect(await get(path)).toMatchObject({ state: 'resolved' })
  expect((await ask('POST', `${path}/dismiss`)).body['code']).toBe('ALREADY_DECIDED')
})

test('a question about a customer shows both sides; its answer links and lets the invoice go', async () => {
  await ask('PUT', `${company.path}/customers/C5`, { state: 'active', name: 'Harbour View Lettings Limited' })
  await ask('PUT', `${company.path}/invoices/I5`, { ...sales('INV-5', 3000), customer: 'C5' })
  const { items } = (await until(
    () => get(`${connection}/matches`),
    (read) => (read['items'] as object[]).length > 0,
  )) as { items: { matchId: string; candidates: { bookId: string }[] }[] }
  expect(items).toMatchObject([{ customer: { externalId: 'C5' }, candidates: [{ name: 'Harbour View Lettings', postcode: 'TQ1 1AA' }] }])
  const decided = await ask('POST', `${connection}/matches/${items[0]?.matchId}/decision`, { link: items[0]?.candidates[0]?.bookId })
  expect(decided.body).toMatchObject({ state: 'decided' })
  expect((await ask('POST', `${connection}/matches/${items[0]?.matchId}/decision`, { create: true })).body['code']).toBe('ALREADY_DECIDED')
  await ask('POST', `${connection}/sync-runs`, {})
  await until(
    () => get(`${company.path}/invoices/I5`),
    (read) => read['status'] === 'inBooks',
  )
})

test('what the books have is listed with whom it is linked to, and a wrong link is taken away by a person', async () => {
  expect((await get(`${connection}/book-customers?linked=true&query=harbour`))['items']).toMatchObject([
    { name: 'Harbour View Lettings', linkedTo: 'C5' },
  ])
  expect((await get(`${connection}/book-customers?linked=false&query=harbour`))['items']).toEqual([])
  const { items } = (await get(`${connection}/links?kind=customer&externalId=C5`)) as { items: { linkId: string; bookId: string }[] }
  const detached = await ask('DELETE', `${connection}/links/${items[0]?.linkId}`)
  expect(detached.body).toMatchObject({ detachedBy: expect.stringMatching(/^key:/) })
  expect(await get(`${company.path}/customers/C5`)).toMatchObject({ status: 'held', links: [] })
  const brought = await ask('POST', `${connection}/book-customers/${items[0]?.bookId}/bring-in`, { externalId: 'C7' })
  expect(brought.status).toBe(201)
  expect(await get(`${company.path}/customers/C7`)).toMatchObject({
    name: 'Harbour View Lettings',
    status: 'inBooks',
    links: [{ bookId: items[0]?.bookId }],
  })
})

test('what we write ourselves and the provider tells us again starts nothing; what a bookkeeper does there is read at once', async () => {
  const organisations = (await get(connection))['organisation'] as { organisationId: string }
  const registered = await control('webhooks', { url: `${api.url}/webhooks/xero`, key: SANDBOX_APP.webhookKey })
  expect(((await registered.json()) as { status: string }).status).toBe('OK')
  const told = async () => (await (await control('webhooks')).json()) as { delivered: number; waiting: object[] }[]
  const runs = async () => (await get(`${connection}/sync-runs?limit=100`))['items'] as { askedBy: string; finishedAt: string | null }[]
  const byProvider = async () => (await runs()).filter(({ askedBy }) => askedBy === 'provider')
  const unread = () =>
    company.inside((scope) => scope.db.selectFrom('inbound_webhooks').where('handled_at', 'is', null).selectAll().execute())

  await ask('PUT', `${company.path}/customers/C8`, { state: 'active', name: 'Echo Chambers Ltd' })
  await ask('PUT', `${company.path}/invoices/I8`, { ...sales('INV-8', 4000), customer: 'C8' })
  await until(
    () => get(`${company.path}/invoices/I8`),
    (read) => read['status'] === 'inBooks',
  )
  await until(told, ([hook]) => hook !== undefined && hook.delivered > 0 && hook.waiting.length === 0)
  await until(runs, (all) => all.every(({ finishedAt }) => finishedAt !== null))
  expect([await byProvider(), await unread()]).toEqual([[], []])

  await control('edit', { organisationId: organisations.organisationId, action: 'createContact', record: { Name: 'By Hand Plumbing' } })
  await until(byProvider, (all) => all.length === 1 && all.every(({ finishedAt }) => finishedAt !== null))
  expect(await unread()).toEqual([])
  expect((await get(`${connection}/book-customers?linked=false&query=hand`))['items']).toMatchObject([{ name: 'By Hand Plumbing' }])
})

test('a comparison is begun on request and can be read as a page or a file', async () => {
  const asked = await ask('POST', `${connection}/tie-out`)
  expect(asked.status).toBe(202)
  const sheet = await until(
    () => get(`${connection}/tie-out`),
    (read) => read['state'] !== 'waiting',
  )
  expect(sheet['tieOutId']).toBe(asked.body['tieOutId'])
  const file = await api.ask(company.key, 'GET', `${connection}/tie-out?format=csv`)
  expect(file.headers.get('content-type')).toContain('text/csv')
})

test('events can be replayed from any of them, in order and without a gap', async () => {
  const { items, nextAfter } = (await get(`${company.path}/events`)) as { items: { type: string; sequence: number }[]; nextAfter: number }
  expect(items.map(({ type }) => type)).toEqual(expect.arrayContaining(['connection.connected', 'document.in-books', 'sync-run.finished']))
  expect(items.map(({ sequence }) => sequence)).toEqual(items.map((_, index) => index + 1))
  expect(((await get(`${company.path}/events?after=${nextAfter - 1}`))['items'] as object[]).length).toBeGreaterThan(0)
})

test('an operator finds the run and reads its raw history; the company cannot', async () => {
  const runs = await api.ask(api.operatorKey, 'GET', `/v1/sync-runs?company=${company.companyId}`)
  const [run] = runs.body['items'] as { syncRunId: string; connectionId: string }[]
  const path = `${connection}/sync-runs/${run?.syncRunId}/history`
  const history = await api.ask(api.operatorKey, 'GET', path)
  expect([history.status, history.body['source']]).toEqual([200, 'temporal'])
  expect((await api.ask(company.key, 'GET', path)).status).toBe(403)
  const found = await api.ask(api.operatorKey, 'GET', '/v1/search?query=INV-1')
  expect(found.body['items']).toMatchObject([{ type: 'document', id: 'invoice/I1' }])
})

test('ending a connection gives our access back and keeps what it knew', async () => {
  const before = await get(`${connection}/settings`)
  const ended = await ask('DELETE', connection)
  expect(ended.body).toMatchObject({ ok: true, accessEnded: true })
  expect((await get(`${connection}/settings`))['settings']).toEqual(before['settings'])
  expect((await ask('POST', `${connection}/sync-runs`, {})).body['code']).toBe('CONNECTION_NOT_READY')
})
