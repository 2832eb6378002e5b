import { afterAll, beforeAll, expect, test } from 'vitest'
import { customer, invoice } from '../journeys/trade.ts'
import { until } from '../setup/until.ts'
import { consent, type Office, openOffice } from './office.ts'

/* What goes wrong between us and the provider, as the office meets it: in the browser, in the run, on the connection's page. */

let office: Office
beforeAll(async () => {
  office = await openOffice()
  await office.save('customers', 'C', customer('Customer C'))
})
afterAll(() => office.stop())

const numbers = async () => (await office.books()).invoices.map((each) => each.split(' ')[0])
const ask = async (): Promise<string> => {
  const asked = await office.ask('POST', `${office.path}/sync-runs`, {})
  return `${office.path}/sync-runs/${String(asked.body['syncRunId'])}`
}
const finished = (run: string) =>
  until(
    () => office.read(run),
    (read) => read['finishedAt'] !== null,
  )

test('a run with nothing to do is done, says so, and changes nothing', async () => {
  await office.saveAndSync()
  const before = await office.books()
  const run = await office.saveAndSync()
  expect(run).toMatchObject({ status: 'Done', problem: null })
  expect(await office.books()).toEqual(before)
  const { items } = (await office.read('notifications')) as { items: { words?: string; message?: string; title?: string }[] }
  expect(JSON.stringify(items[0])).toContain('There was nothing to send.')
})

test('a run asked for twice at the same moment is one run, and puts nothing in twice', async () => {
  for (const number of ['ONE', 'TWO']) await office.save('invoices', number, invoice(number, 'C', 10_000))
  const runs = await Promise.all([ask(), ask(), ask()])
  expect(new Set(runs).size).toBe(1)
  await Promise.all(runs.map(finished))
  expect(await numbers()).toEqual(['ONE', 'TWO'])
})

test('a 429 with a body, one without, and an answer lost after the commit: everything arrives once, and nobody is asked anything', async () => {
  const limited = { kind: 'status', status: 429, headers: { 'Retry-After': '1' } }
  await office.control('faults', { match: { path: '/Invoices\\?', method: 'PUT' }, times: 1, ...limited, body: { Message: 'rate limit' } })
  await office.control('faults', { match: { path: '/Contacts\\?', method: 'PUT' }, times: 1, ...limited })
  await office.control('faults', { match: { path: '/Invoices\\?', method: 'PUT' }, times: 1, kind: 'drop-after-commit' })
  await office.save('customers', 'D', customer('Customer D'))
  for (const number of ['LIM1', 'LIM2']) await office.save('invoices', number, invoice(number, 'D', 10_000))
  const run = await office.saveAndSync()
  expect(run['status']).toBe('Done')
  const faults = await office.control<{ struck: number }[]>('faults')
  expect(faults.map(({ struck }) => struck)).toEqual([1, 1, 1])
  expect(await numbers()).toEqual(['LIM1', 'LIM2', 'ONE', 'TWO'])
  expect((await office.read(`${office.path}/problems`))['items']).toEqual([])
})

test('a provider that is down for an hour costs nothing: the run waits, documents wait without a problem, and go when it is back', async () => {
  await office.control('faults', { match: '/api.xro/', named: 'maintenance', seconds: 3_600 })
  await office.save('invoices', 'HOUR', invoice('HOUR', 'C', 10_000))
  const run = await ask()
  await until(
    () => office.control<{ struck: number }[]>('faults'),
    (faults) => faults.some(({ struck }) => struck >= 2),
  )
  expect((await office.read(run))['finishedAt']).toBe(null)
  expect(await office.read('invoices/HOUR')).toMatchObject({ status: 'waiting', problems: [] })
  expect((await office.ask('PUT', 'invoices/DURING', invoice('DURING', 'C', 10_000))).status).toBe(201)
  await office.control('clock', { advanceSeconds: 3_700 })
  expect((await finished(run))['status']).toBe('Done')
  await office.saveAndSync()
  expect(await numbers()).toEqual(['DURING', 'HOUR', 'LIM1', 'LIM2', 'ONE', 'TWO'])
})

test('another organisation chosen when signing in again is refused by name, and the books that were connected stay connected', async () => {
  const { organisationId: wrong } = await office.control<{ organisationId: string }>('organisations', {
    name: 'Somebody else’s books',
    country: 'GB',
  })
  const begun = await office.ask('POST', `${office.path}/reconnect`, {})
  await office.control('edit', { organisationId: office.organisationId, action: 'disconnect' })
  const back = await consent(String(begun.body['authorizeUrl']), 'allow', [wrong])
  expect([back.searchParams.get('state'), back.searchParams.get('problem')]).toEqual(['refused', 'ORGANISATION_CHANGED'])
  expect((await office.control<{ invoices: object[] }>(`books?organisationId=${wrong}`)).invoices).toEqual([])
  await office.save('invoices', 'RIGHT', invoice('RIGHT', 'C', 10_000))
  const right = await office.ask('POST', `${office.path}/reconnect`, {})
  await consent(String(right.body['authorizeUrl']), 'allow', [office.organisationId])
  await office.saveAndSync()
  expect(await numbers()).toContain('RIGHT')
  expect((await office.control<{ invoices: object[] }>(`books?organisationId=${wrong}`)).invoices).toEqual([])
})

test('access that was taken away is said on the connection, what waits is kept, and signing in again sends it once', async () => {
  await office.control('edit', { organisationId: office.organisationId, action: 'disconnect' })
  await office.save('invoices', 'REVOKED', invoice('REVOKED', 'C', 10_000))
  await finished(await ask())
  const { state, reason } = (await office.read(office.path)) as { state: string; reason: { code: string; whatToDo: string } }
  expect([state, reason.code]).toEqual(['needs-attention', 'ORGANISATION_DISCONNECTED'])
  expect(reason.whatToDo).toBe('Press Reconnect and choose the same organisation.')
  expect(await office.read('invoices/REVOKED')).toMatchObject({ problems: [] })
  const begun = await office.ask('POST', `${office.path}/reconnect`, {})
  await consent(String(begun.body['authorizeUrl']), 'allow', [office.organisationId])
  await office.saveAndSync()
  expect((await numbers()).filter((number) => number === 'REVOKED')).toEqual(['REVOKED'])
})
