import { expect, test } from 'vitest'
import { attachConsent, chooseOrganisation } from '../../ledger/choose-organisation.ts'
import {
  connectionsOfOrganisation,
  createConnection,
  disconnectConnection,
  listConnections,
  markNeedsAttention,
  markReady,
  pauseConnection,
  readConnection,
  resumeConnection,
  saveAutomations,
  saveOrganisation,
} from '../../ledger/connections.ts'
import { beginConsent, useConsent } from '../../ledger/consents.ts'
import { listEvents } from '../../ledger/events.ts'
import { linksOfDocument, link } from '../../ledger/links.ts'
import { listNotifications } from '../../ledger/notifications.ts'
import { saveDocument } from '../../ledger/save-documents.ts'
import { readSettings, saveSettings } from '../../ledger/settings.ts'
import { countsByStatus } from '../../ledger/standings.ts'
import { defaultSettings } from '../../domain/settings.ts'
import { freshLedger } from './fresh-ledger.ts'
import { customer, readyConnection, tokenSet } from './samples.ts'

const fresh = freshLedger()

test('a consent is used once, by who began it, and not after ten minutes', async () => {
  const company = await fresh.newCompany()
  const state = await fresh.as(company, async (scope) =>
    beginConsent(scope, { connectionId: await createConnection(scope, 'xero'), askedBy: 'session:1', returnTo: '/settings' }),
  )
  expect(await useConsent(fresh.ledger, state, (askedBy) => askedBy === 'session:2')).toBeUndefined()
  expect(await useConsent(fresh.ledger, 'made-up', () => true)).toBeUndefined()
  expect(await useConsent(fresh.ledger, state, (askedBy) => askedBy === 'session:1')).toMatchObject({
    companyId: company,
    returnTo: '/settings',
  })
  expect(await useConsent(fresh.ledger, state, () => true)).toBeUndefined()

  const late = await fresh.as(company, async (scope) => {
    const begun = await beginConsent(scope, { connectionId: await createConnection(scope, 'xero'), askedBy: 'session:1' })
    await scope.db
      .updateTable('consents')
      .set({ expires_at: new Date(0) })
      .where('used_at', 'is', null)
      .execute()
    return begun
  })
  expect(await useConsent(fresh.ledger, late, () => true)).toBeUndefined()
})

test('a consent that comes back twice at once is used once', async () => {
  const company = await fresh.newCompany()
  const state = await fresh.as(company, async (scope) =>
    beginConsent(scope, { connectionId: await createConnection(scope, 'xero'), askedBy: 'session:1' }),
  )
  const uses = await Promise.all([1, 2, 3].map(() => useConsent(fresh.ledger, state, () => true)))
  expect(uses.filter((use) => use !== undefined)).toHaveLength(1)
})

test('one organisation is chosen by itself, several are a choice, and the documents that are there become due', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    await saveDocument(scope, 'customer', 'c1', customer())
    const connectionId = await createConnection(scope, 'xero')
    const choices = [
      { organisationId: 'o1', name: 'One' },
      { organisationId: 'o2', name: 'Two' },
    ]
    expect(await attachConsent(scope, connectionId, { tokenSetId: await tokenSet(scope), choices })).toEqual({
      state: 'choosing',
      connectionId,
    })
    expect(await countsByStatus(scope, connectionId)).toEqual([])
    expect(await chooseOrganisation(scope, connectionId, 'o3')).toMatchObject({ state: 'refused', code: 'ORGANISATION_NOT_CHOSEN' })
    expect(await chooseOrganisation(scope, connectionId, 'o2')).toMatchObject({ state: 'ready', connectionId })
    expect(await countsByStatus(scope, connectionId)).toEqual([{ kind: 'customer', status: 'waiting', count: 1, due: 1 }])
  })
  expect(await connectionsOfOrganisation(fresh.ledger, 'xero', 'o2')).toMatchObject([{ companyId: company }])
})

test('connecting the same organisation again keeps settings, links and history (law 7)', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const first = await readyConnection(scope, 'same')
    await saveSettings(scope, first, { ...defaultSettings, startFrom: '2026-01-01' }, { changedBy: 'session:1' })
    await saveDocument(scope, 'customer', 'c1', customer())
    await link(scope, { connectionId: first, kind: 'customer', externalId: 'c1', bookId: 'b1', how: 'pushed', version: 1 })
    await disconnectConnection(scope, first)

    const second = await createConnection(scope, 'xero')
    const attached = await attachConsent(scope, second, {
      tokenSetId: await tokenSet(scope),
      choices: [{ organisationId: 'same', name: 'Same' }],
    })
    expect(attached).toEqual({ state: 'ready', connectionId: first, organisationId: 'same' })
    expect((await listConnections(scope)).map(({ id, state }) => [id, state])).toEqual([[first, 'ready']])
    expect((await readConnection(scope, second))?.reason).toBe(`continued-by:${first}`)
    expect((await readSettings(scope, first)).body.startFrom).toBe('2026-01-01')
    expect(await linksOfDocument(scope, { kind: 'customer', externalId: 'c1' }, first)).toHaveLength(1)
  })
})

test('signing in again with another organisation is refused and leaves the connection as it was', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope, 'mine')
    const before = await readConnection(scope, connectionId)
    const choices = [{ organisationId: 'another', name: 'Another' }]
    expect(await attachConsent(scope, connectionId, { tokenSetId: await tokenSet(scope), choices })).toEqual({
      state: 'refused',
      code: 'ORGANISATION_CHANGED',
    })
    expect(await readConnection(scope, connectionId)).toEqual(before)
  })
})

test('what stops a connection is told to the bell and the host once, and mending it is told too', async () => {
  const company = await fresh.newCompany()
  const connectionId = await fresh.as(company, (scope) => readyConnection(scope))
  for (let time = 0; time < 3; time++) await fresh.as(company, (scope) => markNeedsAttention(scope, connectionId, 'CONNECTION_LOST'))
  await fresh.as(company, (scope) => markReady(scope, connectionId))
  await fresh.as(company, async (scope) => {
    expect((await listEvents(scope)).map(({ type, sequence }) => [sequence, type])).toEqual([
      [1, 'connection.connected'],
      [2, 'connection.needs-attention'],
      [3, 'connection.connected'],
    ])
    expect(await listNotifications(scope)).toHaveLength(1)
  })
})

test('a paused connection stays paused when its sign-in fails, and resuming without a sign-in needs attention', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    expect(await pauseConnection(scope, connectionId)).toBe(true)
    await markNeedsAttention(scope, connectionId, 'CONNECTION_LOST')
    expect((await readConnection(scope, connectionId))?.state).toBe('paused')
    await scope.db.updateTable('token_sets').set({ state: 'dead' }).execute()
    expect(await resumeConnection(scope, connectionId)).toBe(true)
    expect(await readConnection(scope, connectionId)).toMatchObject({ state: 'needs-attention', reason: 'CONNECTION_LOST' })
  })
})

test('ending one connection says whether others use the same sign-in', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const tokenSetId = await tokenSet(scope)
    const [one, two] = [await createConnection(scope, 'xero'), await createConnection(scope, 'xero')]
    await attachConsent(scope, one, { tokenSetId, choices: [{ organisationId: 'o1', name: 'One', grantId: 'g1' }] })
    await attachConsent(scope, two, { tokenSetId, choices: [{ organisationId: 'o2', name: 'Two', grantId: 'g2' }] })
    expect(await disconnectConnection(scope, one)).toEqual({ tokenSetId, grantId: 'g1', shared: true })
    expect(await disconnectConnection(scope, two)).toEqual({ tokenSetId, grantId: 'g2', shared: false })
  })
})

test('a company neither sees nor moves the connections of another', async () => {
  const [mine, theirs] = [await fresh.newCompany(), await fresh.newCompany()]
  const connectionId = await fresh.as(theirs, (scope) => readyConnection(scope))
  await fresh.as(mine, async (scope) => {
    expect(await readConnection(scope, connectionId)).toBeUndefined()
    expect(await listConnections(scope)).toEqual([])
    expect(await pauseConnection(scope, connectionId)).toBe(false)
    expect(await disconnectConnection(scope, connectionId)).toBeUndefined()
  })
  expect((await fresh.as(theirs, (scope) => readConnection(scope, connectionId)))?.state).toBe('ready')
})

test('rule 44: what a reading says of the organisation does not take away what another found out of its automations, and the other way round', async () => {
  const company = await fresh.newCompany()
  const connectionId = await fresh.as(company, (scope) => readyConnection(scope))
  const read = { organisationId: 'o', name: 'A', country: 'GB', baseCurrency: 'GBP', currencies: ['GBP'], notAllowed: [], isDemo: false }
  const reminders = (state: 'on' | 'off') => ({ readAt: '2026-11-21T08:00:00.000Z', invoiceReminders: { state } })
  const kept = async () => (await fresh.as(company, (scope) => readConnection(scope, connectionId)))?.organisation
  await fresh.as(company, (scope) => saveOrganisation(scope, connectionId, { ...read, lockedUntil: '2026-09-30' }))
  expect(await kept()).toEqual({ ...read, lockedUntil: '2026-09-30' })
  await fresh.as(company, (scope) => saveAutomations(scope, connectionId, reminders('on')))
  await fresh.as(company, (scope) => saveOrganisation(scope, connectionId, read))
  expect(await kept()).toEqual({ ...read, automations: reminders('on') })
  await fresh.as(company, (scope) => saveAutomations(scope, connectionId, reminders('off')))
  expect(await kept()).toEqual({ ...read, automations: reminders('off') })
})
