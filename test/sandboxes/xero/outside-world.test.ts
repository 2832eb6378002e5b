import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Arranged, arrange, firstOf, type Json, LINE, messages, today } from './arrange.ts'

let xero: Arranged
beforeAll(async () => {
  xero = await arrange()
})
afterAll(() => xero.stop())
afterEach(async () => {
  await xero.control('DELETE', 'faults')
  await xero.control('DELETE', 'webhooks')
})

const KEY = 'the webhook key'

/** A receiver that checks signatures, and fails when it is told to. */
interface Receiver {
  url: string
  got: Json[]
  answers: number[]
  fail: boolean
  trusting: boolean
  server: Server
}

let receiver: Receiver
beforeEach(async () => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      const good = request.headers['x-xero-signature'] === createHmac('sha256', KEY).update(body).digest('base64')
      const status = receiver.fail ? 500 : good || receiver.trusting ? 200 : 401
      receiver.got.push(JSON.parse(body.toString()))
      receiver.answers.push(status)
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  receiver = {
    url: `http://localhost:${(server.address() as AddressInfo).port}/hook`,
    got: [],
    answers: [],
    fail: false,
    trusting: false,
    server,
  }
})
afterEach(() => new Promise((resolve) => receiver.server.close(resolve)))

const register = () => xero.control('POST', 'webhooks', { url: receiver.url, key: KEY })
const events = () => receiver.got.flatMap((each) => each.events)
const arrived = (count: number) => vi.waitFor(() => expect(events().length).toBeGreaterThanOrEqual(count), { timeout: 5_000, interval: 20 })
const fault = (change: object) => xero.control('POST', 'faults', change)

test('25: a webhook must first prove itself with well and badly signed empty messages', async () => {
  const registered = await register()
  expect(registered.status).toBe('OK')
  expect(registered.checks.map((check) => [check.signed, check.expected, check.answered])).toEqual([
    ['well', 200, 200],
    ['badly', 401, 401],
    ['badly', 401, 401],
    ['well', 200, 200],
  ])
  expect(receiver.got[0]).toEqual({ events: [], firstEventSequence: 0, lastEventSequence: 0, entropy: expect.any(String) })
  receiver.trusting = true
  expect((await register()).status).toBe('FAILED')
})

test('25: changes arrive as thin events, signed over the raw body, numbered without gaps; a payment alone is silent unless the quirk says otherwise', async () => {
  await register()
  const contact = await xero.contact()
  const invoice = await xero.invoice({ Contact: { ContactID: contact } })
  const note = await xero.creditNote({ Contact: { ContactID: contact } })
  await arrived(3)
  const seen = events().map((event) => Object(event))
  const of = (category: string) => seen.filter((event) => event.eventCategory === category)
  expect(of('INVOICE')[0]).toEqual({
    resourceUrl: `${xero.url}/api.xro/2.0/Invoices/${invoice.InvoiceID}`,
    resourceId: invoice.InvoiceID,
    tenantId: xero.organisationId,
    tenantType: 'ORGANISATION',
    eventCategory: 'INVOICE',
    eventType: 'CREATE',
    eventDateUtc: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/),
  })
  expect(of('CREDITNOTE')[0]).toMatchObject({ resourceId: note.CreditNoteID, data: { Type: 'ACCRECCREDIT', Status: 'AUTHORISED' } })
  expect(of('CONTACT')[0]).toMatchObject({ resourceId: contact, eventType: 'CREATE' })
  const count = events().length
  const pay = () =>
    xero.api('PUT', 'Payments', {
      Payments: [{ Invoice: { InvoiceID: invoice.InvoiceID }, Account: { Code: '090' }, Amount: 1, Date: today() }],
    })
  await pay()
  await xero.contact('After the payment')
  await arrived(count + 1)
  expect(
    events()
      .slice(count)
      .map((event) => Object(event).eventCategory),
  ).toEqual(['CONTACT'])
  await xero.control('POST', 'quirks', { paymentEvents: 'told' })
  await pay()
  await arrived(count + 2)
  expect(Object(events().at(-1))).toMatchObject({ eventCategory: 'INVOICE', eventType: 'UPDATE', resourceId: invoice.InvoiceID })
  await xero.control('POST', 'quirks', { paymentEvents: 'silent' })
  const messagesSeen = receiver.got.filter((each) => each.events.length > 0)
  let next = 1
  for (const message of messagesSeen) {
    expect(message.firstEventSequence).toBe(next)
    expect(message.lastEventSequence).toBe(next + message.events.length - 1)
    next = message.lastEventSequence + 1
  }
})

test('25: a failed delivery is tried again at once and then every quarter of an hour, and given up after a day', async () => {
  await register()
  receiver.fail = true
  await xero.contact()
  const failures = () => receiver.answers.filter((status) => status === 500).length
  await vi.waitFor(() => expect(failures()).toBe(2), { timeout: 5_000, interval: 20 })
  await xero.control('POST', 'clock', { advanceSeconds: 15 * 60 + 1 })
  await vi.waitFor(() => expect(failures()).toBe(3), { timeout: 5_000, interval: 20 })
  receiver.fail = false
  await xero.control('POST', 'clock', { advanceSeconds: 15 * 60 + 1 })
  await vi.waitFor(async () => expect(await webhookStatus()).toMatchObject({ delivered: 1, status: 'OK' }), {
    timeout: 5_000,
    interval: 20,
  })
  receiver.fail = true
  await xero.renew()
  await xero.contact()
  await vi.waitFor(() => expect(failures()).toBe(5), { timeout: 5_000, interval: 20 })
  await xero.control('POST', 'clock', { advanceSeconds: 25 * 3600 })
  await vi.waitFor(async () => expect((await webhookStatus()).status).toBe('DISABLED'), { timeout: 5_000, interval: 20 })
  await xero.renew()
})

const webhookStatus = async (): Promise<Json> => firstOf((await xero.control('GET', 'webhooks')) as unknown as Json[])

test('25: the documented outages can be switched on by name, for one path and as often as wanted', async () => {
  await xero.renew()
  const texts: Record<string, string> = {
    maintenance: 'The Xero API is currently offline for maintenance',
    unavailable: 'The Xero API is temporarily unavailable',
    'organisation-offline': 'The Organisation is offline',
  }
  for (const [named, text] of Object.entries(texts)) {
    await fault({ named, match: '/Organisation', times: 2 })
    for (let time = 0; time < 2; time += 1) {
      const answer = await asked('Organisation')
      expect([answer.status, answer.text]).toEqual([503, text])
    }
    expect((await asked('Organisation')).status).toBe(200)
  }
  await xero.control('POST', 'edit', { organisationId: xero.organisationId, action: 'setOffline' })
  expect((await asked('Invoices')).text).toBe('The Organisation is offline')
  await xero.control('POST', 'edit', { organisationId: xero.organisationId, action: 'setOffline', offline: false })
})

test('25: an answer can be lost before or after the books were written, cut off, late, refused, or the request delivered twice', async () => {
  await xero.renew()
  const put = (Name: string) => asked('Contacts', { method: 'PUT', body: JSON.stringify({ Contacts: [{ Name }] }) })
  const stands = async (name: string) => (await asked(`Contacts?where=${encodeURIComponent(`Name=="${name}"`)}`)).json.Contacts.length
  const match = { path: '/Contacts', method: 'PUT' }
  await fault({ kind: 'drop-before', match })
  await expect(put('Dropped before')).rejects.toThrow()
  expect(await stands('Dropped before')).toBe(0)
  for (const kind of ['drop-after-commit', 'cut']) {
    await fault({ kind, match })
    await expect(put(`Lost by ${kind}`)).rejects.toThrow()
    expect(await stands(`Lost by ${kind}`)).toBe(1)
  }
  for (const [kind, count] of [
    ['hang', 0],
    ['hang-after-commit', 1],
  ] as const) {
    await fault({ kind, match })
    const body = JSON.stringify({ Contacts: [{ Name: `Timed out by ${kind}` }] })
    await expect(asked('Contacts', { method: 'PUT', body, signal: AbortSignal.timeout(150) })).rejects.toThrow()
    expect(await stands(`Timed out by ${kind}`)).toBe(count)
  }
  await fault({ kind: 'twice', match })
  expect((await put('Twice')).text).toContain('already assigned')
  await fault({ kind: 'twice', match })
  const keyed = await asked('Contacts', {
    method: 'PUT',
    body: JSON.stringify({ Contacts: [{ Name: 'Twice keyed' }] }),
    headers: { 'idempotency-key': 'twice' },
  })
  expect([keyed.status, await stands('Twice keyed')]).toEqual([200, 1])
  await fault({ kind: 'throttle', match, retryAfter: 7 })
  const throttled = await put('Throttled')
  expect([throttled.status, throttled.text, throttled.headers.get('retry-after'), await stands('Throttled')]).toEqual([429, '', '7', 0])
  await fault({ kind: 'status', status: 500, body: { Message: 'odd' }, headers: { 'x-odd': '1' }, match })
  const odd = await put('Odd')
  expect([odd.status, odd.json, odd.headers.get('x-odd')]).toEqual([500, { Message: 'odd' }, '1'])
  await fault({ kind: 'slow', delayMs: 30, match })
  expect((await put('Slow')).status).toBe(200)
  const log = (await xero.control('GET', 'requests')).requests
  expect(log.map((each) => each.fault).filter((each) => each !== undefined)).toEqual(
    expect.arrayContaining(['drop-before', 'drop-after-commit', 'cut', 'hang', 'hang-after-commit', 'twice', 'throttle', 'status', 'slow']),
  )
})

test('25: a refresh whose answer is lost leaves the old token good for its half hour of grace', async () => {
  const tokens = await xero.control('POST', 'tokens', { organisationId: xero.organisationId })
  const refresh = () =>
    xero.raw('/connect/token', {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('sandbox:sandbox')}` },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: tokens.refreshToken }),
    })
  await fault({ kind: 'lose-token' })
  await expect(refresh()).rejects.toThrow()
  expect((await refresh()).status).toBe(200)
})

test('25: faults by chance repeat for the same seed and end with their time', async () => {
  await xero.renew()
  const luck = async () => {
    await xero.control('DELETE', 'faults')
    await fault({ kind: 'status', status: 500, probability: 0.5, seed: 7, match: '/Organisation' })
    const statuses: number[] = []
    for (let time = 0; time < 20; time += 1) statuses.push((await asked('Organisation')).status)
    return statuses
  }
  const first = await luck()
  expect(new Set(first)).toEqual(new Set([200, 500]))
  expect(await luck()).toEqual(first)
  await xero.control('DELETE', 'faults')
  await fault({ kind: 'status', status: 500, seconds: 30, match: '/Organisation' })
  expect((await asked('Organisation')).status).toBe(500)
  await xero.control('POST', 'clock', { advanceSeconds: 31 })
  expect((await asked('Organisation')).status).toBe(200)
})

test('25: a capped plan stops approving sales invoices by their month, and the demo company sends no e-mails', async () => {
  await xero.renew()
  await xero.control('POST', 'edit', { organisationId: xero.organisationId, action: 'setPlanLimit', limit: 1 })
  const Contact = { ContactID: await xero.contact() }
  const make = async (Date: string, Status = 'AUTHORISED') =>
    (await xero.api('PUT', 'Invoices', { Invoices: [{ Type: 'ACCREC', Contact, Date, DueDate: '2026-12-31', Status, LineItems: [LINE] }] }))
      .json
  expect(messages(await make('2025-02-01'))).toEqual([])
  expect(messages(await make('2025-02-28'))).toEqual(['You have reached the limit of invoices you can approve'])
  expect(messages(await make('2025-02-28', 'DRAFT'))).toEqual([])
  expect(messages(await make('2025-03-01'))).toEqual([])
  const demo = await arrange({ class: 'DEMO' })
  const contact = await demo.contact('D', { EmailAddress: 'd@example.com' })
  const invoice = await demo.invoice({ Contact: { ContactID: contact } })
  expect((await demo.api('POST', `Invoices/${invoice.InvoiceID}/Email`)).status).toBe(400)
  expect(firstOf((await demo.api('GET', 'Organisation')).json.Organisations)).toMatchObject({ IsDemoCompany: true, Class: 'DEMO' })
  await demo.stop()
})

const asked = (path: string, init: RequestInit = {}) => {
  const headers = {
    authorization: `Bearer ${xero.token()}`,
    'xero-tenant-id': xero.organisationId,
    ...(init.headers as Record<string, string> | undefined),
  }
  return xero.raw(`/api.xro/2.0/${path}`, { ...init, headers })
}
