import { type RawBuilder, sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Db, inCompany, inCompanyEarly, openLedger, type Scope } from '../../ledger/database.ts'
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
  const desk = await openDesk(fresh.ledger, companyId, inCompanyEarly)
  const run = await desk.plan([{ externalId: 'c1' }])
  const hold = await desk.write(run)
  const claimed = await placeOf(fresh.ledger.app, sql`pg_current_wal_insert_lsn()`)
  expect(await markSent(fresh.ledger, hold)).toBe(true)
  expect(await placeOf(fresh.ledger.app, sql`pg_current_wal_flush_lsn()`)).toBeGreaterThan(claimed)
})

test('a commit waits for the disk unless its own transaction says otherwise, and the next one on that connection waits again', async () => {
  const companyId = await fresh.newCompany()
  const ledger = openLedger(fresh.databaseUrl, { connections: 1 })
  const waits = async ({ db }: Scope) =>
    (await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(db)).rows[0]?.synchronous_commit
  const seen = [
    await inCompany(ledger, companyId, waits),
    await inCompanyEarly(ledger, companyId, waits),
    await inCompany(ledger, companyId, waits),
  ]
  await ledger.close()
  expect(seen).toEqual(['on', 'off', 'on'])
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
