import { afterAll, beforeAll, expect, test } from 'vitest'
import { customer, invoice } from '../journeys/trade.ts'
import { until } from '../setup/until.ts'
import { changeSettings, type Office, openOffice } from '../trouble/office.ts'
import { SANDBOX_APP } from './start-api.ts'

/** Customers on both sides over HTTP alone: asked about, linked, parted, and told of by the provider. */
let office: Office

beforeAll(async () => {
  const contact = { Name: 'Harbour View Lettings', Addresses: [{ AddressType: 'POBOX', PostalCode: 'TQ1 1AA' }] }
  office = await openOffice({ seed: { contacts: [contact] } })
  const { settings } = (await get(`${office.path}/settings`)) as { settings: { automatic: object } }
  await changeSettings(office, { automatic: { ...settings.automatic, invoices: true } })
})
afterAll(() => office.stop())

const get = (path: string) => office.read(path)
const ask: Office['ask'] = (...request) => office.ask(...request)

test('a question about a customer shows both sides; its answer links and lets the invoice go', async () => {
  await ask('PUT', 'customers/C5', customer('Harbour View Lettings Limited'))
  await ask('PUT', 'invoices/I5', invoice('INV-5', 'C5', 3_000))
  const { items } = (await until(
    () => get(`${office.path}/matches`),
    (read) => (read['items'] as object[]).length > 0,
  )) as { items: { matchId: string; candidates: { bookId: string }[] }[] }
  expect(items).toMatchObject([{ customer: { externalId: 'C5' }, candidates: [{ name: 'Harbour View Lettings', postcode: 'TQ1 1AA' }] }])
  const decided = await ask('POST', `${office.path}/matches/${items[0]?.matchId}/decision`, { link: items[0]?.candidates[0]?.bookId })
  expect(decided.body).toMatchObject({ state: 'decided' })
  expect((await ask('POST', `${office.path}/matches/${items[0]?.matchId}/decision`, { create: true })).body['code']).toBe('ALREADY_DECIDED')
  await ask('POST', `${office.path}/sync-runs`, {})
  await office.inBooks('invoices', 'I5')
})

test('what the books have is listed with whom it is linked to, and a wrong link is taken away by a person', async () => {
  expect((await get(`${office.path}/book-customers?linked=true&query=harbour`))['items']).toMatchObject([
    { name: 'Harbour View Lettings', linkedTo: 'C5' },
  ])
  expect((await get(`${office.path}/book-customers?linked=false&query=harbour`))['items']).toEqual([])
  const { items } = (await get(`${office.path}/links?kind=customer&externalId=C5`)) as { items: { linkId: string; bookId: string }[] }
  const detached = await ask('DELETE', `${office.path}/links/${items[0]?.linkId}`)
  expect(detached.body).toMatchObject({ detachedBy: expect.stringMatching(/^key:/) })
  expect(await get('customers/C5')).toMatchObject({ status: 'held', links: [] })
  const brought = await ask('POST', `${office.path}/book-customers/${items[0]?.bookId}/bring-in`, { externalId: 'C7' })
  expect(brought.status).toBe(201)
  expect(await get('customers/C7')).toMatchObject({
    name: 'Harbour View Lettings',
    status: 'inBooks',
    links: [{ bookId: items[0]?.bookId }],
  })
})

test('what we write ourselves and the provider tells us again starts nothing; what a bookkeeper does there is read at once', async () => {
  const registered = await office.control<{ status: string }>('webhooks', {
    url: `${office.api.url}/webhooks/xero`,
    key: SANDBOX_APP.webhookKey,
  })
  expect(registered.status).toBe('OK')
  const told = () => office.control<{ delivered: number; waiting: object[] }[]>('webhooks')
  const runs = async () => (await get(`${office.path}/sync-runs?limit=100`))['items'] as { askedBy: string; finishedAt: string | null }[]
  const byProvider = async () => (await runs()).filter(({ askedBy }) => askedBy === 'provider')
  const unread = () =>
    office.company.inside((scope) => scope.db.selectFrom('inbound_webhooks').where('handled_at', 'is', null).selectAll().execute())

  await ask('PUT', 'customers/C8', customer('Echo Chambers Ltd'))
  await ask('PUT', 'invoices/I8', invoice('INV-8', 'C8', 4_000))
  await office.inBooks('invoices', 'I8')
  await until(told, ([hook]) => hook !== undefined && hook.delivered > 0 && hook.waiting.length === 0)
  await until(runs, (all) => all.every(({ finishedAt }) => finishedAt !== null))
  expect([await byProvider(), await unread()]).toEqual([[], []])

  await office.edit('createContact', { record: { Name: 'By Hand Plumbing' } })
  await until(byProvider, (all) => all.length === 1 && all.every(({ finishedAt }) => finishedAt !== null))
  expect(await unread()).toEqual([])
  expect((await get(`${office.path}/book-customers?linked=false&query=hand`))['items']).toMatchObject([{ name: 'By Hand Plumbing' }])
})
