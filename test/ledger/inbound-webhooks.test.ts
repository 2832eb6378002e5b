import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { forgottenInbound, type InboundNote, isRunUnderWay, markHandled, noteInbound, settleEchoes } from '../../ledger/inbound-webhooks.ts'
import { applyDocuments } from '../../ledger/mirror.ts'
import { settleEnvelope } from '../../ledger/settle-envelope.ts'
import { requestSync } from '../../ledger/sync-requests.ts'
import { beginRun, finishRun } from '../../ledger/sync-runs.ts'
import { freshLedger } from './fresh-ledger.ts'
import { type Desk, openDesk } from './planned-writes.ts'

const fresh = freshLedger()
const newDesk = async () => openDesk(fresh.ledger, await fresh.newCompany())
const now = (seconds = 0): string => new Date(Date.now() + seconds * 1_000).toISOString()
const said = (bookId: string, seconds = 0): InboundNote => ({ kind: 'invoices', bookId, occurredAt: now(seconds) })
const hear = (desk: Desk, ...notes: InboundNote[]) => desk.as((scope) => noteInbound(scope, desk.connectionId, notes))
const echoes = (desk: Desk) => desk.as((scope) => settleEchoes(scope, desk.connectionId))
const newRun = async (desk: Desk) => {
  const run = await desk.plan([{ externalId: 'c9' }])
  await desk.as((scope) => beginRun(scope, run, 1))
  return run
}

test('a provider that repeats itself is noted once', async () => {
  const desk = await newDesk()
  expect(await hear(desk, said('i1'), said('i1'))).toBe(1)
  expect(await hear(desk, said('i1'), said('i2'))).toBe(2)
})

test('the echo of what we wrote and of what that touched wants no reading; a change by somebody else does', async () => {
  const desk = await newDesk()
  await desk.as((scope) =>
    sql`insert into links (company_id, connection_id, kind, external_id, part, book_id, how, version)
      values (${scope.companyId}, ${desk.connectionId}, 'customer', 'c1', 'main', 'contact-1', 'pushed', 1)`.execute(scope.db),
  )
  const hold = await desk.send(await desk.plan([{ kind: 'invoice', externalId: 'i1', needs: ['customer/c1'] }]), { step: 'invoices' })
  await settleEnvelope(fresh.ledger, hold, [{ result: 'taken', bookId: 'invoice-1' }])
  expect(await hear(desk, said('invoice-1'), { ...said('contact-1'), kind: 'contacts' })).toBe(0)
  expect(await hear(desk, said('invoice-1', 60))).toBe(1)
  expect(await hear(desk, said('invoice-2'))).toBe(2)
})

test('an echo that is faster than the answer is recognised when the run closes', async () => {
  const desk = await newDesk()
  const hold = await desk.send(await desk.plan([{ externalId: 'c1' }]))
  expect(await hear(desk, said('invoice-1'), said('other'))).toBe(2)
  await settleEnvelope(fresh.ledger, hold, [{ result: 'taken', bookId: 'invoice-1' }])
  expect(await echoes(desk)).toBe(1)
})

test('what the mirror has read already wants no reading', async () => {
  const desk = await newDesk()
  const changed = now(-60)
  await desk.as((scope) =>
    applyDocuments(scope, desk.connectionId, [
      {
        bookId: 'invoice-1',
        number: 'A-1',
        kind: 'invoice',
        contactId: 'k1',
        date: '2026-03-01',
        currency: 'GBP',
        net: 100,
        tax: 20,
        gross: 120,
        taxes: [],
        state: 'inLedger',
        amountDue: 120,
        updatedAt: changed,
      },
    ]),
  )
  expect(await hear(desk, { ...said('invoice-1'), occurredAt: changed })).toBe(0)
  expect(await hear(desk, said('invoice-1', -30))).toBe(1)
})

test('a run marks handled what was said before it began, and nothing that came later', async () => {
  const desk = await newDesk()
  await hear(desk, said('i1'), said('i2'))
  const run = await newRun(desk)
  await hear(desk, said('i2', 1), said('i3'))
  await desk.as((scope) => markHandled(scope, desk.connectionId, run))
  expect(await echoes(desk)).toBe(2)
  const later = await newRun(desk)
  await desk.as((scope) => markHandled(scope, desk.connectionId, later))
  expect(await echoes(desk)).toBe(0)
})

test('a run is under way from its beginning to its end', async () => {
  const desk = await newDesk()
  const underWay = () => desk.as((scope) => isRunUnderWay(scope, desk.connectionId))
  expect(await underWay()).toBe(false)
  const run = await newRun(desk)
  expect(await underWay()).toBe(true)
  await desk.as((scope) => finishRun(scope, run, { status: 'Done' }))
  expect(await underWay()).toBe(false)
})

test('the watch finds what nobody read after some minutes, once, and not while a run for it is asked for', async () => {
  const desk = await newDesk()
  await hear(desk, said('i1'))
  const forgotten = async () =>
    (await forgottenInbound(fresh.ledger, 5)).filter(({ connectionId }) => connectionId === desk.connectionId).length
  expect(await forgotten()).toBe(0)
  await desk.as((scope) => sql`update inbound_webhooks set noted_at = noted_at - interval '6 minutes'`.execute(scope.db))
  expect(await forgotten()).toBe(1)
  await desk.as((scope) =>
    requestSync(scope, { connectionId: desk.connectionId, lane: 'bulk', include: ['customersIn'], askedBy: 'provider' }),
  )
  expect(await forgotten()).toBe(0)
})

test('each of two companies at one organisation notes for itself', async () => {
  const [one, other] = [await newDesk(), await newDesk()]
  await hear(one, said('i1'))
  await hear(other, said('i1'))
  const run = await newRun(one)
  await one.as((scope) => markHandled(scope, one.connectionId, run))
  expect([await echoes(one), await echoes(other)]).toEqual([0, 1])
  await other.as(async (scope) => {
    expect((await scope.db.selectFrom('inbound_webhooks').select('company_id').distinct().execute()).length).toBe(1)
  })
})
