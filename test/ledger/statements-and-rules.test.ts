import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { envelopeStates, type EnvelopeState } from '../../domain/entities.ts'
import { firstNumber, goesOn, wokenBy } from '../../domain/rules/after-settling.ts'
import { type EnvelopeMove, envelopeMoves, mayMove, mayTakeOver, takenOver } from '../../domain/rules/envelope-moves.ts'
import { settleTimeLeft as leftByRule } from '../../domain/rules/settle-time.ts'
import type { Ledger } from '../../ledger/database.ts'
import { dueDocuments } from '../../ledger/due-documents.ts'
import {
  type Hold,
  letGo,
  markSent,
  markUnknown,
  putBack,
  readEnvelope,
  renewLease,
  settleTimeLeft,
  takeOver,
} from '../../ledger/envelopes.ts'
import { firstNumbers } from '../../ledger/first-numbers.ts'
import { link } from '../../ledger/links.ts'
import { saveDocument } from '../../ledger/save-documents.ts'
import { settleEnvelope } from '../../ledger/settle-envelope.ts'
import { setStanding, wakeChildren } from '../../ledger/standings.ts'
import { freshLedger } from './fresh-ledger.ts'
import { type Desk, openDesk } from './planned-writes.ts'
import { customer, invoice } from './samples.ts'

/* Some decisions of the protocol are taken in one statement, on locked rows. test/model explores the rules that say the same: here both are held together. */

const fresh = freshLedger()
const newDesk = async () => openDesk(fresh.ledger, await fresh.newCompany())
const HOUR_MS = 3_600_000

const moves = {
  markSent,
  putBack: (ledger: Ledger, hold: Hold) => putBack(ledger, hold, ''),
  markUnknown: (ledger: Ledger, hold: Hold) => markUnknown(ledger, hold, ''),
  letGo,
  renewLease: (ledger: Ledger, hold: Hold) => renewLease(ledger, hold, HOUR_MS),
  settle: async (ledger: Ledger, hold: Hold) => (await settleEnvelope(ledger, hold, [{ result: 'absent', alone: false }])).settled,
} satisfies Record<EnvelopeMove, (ledger: Ledger, hold: Hold) => Promise<boolean>>

/** An envelope that stands in a state, held by attempt 2. */
async function envelopeIn(desk: Desk, state: EnvelopeState, leaseOver: boolean): Promise<Hold> {
  const hold = await desk.write(await desk.plan([{ externalId: crypto.randomUUID() }]))
  await desk.as((scope) =>
    scope.db
      .updateTable('envelopes')
      .set({ state, attempt: 2, lease_until: sql<Date>`clock_timestamp() + make_interval(secs => ${leaseOver ? -1 : 3600})` })
      .where('id', '=', hold.envelopeId)
      .execute(),
  )
  return { ...hold, attempt: 2 }
}

test.each(Object.keys(envelopeMoves) as EnvelopeMove[])('an envelope is moved by %s exactly when the rule says so', async (move) => {
  const desk = await newDesk()
  for (const state of envelopeStates)
    for (const attempt of [1, 2]) {
      const hold = await envelopeIn(desk, state, true)
      const moved = await moves[move](fresh.ledger, { ...hold, attempt })
      expect([state, attempt, moved]).toEqual([state, attempt, mayMove({ state, attempt: 2, leaseUntil: 0 }, attempt, move)])
    }
})

test('an envelope is taken over exactly when the rule says so, and becomes what the rule says', async () => {
  const desk = await newDesk()
  for (const state of envelopeStates)
    for (const leaseOver of [true, false]) {
      const { envelopeId } = await envelopeIn(desk, state, leaseOver)
      const taken = await takeOver(fresh.ledger, desk.companyId, envelopeId, HOUR_MS)
      const rule = { state, attempt: 2, leaseUntil: leaseOver ? -1 : 3600 }
      expect([state, leaseOver, taken !== undefined]).toEqual([state, leaseOver, mayTakeOver(rule, 0)])
      const now = await desk.as((scope) => readEnvelope(scope, envelopeId))
      if (taken) expect([now?.state, now?.attempt]).toEqual([takenOver(rule, 0).state, takenOver(rule, 0).attempt])
    }
})

test('the wait before a look-up is the one of the rule, to within the time that the test takes', async () => {
  const desk = await newDesk()
  for (const sentAgo of [null, 0, 50, 200]) {
    const { envelopeId } = await envelopeIn(desk, 'unknown', true)
    await desk.as((scope) =>
      sql`update envelopes set written_at = clock_timestamp() - interval '300 seconds',
        sent_at = clock_timestamp() - make_interval(secs => ${sentAgo}::int) where id = ${envelopeId}`.execute(scope.db),
    )
    const left = await desk.as((scope) => settleTimeLeft(scope, envelopeId, 400_000))
    const rule = leftByRule({ sentAt: sentAgo === null ? null : -sentAgo * 1000, writtenAt: -300_000 }, 0, 400_000)
    expect(left).toBeLessThanOrEqual(rule)
    expect(left).toBeGreaterThan(rule - 30_000)
  }
})

test('the number first sent is the one of the rule, whatever became of the request', async () => {
  const desk = await newDesk()
  for (const sent of [true, false])
    for (const wasUnknown of [true, false])
      for (const result of [null, 'absent', 'refused', 'taken'] as const) {
        const externalId = crypto.randomUUID()
        const run = await desk.plan([{ kind: 'invoice', externalId, number: `N-${externalId}` }])
        const { envelopeId } = await desk.write(run, { step: 'invoices' })
        await desk.as(async ({ db }) => {
          await db
            .updateTable('envelopes')
            .set({ sent_at: sent ? new Date() : null, was_unknown: wasUnknown })
            .where('id', '=', envelopeId)
            .execute()
          await db
            .updateTable('envelope_items')
            .set({ open: result === null, result })
            .where('envelope_id', '=', envelopeId)
            .execute()
        })
        const found = await desk.as((scope) => firstNumbers(scope, desk.connectionId, 'invoice', [externalId]))
        const item = { operation: 'createInvoice', sent, open: result === null, result, wasUnknown, number: `N-${externalId}` } as const
        expect([sent, wasUnknown, result, found.get(externalId)]).toEqual([sent, wasUnknown, result, firstNumber([item])])
      }
})

test('a document whose write arrived is due again exactly when the rule says so', async () => {
  const desk = await newDesk()
  for (const newer of [true, false])
    for (const otherParts of [true, false])
      for (const numberToFollow of [true, false]) {
        const externalId = crypto.randomUUID()
        const other = otherParts ? [{ externalId, part: 'onAccount' as const }] : []
        const hold = await desk.send(await desk.plan([{ externalId }, ...other]).then((run) => onlyMain(desk, run)))
        if (numberToFollow)
          await desk.as((scope) =>
            sql`update envelope_items set expected = expected || '{"numberToFollow": "N"}' where envelope_id = ${hold.envelopeId}`.execute(
              scope.db,
            ),
          )
        if (newer) await desk.as((scope) => saveDocument(scope, 'customer', externalId, customer({ name: 'newer' })))
        await settleEnvelope(fresh.ledger, hold, [{ result: 'taken', bookId: externalId }])
        const due = (await desk.as((scope) => dueDocuments(scope, desk.connectionId, 'customer', { only: [externalId] }))).length > 0
        const rule = goesOn({ version: 1, newest: newer ? 2 : 1, numberToFollow, otherParts })
        expect([newer, otherParts, numberToFollow, due]).toEqual([newer, otherParts, numberToFollow, rule])
      }
})

/** Another part of the document waits in another group, so that the first claim leaves it planned. */
async function onlyMain(desk: Desk, run: string): Promise<string> {
  await desk.as((scope) =>
    scope.db.updateTable('sync_run_items').set({ batch_group: 'two' }).where('sync_run_id', '=', run).where('part', '<>', 'main').execute(),
  )
  return run
}

describe('a document that waits is woken exactly when the rule says so:', () => {
  const minute = 60_000
  test.each([
    ['its parent is linked', { linked: true, savedAt: undefined }],
    ['its parent is not', { linked: false, savedAt: undefined }],
    ['its parent was saved afterwards', { linked: false, savedAt: minute }],
    ['its parent was saved long before', { linked: false, savedAt: -60 * minute }],
  ])('%s', async (_title, parent) => {
    const desk = await newDesk()
    await desk.as(async (scope) => {
      await saveDocument(scope, 'customer', 'c1', customer())
      await saveDocument(scope, 'invoice', 'i1', invoice())
      if (parent.linked)
        await link(scope, { connectionId: desk.connectionId, kind: 'customer', externalId: 'c1', bookId: 'b1', how: 'pushed', version: 1 })
      const standing = { kind: 'invoice', externalId: 'i1', status: 'waiting', due: false, waitsFor: 'customer/c1' } as const
      await setStanding(scope, desk.connectionId, standing)
      const at = (ms: number | undefined) => sql`clock_timestamp() + make_interval(secs => ${(ms ?? -7_200_000) / 1000})`
      await sql`update standings set since = clock_timestamp() where kind = 'invoice'`.execute(scope.db)
      await sql`update documents set received_at = ${at(parent.savedAt)} where kind = 'customer'`.execute(scope.db)
      await wakeChildren(scope, desk.connectionId)
    })
    const due = (await desk.as((scope) => dueDocuments(scope, desk.connectionId, 'invoice'))).length > 0
    expect(due).toBe(wokenBy({ since: 0 }, parent))
  })
})
