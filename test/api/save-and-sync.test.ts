import { afterAll, beforeAll, expect, test } from 'vitest'
import { customer, invoice, line } from '../journeys/trade.ts'
import { until } from '../setup/until.ts'
import { type Office, openOffice } from '../trouble/office.ts'

/** Save & Sync over HTTP alone, and everything a page would read of it. */
let office: Office

beforeAll(async () => {
  office = await openOffice()
  await office.edit('setInvoiceReminders', { enabled: true })
  await office.readCodes()
  await office.save('customers', 'C1', customer('A. Smith & Sons'))
  await office.save('invoices', 'I1', invoice('INV-1', 'C1', 10_000))
})
afterAll(() => office.stop())

const get = (path: string) => office.read(path)
const ask: Office['ask'] = (...request) => office.ask(...request)

test('a preview shows bodies and totals, Proceed carries it out once, and the history says what became of it', async () => {
  const asked = await ask('POST', `${office.path}/previews`, {})
  const preview = `${office.path}/previews/${String(asked.body['previewId'])}`
  const shown = await office.finished(preview)
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
  const run = await ask('POST', `${office.path}/sync-runs`, { previewId: asked.body['previewId'] })
  expect(run.status).toBe(202)
  const path = `${office.path}/sync-runs/${String(run.body['syncRunId'])}`
  const finished = await office.finished(path)
  expect(finished).toMatchObject({ status: 'Done', counts: { byKind: { invoice: { pushed: 1 } } } })
  expect((await ask('POST', `${office.path}/sync-runs`, { previewId: asked.body['previewId'] })).body['code']).toBe('PREVIEW_USED')
  const pushed = (await get(`${path}/items?outcome=pushed`))['items'] as Record<string, string>[]
  expect(pushed.map(({ kind }) => kind)).toEqual(['customer', 'invoice'])
  expect(pushed[1]?.['bookUrl']).toContain(`${office.sandboxUrl}/app/`)
  expect((await fetch(pushed[1]?.['bookUrl'] ?? '')).status).toBe(200)
  const csv = await ask('GET', `${path}/items?format=csv`)
  expect(csv.text.split('\r\n')[2]).toContain('invoice,I1,main,INV-1')
  expect(((await get(`${path}/log`))['items'] as object[]).length).toBeGreaterThan(0)
})

test('the document says where it stands and its timeline tells how it got there', async () => {
  expect(await get('invoices/I1')).toMatchObject({
    version: 1,
    status: 'inBooks',
    links: [{ part: 'main', bookNumber: 'INV-1' }],
    problems: [],
  })
  const timeline = (await get('invoices/I1/timeline'))['items'] as { event: string }[]
  expect(timeline.map(({ event }) => event)).toEqual(expect.arrayContaining(['received', 'item', 'linked']))
  expect((await ask('PUT', 'invoices/I1', invoice('INV-1', 'C2', 10_000))).body['code']).toBe('IN_BOOKS')
})

test('with the box ticked, saving an invoice sends it by itself, and the stream says that something happened', async () => {
  const { settings } = (await get(`${office.path}/settings`)) as { settings: { automatic: object } }
  await ask('PUT', `${office.path}/settings`, { ...settings, automatic: { ...settings.automatic, invoices: true } })
  const stream = await fetch(`${office.api.url}${office.company.path}/changes`, {
    headers: { authorization: `Bearer ${office.company.key}` },
  })
  const saved = await ask('PUT', 'invoices/I2', invoice('INV-2', 'C1', 5_000))
  expect((saved.body['started'] as object[]).length).toBe(1)
  await office.inBooks('invoices', 'I2')
  const reader = stream.body?.getReader()
  let heard = ''
  while (!heard.includes('sync-run')) heard += Buffer.from((await reader?.read())?.value ?? []).toString('utf8')
  await reader?.cancel()
  expect(heard).toContain('resync')
})

test('an invoice saved before its customer goes by itself as soon as the customer is there, and brings the customer along', async () => {
  await ask('PUT', 'invoices/I3', invoice('INV-3', 'C3', 7_000))
  await until(
    () => get('invoices/I3'),
    (read) => read['waitingFor'] === 'customer/C3',
  )
  await ask('PUT', 'customers/C3', customer('Late Customer'))
  await office.inBooks('invoices', 'I3')
  expect((await get('customers/C3'))['status']).toBe('inBooks')
})

test('a problem offers its choices, takes no other, and goes away when the document is mended and saved', async () => {
  const unmapped = (taxCode: string) => invoice('INV-4', 'C1', 2_000, { lines: [line(2_000, { taxCode })] })
  await ask('PUT', 'invoices/I4', unmapped('Q'))
  const { problems } = (await until(
    () => get('invoices/I4'),
    (read) => read['status'] === 'problem',
  )) as { problems: { problemId: string; code: string }[] }
  const path = `${office.path}/problems/${problems[0]?.problemId}`
  expect(await get(path)).toMatchObject({ code: 'TAX_CODE_NOT_MAPPED', remedy: 'settings', number: 'INV-4', amount: 2400, state: 'open' })
  const wrong = await ask('POST', `${path}/fix`, { choice: 'deleteEverything' })
  expect([wrong.status, wrong.body['code']]).toEqual([422, 'CHOICE_NOT_OFFERED'])
  const retried = await ask('POST', `${path}/retry`)
  expect(retried.body).toMatchObject({ state: 'open', syncRunId: expect.any(String) })
  await office.finished(`${office.path}/sync-runs/${String(retried.body['syncRunId'])}`)
  await ask('PUT', 'invoices/I4', unmapped('S'))
  await office.inBooks('invoices', 'I4')
  expect(await get(path)).toMatchObject({ state: 'resolved' })
  expect((await ask('POST', `${path}/dismiss`)).body['code']).toBe('ALREADY_DECIDED')
})

test('a comparison is begun on request and can be read as a page or a file', async () => {
  const asked = await ask('POST', `${office.path}/tie-out`)
  expect(asked.status).toBe(202)
  const sheet = await until(
    () => get(`${office.path}/tie-out`),
    (read) => read['state'] !== 'waiting',
  )
  expect(sheet['tieOutId']).toBe(asked.body['tieOutId'])
  const file = await ask('GET', `${office.path}/tie-out?format=csv`)
  expect(file.headers.get('content-type')).toContain('text/csv')
})

test('events can be replayed from any of them, in order and without a gap', async () => {
  const { items, nextAfter } = (await get('events')) as { items: { type: string; sequence: number }[]; nextAfter: number }
  expect(items.map(({ type }) => type)).toEqual(expect.arrayContaining(['connection.connected', 'document.in-books', 'sync-run.finished']))
  expect(items.map(({ sequence }) => sequence)).toEqual(items.map((_, index) => index + 1))
  expect(((await get(`events?after=${nextAfter - 1}`))['items'] as object[]).length).toBeGreaterThan(0)
})

test('an operator finds the run and reads its raw history; the company cannot', async () => {
  const runs = await office.api.ask(office.api.operatorKey, 'GET', `/v1/sync-runs?company=${office.company.companyId}`)
  const [run] = runs.body['items'] as { syncRunId: string; connectionId: string }[]
  const path = `${office.path}/sync-runs/${run?.syncRunId}/history`
  const history = await office.api.ask(office.api.operatorKey, 'GET', path)
  expect([history.status, history.body['source']]).toEqual([200, 'temporal'])
  expect((await ask('GET', path)).status).toBe(403)
  const found = await office.api.ask(office.api.operatorKey, 'GET', '/v1/search?query=INV-1')
  expect(found.body['items']).toMatchObject([{ type: 'document', id: 'invoice/I1' }])
})
