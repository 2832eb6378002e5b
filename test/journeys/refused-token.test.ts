import { afterAll, beforeAll, expect, test } from 'vitest'
import { attachConsent } from '../../ledger/choose-organisation.ts'
import { readConnection } from '../../ledger/connections.ts'
import { listNotifications } from '../../ledger/notifications.ts'
import { whereDocumentsStand } from '../../ledger/where-documents-stand.ts'
import { type Engine, startEngine } from './engine.ts'
import { mapCodes } from './trade.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngine()
  await mapCodes(engine)
})
afterAll(() => engine.stop())

/** What Xero says of a token that it takes for ended (reference xero.md 10). */
const expired = {
  kind: 'status',
  status: 401,
  body: '{"Type":null,"Title":"Unauthorized","Status":401,"Detail":"TokenExpired: token expired at 09/24/2021 08:23:47"}',
}
const disconnected = { kind: 'status', status: 403, body: '{"Title":"Forbidden","Status":403,"Detail":"AuthenticationUnsuccessful"}' }

const save = (externalId: string) => engine.save('customer', { [externalId]: { state: 'active', name: `Customer ${externalId}` } })
const connection = () => engine.asCompany((scope) => readConnection(scope, engine.connectionId))
const bell = async () => (await engine.asCompany((scope) => listNotifications(scope))).map(({ code }) => code)
const standing = async (externalId: string) =>
  (await engine.asCompany((scope) => whereDocumentsStand(scope, [{ kind: 'customer', externalId }]))).get(`customer/${externalId}`)?.status
const inBooks = async (externalId: string) =>
  (await engine.control<{ contacts: { Name: string }[] }>(`books?organisationId=${engine.organisationId}`)).contacts.filter(
    ({ Name }) => Name === `Customer ${externalId}`,
  ).length
/** How often a path was asked for since the last count. */
async function asked(path: string): Promise<number> {
  const { requests } = await engine.control<{ requests: { path: string }[] }>('requests')
  await engine.control('requests', undefined, 'DELETE')
  return requests.filter((request) => request.path.startsWith(path)).length
}
async function signInAgain(): Promise<void> {
  const tokenSetId = (await connection())?.token_set_id ?? ''
  await engine.control('faults', undefined, 'DELETE')
  await engine.asCompany((scope) =>
    attachConsent(scope, engine.connectionId, { tokenSetId, choices: [{ organisationId: engine.organisationId, name: 'Test Gas Ltd' }] }),
  )
}

test('a token refused once before its time is renewed once, and the run goes on as if nothing had been', async () => {
  await save('a')
  await asked('/')
  await engine.control('faults', { match: { path: '/Contacts\\?', method: 'PUT' }, times: 1, ...expired })
  expect((await engine.sync()).status).toBe('Done')
  expect([await inBooks('a'), await asked('/connect/token')]).toEqual([1, 1])
})

test('a token that another process had renewed may have ended as well: refused twice, the connection stands and the next renewal is fresh', async () => {
  await save('twice')
  await engine.control('faults', { match: { path: '/Contacts\\?', method: 'PUT' }, times: 2, ...expired })
  expect((await engine.sync()).status).toBe('Done')
  expect([await inBooks('twice'), (await connection())?.state]).toEqual([1, 'ready'])
  await asked('/')
})

test('a fresh token that is refused too ends the connection: it says so, the bell rings, and what was to be sent waits', async () => {
  await save('b')
  await asked('/')
  await engine.control('faults', { match: { path: '/Contacts\\?', method: 'PUT' }, times: 1_000, ...expired })
  const run = await engine.sync()
  expect([run.status, run.code]).toEqual(['Failed', 'CONNECTION_LOST'])
  expect(await connection()).toMatchObject({ state: 'needs-attention', reason: 'CONNECTION_LOST' })
  expect(await bell()).toContain('CONNECTION_NEEDS_ATTENTION')
  expect([await standing('b'), await inBooks('b'), await asked('/connect/token')]).toEqual(['waiting', 0, 2])
})

test('after signing in again what waited goes, once', async () => {
  await signInAgain()
  expect((await engine.sync()).status).toBe('Done')
  expect([await standing('b'), await inBooks('b')]).toEqual(['inBooks', 1])
})

test('a reading that is refused for good needs a person just as a sending does', async () => {
  await save('c')
  await engine.control('faults', { match: { path: '/Invoices', method: 'GET' }, times: 1_000, ...expired })
  expect((await engine.sync()).code).toBe('CONNECTION_LOST')
  expect(await connection()).toMatchObject({ state: 'needs-attention', reason: 'CONNECTION_LOST' })
  await signInAgain()
  await engine.control('faults', { match: { path: '/Invoices', method: 'GET' }, times: 1_000, ...disconnected })
  expect((await engine.sync()).code).toBe('ORGANISATION_DISCONNECTED')
  expect(await connection()).toMatchObject({ state: 'needs-attention', reason: 'ORGANISATION_DISCONNECTED' })
  await signInAgain()
  expect((await engine.sync()).status).toBe('Done')
  expect(await inBooks('c')).toBe(1)
})
