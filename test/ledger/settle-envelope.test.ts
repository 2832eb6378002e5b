import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { absentItems } from '../../ledger/absent-items.ts'
import { dueDocuments } from '../../ledger/due-documents.ts'
import { letGo, markUnknown, takeOver } from '../../ledger/envelopes.ts'
import { link, linksOfDocument } from '../../ledger/links.ts'
import { saveDocument } from '../../ledger/save-documents.ts'
import { settleEnvelope } from '../../ledger/settle-envelope.ts'
import { finishRun } from '../../ledger/sync-runs.ts'
import { unreachedChildren } from '../../ledger/unreached-children.ts'
import { setStanding } from '../../ledger/standings.ts'
import { freshLedger } from './fresh-ledger.ts'
import { type Desk, openDesk } from './planned-writes.ts'
import { customer, invoice, pushed } from './samples.ts'
import { duesOf, linksOf, outcomesOf, problemsOf } from './what-became.ts'

const fresh = freshLedger()
const newDesk = async () => openDesk(fresh.ledger, await fresh.newCompany())

describe('a late answer writes only what it learnt (rules 7 and 20)', () => {
  async function fenced(desk: Desk) {
    const run = await desk.plan([{ externalId: 'c1' }])
    const late = await desk.send(run)
    await letGo(fresh.ledger, late)
    const newer = await takeOver(fresh.ledger, desk.companyId, late.envelopeId, 60_000)
    if (!newer) throw new Error('The lease was over')
    return { run, late, newer }
  }

  test('a document without a link is linked, and the attempt that took over finds it settled', async () => {
    const desk = await newDesk()
    const { run, late, newer } = await fenced(desk)
    await settleEnvelope(fresh.ledger, late, [{ result: 'taken', bookId: 'b1' }])
    expect(await linksOf(desk, 'customer', 'c1')).toEqual(['b1'])
    expect(await settleEnvelope(fresh.ledger, newer, [{ result: 'taken', bookId: 'b1' }])).toEqual({ settled: true })
    expect(await linksOf(desk, 'customer', 'c1')).toEqual(['b1'])
    expect(await outcomesOf(desk, run)).toEqual([['c1', 'done', 'pushed', null]])
    expect(await problemsOf(desk)).toEqual([])
  })

  test('another id than the one that is linked opens DOUBLED_IN_BOOKS and changes no link', async () => {
    const desk = await newDesk()
    const { late, newer } = await fenced(desk)
    await settleEnvelope(fresh.ledger, newer, [{ result: 'taken', bookId: 'b1' }])
    await settleEnvelope(fresh.ledger, late, [{ result: 'taken', bookId: 'b2' }])
    expect(await linksOf(desk, 'customer', 'c1')).toEqual(['b1'])
    expect(await problemsOf(desk)).toEqual([['c1', 'DOUBLED_IN_BOOKS']])
  })

  test('concluded absent and sent again, while the first request was only slow: both records are shown', async () => {
    const desk = await newDesk()
    const { run, late, newer } = await fenced(desk)
    await settleEnvelope(fresh.ledger, newer, [{ result: 'absent', alone: false }])
    const again = await desk.send(run)
    await settleEnvelope(fresh.ledger, late, [{ result: 'taken', bookId: 'b1' }])
    await settleEnvelope(fresh.ledger, again, [{ result: 'taken', bookId: 'b2' }])
    expect(await linksOf(desk, 'customer', 'c1')).toEqual(['b1'])
    expect(await problemsOf(desk)).toEqual([['c1', 'DOUBLED_IN_BOOKS']])
  })

  test('an answer for a document that a person linked meanwhile settles the others all the same', async () => {
    const desk = await newDesk()
    const run = await desk.plan([{ externalId: 'c1' }, { externalId: 'c2' }])
    const hold = await desk.send(run)
    await desk.as((scope) => link(scope, { connectionId: desk.connectionId, kind: 'customer', externalId: 'c1', bookId: 'b0', ...pushed }))
    const settled = await settleEnvelope(fresh.ledger, hold, [
      { result: 'taken', bookId: 'b1' },
      { result: 'taken', bookId: 'b2' },
    ])
    expect(settled).toEqual({ settled: true })
    expect([await linksOf(desk, 'customer', 'c1'), await linksOf(desk, 'customer', 'c2')]).toEqual([['b0'], ['b2']])
    expect(await problemsOf(desk)).toEqual([['c1', 'DOUBLED_IN_BOOKS']])
  })
})

describe('what became of an envelope is settled in one transaction (rules 10, 13, 15)', () => {
  test('an item that is not in the books comes back to its run while that goes on, and to the next plan when it is over', async () => {
    const desk = await newDesk()
    const run = await desk.plan([{ externalId: 'c1' }])
    await settleEnvelope(fresh.ledger, await desk.send(run), [{ result: 'absent', alone: true }])
    expect(await outcomesOf(desk, run)).toEqual([['c1', 'planned', null, null]])
    const hold = await desk.send(run)
    await desk.as((scope) => finishRun(scope, run, { status: 'Failed' }))
    await settleEnvelope(fresh.ledger, hold, [{ result: 'absent', alone: false }])
    expect(await outcomesOf(desk, run)).toEqual([['c1', 'done', 'waiting', null]])
    expect(await duesOf(desk, 'customer')).toEqual(['c1'])
  })

  test('items of a request that was refused as a whole go one by one', async () => {
    const desk = await newDesk()
    const run = await desk.plan([{ externalId: 'c1' }, { externalId: 'c2' }])
    const alone = { result: 'absent', alone: true } as const
    await settleEnvelope(fresh.ledger, await desk.send(run), [alone, alone])
    expect((await desk.claim(run))?.items).toHaveLength(1)
    expect((await desk.claim(run))?.items).toHaveLength(1)
  })

  test('a version saved while its older one was on its way is due as an update', async () => {
    const desk = await newDesk()
    const hold = await desk.send(await desk.plan([{ externalId: 'c1' }]))
    await desk.as((scope) => saveDocument(scope, 'customer', 'c1', customer({ name: 'newer' })))
    expect(await duesOf(desk, 'customer')).toEqual([])
    await settleEnvelope(fresh.ledger, hold, [{ result: 'taken', bookId: 'b1' }])
    const [row] = await desk.as((scope) => linksOfDocument(scope, { kind: 'customer', externalId: 'c1' }))
    expect(row?.version).toBe(1)
    expect(await duesOf(desk, 'customer')).toEqual(['c1'])
  })

  test('an update that somebody changed in the books meanwhile is a problem, and the link stays', async () => {
    const desk = await newDesk()
    await desk.as((scope) => link(scope, { connectionId: desk.connectionId, kind: 'customer', externalId: 'c1', bookId: 'b1', ...pushed }))
    const hold = await desk.send(await desk.plan([{ externalId: 'c1', operation: 'updateCustomer', bookId: 'b1' }]))
    await settleEnvelope(fresh.ledger, hold, [{ result: 'problem', code: 'ARRIVED_CHANGED', values: {}, bookId: 'b1', link: true }])
    expect(await linksOf(desk, 'customer', 'c1')).toEqual(['b1'])
    expect(await problemsOf(desk)).toEqual([['c1', 'ARRIVED_CHANGED']])
  })

  test('a parent that comes into the books makes due what waited for it, and the run knows what it will not reach itself', async () => {
    const desk = await newDesk()
    const run = await desk.plan([{ externalId: 'c1' }])
    await desk.as(async (scope) => {
      await saveDocument(scope, 'invoice', 'i1', invoice())
      await setStanding(scope, desk.connectionId, {
        kind: 'invoice',
        externalId: 'i1',
        status: 'waiting',
        due: false,
        waitsFor: 'customer/c1',
      })
      await sql`update sync_runs set started_at = clock_timestamp() where id = ${run}`.execute(scope.db)
    })
    expect(await desk.as((scope) => unreachedChildren(scope, run))).toEqual([])
    await settleEnvelope(fresh.ledger, await desk.send(run), [{ result: 'taken', bookId: 'b1' }])
    expect(await duesOf(desk, 'invoice')).toEqual(['i1'])
    expect(await desk.as((scope) => unreachedChildren(scope, run))).toEqual([{ kind: 'invoice', externalId: 'i1' }])
  })

  test('only what was unknown and concluded absent is looked up once more', async () => {
    const desk = await newDesk()
    const run = await desk.plan([{ externalId: 'c1' }])
    await settleEnvelope(fresh.ledger, await desk.send(run), [{ result: 'absent', alone: true }])
    expect(await desk.as((scope) => absentItems(scope, desk.connectionId))).toEqual([])
    const hold = await desk.send(run)
    await markUnknown(fresh.ledger, hold, 'no answer')
    await settleEnvelope(fresh.ledger, hold, [{ result: 'absent', alone: false }])
    expect(await desk.as((scope) => absentItems(scope, desk.connectionId))).toMatchObject([{ external_id: 'c1', linkedTo: null }])
  })
})

test('an update that is refused because its invoice was paid since the plan is decided anew by the next plan, and is a problem only the second time', async () => {
  const desk = await newDesk()
  const wanted = { kind: 'invoice', externalId: 'i1', operation: 'updateInvoice', bookId: 'b1' } as const
  const refusal = { result: 'refused', code: 'INVOICE_PAID_OR_CREDITED', values: {} } as const
  const run = await desk.plan([wanted])
  await desk.as((scope) => link(scope, { connectionId: desk.connectionId, kind: 'invoice', externalId: 'i1', bookId: 'b1', ...pushed }))
  await settleEnvelope(fresh.ledger, await desk.send(run, { step: 'invoices' }), [refusal])
  expect(await outcomesOf(desk, run)).toEqual([['i1', 'done', 'waiting', 'CHANGED_SINCE_PREVIEW']])
  expect(await problemsOf(desk)).toEqual([])
  const [due] = await desk.as((scope) => dueDocuments(scope, desk.connectionId, 'invoice'))
  expect(due).toMatchObject({ externalId: 'i1', alone: true })

  const again = await desk.plan([wanted])
  await desk.as(({ db }) => db.updateTable('sync_run_items').set({ alone: true }).where('sync_run_id', '=', again).execute())
  await settleEnvelope(fresh.ledger, await desk.send(again, { step: 'invoices' }), [refusal])
  expect(await problemsOf(desk)).toEqual([['i1', 'INVOICE_PAID_OR_CREDITED']])
})
