import { sql } from 'kysely'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { announce, type Change, openChanges } from '../../ledger/changes.ts'
import type { Scope } from '../../ledger/database.ts'
import { appendEvent, deliveriesToMake, listEvents, readDelivery, settleDelivery, waitingDeliveries } from '../../ledger/events.ts'
import { type BellPlace, listNotifications, notify, readNotification, saidLately } from '../../ledger/notifications.ts'
import { freshLedger } from './fresh-ledger.ts'
import { until } from '../setup/until.ts'
import { readyConnection } from './samples.ts'

const fresh = freshLedger()

test('events of a company are numbered without a gap, in the order of their commits, however many write at once', async () => {
  const company = await fresh.newCompany()
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      fresh.as(company, async (scope) => {
        appendEvent(scope, 'document.in-books', { externalId: `i${index}` })
        appendEvent(scope, 'document.updated', { externalId: `i${index}` })
      }),
    ),
  )
  await fresh.as(company, async (scope) => {
    const events = await listEvents(scope, 0, 100)
    expect(events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
    expect((await listEvents(scope, 38)).map(({ sequence }) => sequence)).toEqual([39, 40])
  })
})

test('an event of a transaction that failed was never told', async () => {
  const company = await fresh.newCompany()
  await expect(
    fresh.as(company, async (scope) => {
      appendEvent(scope, 'document.in-books', { externalId: 'i1' })
      throw new Error('failed')
    }),
  ).rejects.toThrow('failed')
  expect(await fresh.as(company, (scope) => listEvents(scope))).toEqual([])
})

async function endpoint(scope: Scope, types: string[] | null, disabled = false): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into webhook_endpoints (host_id, company_id, url, secret, types, disabled_at)
    select host_id, company_id, 'https://host.example/hook', 'sealed', ${types}, ${disabled ? new Date() : null} from companies
    returning id`.execute(scope.db)
  return rows[0]?.id ?? ''
}

test('each endpoint that wants an event gets a delivery of its own, with what is needed to make it', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    await endpoint(scope, null)
    await endpoint(scope, ['document.in-books'])
    await endpoint(scope, ['tie-out.finished'])
    await endpoint(scope, null, true)
  })
  await fresh.as(company, async (scope) => appendEvent(scope, 'document.in-books', { externalId: 'i1' }))
  const [first, second, ...more] = await fresh.as(company, (scope) => deliveriesToMake(scope))
  expect(more).toEqual([])
  await fresh.as(company, async (scope) => {
    expect(await readDelivery(scope, first ?? '')).toMatchObject({
      url: 'https://host.example/hook',
      type: 'document.in-books',
      sequence: 1,
      attempts: 0,
    })
    await settleDelivery(scope, first ?? '', { state: 'waiting', status: 500, error: 'HTTP 500' })
    expect(await readDelivery(scope, first ?? '')).toMatchObject({ attempts: 1 })
    await settleDelivery(scope, first ?? '', { state: 'delivered', status: 200 })
    expect(await readDelivery(scope, first ?? '')).toBeUndefined()
  })
  const waiting = await waitingDeliveries(fresh.ledger)
  expect(waiting.filter(({ companyId }) => companyId === company)).toEqual([{ id: second, companyId: company }])
})

test('a company neither reads nor settles events, deliveries and notifications of another', async () => {
  const [mine, theirs] = [await fresh.newCompany(), await fresh.newCompany()]
  await fresh.as(theirs, (scope) => endpoint(scope, null))
  const notificationId = await fresh.as(theirs, async (scope) => {
    appendEvent(scope, 'document.in-books', { externalId: 'i1' })
    return notify(scope, { code: 'RUN_FINISHED' })
  })
  const [deliveryId = ''] = await fresh.as(theirs, (scope) => deliveriesToMake(scope))
  await fresh.as(mine, async (scope) => {
    expect(await listEvents(scope)).toEqual([])
    expect(await readDelivery(scope, deliveryId)).toBeUndefined()
    await settleDelivery(scope, deliveryId, { state: 'failed' })
    expect(await listNotifications(scope)).toEqual([])
    expect(await readNotification(scope, notificationId)).toBe(false)
  })
  expect(await fresh.as(theirs, (scope) => readDelivery(scope, deliveryId))).toBeDefined()
})

test('a notification is read once and stays on the list, and what was said lately is known', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    const id = await notify(scope, { code: 'SCHEDULE_MISSED', connectionId, values: { hours: 3 } })
    expect(await saidLately(scope, 'SCHEDULE_MISSED', connectionId)).toBe(true)
    expect(await saidLately(scope, 'TIE_OUT_DIFFERS', connectionId)).toBe(false)
    expect(await readNotification(scope, id)).toBe(true)
    expect(await listNotifications(scope, { unread: true })).toEqual([])
    expect(await listNotifications(scope)).toMatchObject([{ code: 'SCHEDULE_MISSED', values: { hours: 3 } }])
    for (let more = 0; more < 9; more++) await notify(scope, { code: 'RUN_FINISHED', connectionId })
    // As said in one moment: nothing but the id tells them apart.
    await scope.db
      .updateTable('notifications')
      .set({ at: new Date('2026-11-21T08:00:00.123Z') })
      .execute()
    const seen: string[] = []
    for (let before: BellPlace | undefined; ; ) {
      const page = await listNotifications(scope, { limit: 3, before })
      seen.push(...page.map((one) => one.id))
      const last = page.at(-1)
      if (last === undefined) break
      before = last
    }
    expect([seen.length, new Set(seen).size]).toEqual([10, 10])
  })
})

test('changes are heard after the commit, and a lost connection comes back and says that something may have been missed', async () => {
  const company = await fresh.newCompany()
  const changes = await openChanges(fresh.databaseUrl)
  const heard: Change[] = []
  const stop = changes.listen((change) => heard.push(change))
  await fresh.as(company, (scope) => announce(scope, 'document', 'invoice/i1'))
  await expect(
    fresh.as(company, async (scope) => {
      await announce(scope, 'document', 'invoice/never')
      throw new Error('failed')
    }),
  ).rejects.toThrow('failed')
  await until(() => heard.length > 0)
  expect(heard).toEqual([{ companyId: company, kind: 'document', id: 'invoice/i1' }])

  await endListening()
  await until(() => heard.some(({ kind }) => kind === 'resync'))
  await fresh.as(company, (scope) => announce(scope, 'document', 'invoice/i2'))
  await until(() => heard.some((change) => 'id' in change && change.id === 'invoice/i2'))
  stop()
  await changes.close()
})

/** As if the network had failed: only the owner may end the connection of another. */
async function endListening(): Promise<void> {
  const client = new Client({ connectionString: fresh.databaseUrl })
  await client.connect()
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'counterfoil_changes' and datname = current_database()`,
  )
  await client.end()
}
