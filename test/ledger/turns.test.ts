import { fork } from 'node:child_process'
import { once } from 'node:events'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Lane } from '../../domain/entities.ts'
import { endTurn, hear, takeTurn, type Turn, type TurnLimits } from '../../ledger/turns.ts'
import { freshLedger } from './fresh-ledger.ts'
import type { CallOfProcess } from './turns-in-a-process.ts'

const fresh = freshLedger()
const limits: TurnLimits = { perMinute: 60, perMinuteSpent: 58, reservedForExpress: 2, perDay: 5000, concurrent: 5 }
const wish = (organisationId: string, lane: Lane = 'bulk', changed: Partial<TurnLimits> = {}) => ({
  provider: 'xero' as const,
  organisationId,
  lane,
  limits: { ...limits, ...changed },
  leaseMs: 60_000,
})

async function call(organisationId: string, lane: Lane = 'bulk', changed: Partial<TurnLimits> = {}): Promise<Turn> {
  const turn = await takeTurn(fresh.ledger, wish(organisationId, lane, changed))
  if (turn.granted) await endTurn(fresh.ledger, turn.turnId)
  return turn
}

/** As if this had happened so long ago. */
const age = (organisationId: string, interval: string) =>
  sql`update turns set taken_at = taken_at - ${interval}::interval, ended_at = ended_at - ${interval}::interval where organisation_id = ${organisationId}`.execute(
    fresh.ledger.app,
  )

test('of a minute bulk spends 58 and express two more, and then both are told how long to wait', async () => {
  for (let count = 0; count < 58; count++) expect((await call('minute')).granted).toBe(true)
  const bulk = await call('minute')
  expect(bulk).toEqual({ granted: false, retryAfterMs: expect.any(Number) })
  expect(bulk.granted ? 0 : bulk.retryAfterMs).toBeGreaterThan(50_000)
  expect((await call('minute', 'express')).granted).toBe(true)
  expect((await call('minute', 'express')).granted).toBe(true)
  expect((await call('minute', 'express')).granted).toBe(false)
  await age('minute', '61 seconds')
  expect((await call('minute')).granted).toBe(true)
})

test('a call counts for the minute from when it ended, because it may have arrived late', async () => {
  const few = { perMinute: 1, perMinuteSpent: 1, reservedForExpress: 0 }
  const turn = await takeTurn(fresh.ledger, wish('late', 'bulk', few))
  await sql`update turns set taken_at = taken_at - interval '61 seconds' where organisation_id = 'late'`.execute(fresh.ledger.app)
  if (turn.granted) await endTurn(fresh.ledger, turn.turnId)
  expect((await call('late', 'bulk', few)).granted).toBe(false)
})

test('five calls are under way at once and no sixth, until one ends or its lease is over', async () => {
  const turns = await Promise.all(Array.from({ length: 8 }, () => takeTurn(fresh.ledger, wish('places'))))
  const granted = turns.flatMap((turn) => (turn.granted ? [turn.turnId] : []))
  expect(granted).toHaveLength(5)
  await endTurn(fresh.ledger, granted[0] ?? 0)
  expect((await takeTurn(fresh.ledger, wish('places'))).granted).toBe(true)
  expect((await takeTurn(fresh.ledger, wish('places'))).granted).toBe(false)
  await sql`update turns set lease_until = clock_timestamp() where organisation_id = 'places' and ended_at is null`.execute(
    fresh.ledger.app,
  )
  expect((await takeTurn(fresh.ledger, wish('places'))).granted).toBe(true)
})

test('a place that becomes free goes to the express call that was refused, not to bulk', async () => {
  const turns = await Promise.all(Array.from({ length: 5 }, () => takeTurn(fresh.ledger, wish('wanted'))))
  expect((await takeTurn(fresh.ledger, wish('wanted', 'express'))).granted).toBe(false)
  const [first] = turns
  if (first?.granted) await endTurn(fresh.ledger, first.turnId)
  expect((await takeTurn(fresh.ledger, wish('wanted', 'bulk'))).granted).toBe(false)
  expect((await takeTurn(fresh.ledger, wish('wanted', 'express'))).granted).toBe(true)
})

test('a day has its limit too, and bulk leaves some of it to express', async () => {
  const day = { perMinute: Number.POSITIVE_INFINITY, perMinuteSpent: Number.POSITIVE_INFINITY, perDay: 100 }
  for (let count = 0; count < 98; count++) expect((await call('day', 'bulk', day)).granted).toBe(true)
  expect((await call('day', 'bulk', day)).granted).toBe(false)
  expect((await call('day', 'express', day)).granted).toBe(true)
  expect((await call('day', 'express', day)).granted).toBe(true)
  const refused = await call('day', 'express', day)
  expect(refused.granted ? 0 : refused.retryAfterMs).toBeGreaterThan(23 * 3_600_000)
})

test('nobody calls before Retry-After is over, and a shorter word later does not shorten it', async () => {
  await hear(fresh.ledger, { provider: 'xero', organisationId: 'wait' }, { retryAfterSeconds: 26, problem: 'minute' })
  await hear(fresh.ledger, { provider: 'xero', organisationId: 'wait' }, { minuteLeft: 40, dayLeft: 344 })
  for (const lane of ['bulk', 'express'] as const) {
    const turn = await call('wait', lane)
    expect(turn.granted ? 0 : turn.retryAfterMs).toBeGreaterThan(20_000)
  }
  await sql`update turn_books set not_before = clock_timestamp() where organisation_id = 'wait'`.execute(fresh.ledger.app)
  expect((await call('wait')).granted).toBe(true)
})

test('limits are those of one organisation: another is not held up', async () => {
  const one = { concurrent: 1 }
  expect((await takeTurn(fresh.ledger, wish('alone-1', 'bulk', one))).granted).toBe(true)
  expect((await takeTurn(fresh.ledger, wish('alone-2', 'bulk', one))).granted).toBe(true)
  expect((await takeTurn(fresh.ledger, wish('alone-1', 'bulk', one))).granted).toBe(false)
})

test('two operating-system processes with eight callers each never exceed the minute nor the places together', async () => {
  const program = new URL('turns-in-a-process.ts', import.meta.url)
  const children = [1, 2].map(() => fork(program, [fresh.databaseUrl]))
  await Promise.all(children.map((child) => once(child, 'message')))
  const calls = await Promise.all(
    children.map(async (child) => {
      const answer = once(child, 'message')
      child.send('begin')
      const [made] = (await answer) as [CallOfProcess[]] // what turns-in-a-process.ts sends last
      return made
    }),
  )
  expect(calls.every((made) => made.length > 0)).toBe(true)
  const all = calls.flat()
  expect(all).toHaveLength(40)
  const most = Math.max(...all.map(({ from }) => all.filter((other) => other.from <= from && other.to > from).length))
  expect(most).toBe(3)
})

test('turns that count for no limit any more are not kept', async () => {
  await call('old')
  await age('old', '26 hours')
  for (let count = 0; count < 200; count++) await call('old', 'bulk', { perMinuteSpent: Number.POSITIVE_INFINITY })
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from turns where organisation_id = 'old' and taken_at < clock_timestamp() - interval '25 hours'`.execute(
    fresh.ledger.app,
  )
  expect(rows[0]?.count).toBe(0)
})
