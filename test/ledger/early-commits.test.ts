import { type RawBuilder, sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Db, inCompanyOn } from '../../ledger/database.ts'
import { markSent } from '../../ledger/envelopes.ts'
import { freshLedger } from './fresh-ledger.ts'
import { openDesk } from './planned-writes.ts'

const fresh = freshLedger()

/** A place in PostgreSQL's log, as a number that grows. */
async function placeOf(db: Db, place: RawBuilder<unknown>): Promise<bigint> {
  const { rows } = await sql<{ bytes: string }>`select (${place} - '0/0'::pg_lsn)::text as bytes`.execute(db)
  return BigInt(rows[0]?.bytes ?? 0)
}

test('a claim does not wait for the disk, and is on the disk when its envelope is marked as sent', async () => {
  const companyId = await fresh.newCompany()
  const early = { ...fresh.ledger, app: fresh.ledger.early }
  const desk = await openDesk(early, companyId)
  const run = await desk.plan([{ externalId: 'c1' }])
  const hold = await desk.write(run)
  const claimed = await placeOf(fresh.ledger.app, sql`pg_current_wal_insert_lsn()`)
  expect(await markSent(fresh.ledger, hold)).toBe(true)
  expect(await placeOf(fresh.ledger.app, sql`pg_current_wal_flush_lsn()`)).toBeGreaterThan(claimed)
})

test('only what means nothing without a later commit goes without waiting for the disk', async () => {
  const companyId = await fresh.newCompany()
  const waits = async (db: Db) => {
    const { rows } = await inCompanyOn(db, companyId, ({ db: inside }) =>
      sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(inside),
    )
    return rows[0]?.synchronous_commit
  }
  expect([await waits(fresh.ledger.app), await waits(fresh.ledger.early)]).toEqual(['on', 'off'])
})

test('a claim that was lost with the database is not sent', async () => {
  const companyId = await fresh.newCompany()
  const desk = await openDesk(fresh.ledger, companyId)
  const run = await desk.plan([{ externalId: 'c1' }])
  const hold = await desk.write(run)
  await desk.as(async ({ db }) => {
    await db.deleteFrom('envelope_items').where('envelope_id', '=', hold.envelopeId).execute()
    await db.deleteFrom('envelopes').where('id', '=', hold.envelopeId).execute()
  })
  expect(await markSent(fresh.ledger, hold)).toBe(false)
})
