import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { absentItems } from '../../ledger/absent-items.ts'
import { dueDocuments } from '../../ledger/due-documents.ts'
import { letGo, markSent, markUnknown, putBack, readEnvelope, renewLease, settleTimeLeft, takeOver } from '../../ledger/envelopes.ts'
import { firstNumbers } from '../../ledger/first-numbers.ts'
import { detachLink, link, linksOfDocument } from '../../ledger/links.ts'
import { listProblems } from '../../ledger/problems.ts'
import { saveDocument } from '../../ledger/save-documents.ts'
import { settleEnvelope } from '../../ledger/settle-envelope.ts'
import { closePlanned, listItems } from '../../ledger/sync-run-items.ts'
import { finishRun } from '../../ledger/sync-runs.ts'
import { unreachedChildren } from '../../ledger/unreached-children.ts'
import { setStanding } from '../../ledger/standings.ts'
import { freshLedger } from './fresh-ledger.ts'
import { type Desk, openDesk } from './planned-writes.ts'
import { customer, invoice } from './samples.ts'

const fresh = freshLedger()
const newDesk = async () => openDesk(fresh.ledger, await fresh.newCompany())
const pushed = { how: 'pushed', version: 1 } as const

const outcomesOf = async (desk: Desk, syncRunId: string) =>
  (await desk.as((scope) => listItems(scope, syncRunId))).map((item) => [item.external_id, item.state, item.outcome, item.code])
const linksOf = async (desk: Desk, kind: 'customer' | 'invoice', externalId: string) =>
  (await desk.as((scope) => linksOfDocument(scope, { kind, externalId }))).map((row) => row.book_id)
const problemsOf = async (desk: Desk) =>
  (await desk.as((scope) => listProblems(scope))).problems.map((problem) => [problem.external_id, problem.code])
const duesOf = async (desk: Desk, kind: 'customer' | 'invoice') =>
  (await desk.as((scope) => dueDocuments(scope, desk.connectionId, kind))).map((document) => document.externalId)

describe('a claim decides again (rule 3)', () => {
  test('a document edited since the plan is left for the next plan', async () => {
    const desk = await newDesk()
    const run = await desk.plan([{ externalId: 'c1' }, { externalId: 'c2' }])
    await desk.as((scope) => saveDocument(scope, 'customer', 'c1', customer({ name: 'another' })))
    expect((await desk.claim(run))?.items).toHaveLength(1)
    expect(await outcomesOf(desk, run)).toEqual([
      ['c1', 'done', 'waiting', 'CHANGED_SINCE_PREVIEW'],
      ['c2', 'claimed', null, null],
    ])
    expect(await duesOf(desk, 'customer')).toContain('c1')
  })

  test('a create whose document was linked meanwhile is not sent', async () => {
    const desk = await newDesk()
    const run = await desk.plan([{ externalId: 'c1' }])
    await desk.as((scope) => link(scope, { connectionId: desk.connectionId, kind: 'customer', externalId: 'c1', bookId: 'b1', ...pushed }))
    expect((await desk.claim(run))?.items).toEqual([])
    expect(await outcomesOf(desk, run)).toEqual([['c1', 'done', 'skipped', null]])
  })

  test('what stands on a parent without a link waits and says for whom', async () => {
    const desk = await newDesk()
    const run = await desk.plan([{ kind: 'invoice', externalId: 'i1', needs: ['customer/c1'] }])
    expect((await desk.claim(run, { step: 'invoices' }))?.items).toEqual([])
    const [item] = await desk.as((scope) => listItems(scope, run))
    expect(item).toMatchObject({ outcome: 'waiting', code: 'PARENT_WAITING', waits_for: 'customer/c1' })
  })

  test('an update goes only to the record that it was planned for', async () => {
    const desk = await newDesk()
    const wanted = { externalId: 'c1', operation: 'updateCustomer', bookId: 'b1' } as const
    const run = await desk.plan([wanted])
    const linked = await desk.as((scope) =>
      link(scope, { connectionId: desk.connectionId, kind: 'customer', externalId: 'c1', bookId: 'b2', ...pushed }),
    )
    expect((await desk.claim(run))?.items).toEqual([])
    expect(await outcomesOf(desk, run)).toEqual([['c1', 'done', 'waiting', 'CHANGED_SINCE_PREVIEW']])
    const again = await desk.plan([wanted])
    await desk.as((scope) => detachLink(scope, linked.linked ? linked.linkId : '', 'test'))
    expect((await desk.claim(again))?.items).toEqual([])
  })

  test('two lanes that claim one document at the same moment: one has it, the other leaves it', async () => {
    const desk = await newDesk()
    const runs = [await desk.plan([{ externalId: 'c1' }], 'express'), await desk.plan([{ externalId: 'c1' }], 'bulk')]
    const holds = await Promise.all(runs.map((run) => desk.tryWrite(run)))
    expect(holds.filter((hold) => hold !== undefined)).toHaveLength(1)
    const outcomes = (await Promise.all(runs.map((run) => outcomesOf(desk, run)))).flat()
    expect(outcomes).toContainEqual(['c1', 'done', 'waiting', 'OPEN_ITEM'])
    expect(outcomes).toContainEqual(['c1', 'claimed', null, null])
  })

  test('a document is claimed only after a link that is being made has been committed', async () => {
    const desk = await newDesk()
    const run = await desk.plan([{ externalId: 'c1' }])
    let claiming: Promise<unknown> | undefined
    await desk.as(async (scope) => {
      await setStanding(scope, desk.connectionId, { kind: 'customer', externalId: 'c1', status: 'inBooks', due: false })
      claiming = desk.claim(run)
      await sql`select pg_sleep(0.2)`.execute(scope.db)
      await link(scope, { connectionId: desk.connectionId, kind: 'customer', externalId: 'c1', bookId: 'b1', ...pushed })
    })
    expect(await claiming).toMatchObject({ items: [] })
  })

  test('a request is not larger than the provider takes, but for one document that is larger by itself', async () => {
    const desk = await newDesk()
    const run = await desk.plan(['c1', 'c2', 'c3'].map((externalId) => ({ externalId, body: 'x'.repeat(400) })))
    expect((await desk.claim(run, { maxBytes: 900 }))?.items).toHaveLength(2)
    expect((await desk.claim(run, { maxBytes: 100 }))?.items).toHaveLength(1)
  })
})

describe('an envelope belongs to one attempt (rules 7 and 8)', () => {
  test('while its lease lasts nobody takes it over; afterwards one of two does, by raising the attempt', async () => {
    const desk = await newDesk()
    const hold = await desk.send(await desk.plan([{ externalId: 'c1' }]))
    expect(await takeOver(fresh.ledger, desk.companyId, hold.envelopeId, 1_000)).toBeUndefined()
    await letGo(fresh.ledger, hold)
    const taken = await Promise.all([1, 2].map(() => takeOver(fresh.ledger, desk.companyId, hold.envelopeId, 1_000)))
    expect(taken.filter((one) => one !== undefined)).toEqual([{ ...hold, attempt: 2 }])
  })

  test('an attempt that was taken over can neither mark it sent, nor renew its lease, nor settle it', async () => {
    const desk = await newDesk()
    const hold = await desk.write(await desk.plan([{ externalId: 'c1' }]))
    await letGo(fresh.ledger, hold)
    const newer = await takeOver(fresh.ledger, desk.companyId, hold.envelopeId, 60_000)
    expect(await markSent(fresh.ledger, hold)).toBe(false)
    expect(await renewLease(fresh.ledger, hold, 60_000)).toBe(false)
    expect(await settleEnvelope(fresh.ledger, hold, [{ result: 'absent', alone: false }])).toEqual({ settled: false })
    expect(newer && (await markSent(fresh.ledger, newer))).toBe(true)
  })

  test('an envelope that was sent and taken over is unknown and never sent again', async () => {
    const desk = await newDesk()
    const hold = await desk.send(await desk.plan([{ externalId: 'c1' }]))
    await letGo(fresh.ledger, hold)
    const newer = await takeOver(fresh.ledger, desk.companyId, hold.envelopeId, 60_000)
    const envelope = await desk.as((scope) => readEnvelope(scope, hold.envelopeId))
    expect(envelope).toMatchObject({ state: 'unknown', was_unknown: true })
    expect(newer && (await markSent(fresh.ledger, newer))).toBe(false)
    await expect(
      desk.as((scope) => scope.db.updateTable('envelopes').set({ state: 'sent' }).where('id', '=', hold.envelopeId).execute()),
    ).rejects.toThrow('never sent again')
  })

  test('a request that was provably not taken goes again with the same key and bytes', async () => {
    const desk = await newDesk()
    const hold = await desk.send(await desk.plan([{ externalId: 'c1' }]))
    const before = await desk.as((scope) => readEnvelope(scope, hold.envelopeId))
    await putBack(fresh.ledger, hold, 'PROVIDER_RATE_LIMITED')
    const newer = await takeOver(fresh.ledger, desk.companyId, hold.envelopeId, 60_000)
    expect(newer && (await markSent(fresh.ledger, newer))).toBe(true)
    const after = await desk.as((scope) => readEnvelope(scope, hold.envelopeId))
    expect([after?.idempotency_key, after?.body, after?.was_unknown]).toEqual([before?.idempotency_key, before?.body, false])
  })

  test('the wait before a look-up is counted from the moment of sending, by the clock of the database', async () => {
    const desk = await newDesk()
    const hold = await desk.send(await desk.plan([{ externalId: 'c1' }]))
    await markUnknown(fresh.ledger, hold, 'no answer')
    const left = await desk.as((scope) => settleTimeLeft(scope, hold.envelopeId, 100_000))
    expect(left).toBeGreaterThan(60_000)
    expect(left).toBeLessThanOrEqual(100_000)
    await desk.as((scope) =>
      scope.db
        .updateTable('envelopes')
        .set({ sent_at: sql<Date>`clock_timestamp() - interval '101 seconds'` })
        .where('id', '=', hold.envelopeId)
        .execute(),
    )
    expect(await desk.as((scope) => settleTimeLeft(scope, hold.envelopeId, 100_000))).toBe(0)
  })
})

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

describe('a document that goes in several parts', () => {
  const parts = [{ externalId: 'c1' }, { externalId: 'c1', part: 'onAccount', operation: 'onAccount' }] as const

  test('is due for the part that its run did not reach, although the other part is settled only after the run was over', async () => {
    const desk = await newDesk()
    const run = await desk.plan([...parts])
    const hold = await desk.send(run)
    await markUnknown(fresh.ledger, hold, 'cut')
    await desk.as((scope) => closePlanned(scope, run))
    await desk.as((scope) => finishRun(scope, run, { status: 'Failed', code: 'INTERNAL' }))
    await settleEnvelope(fresh.ledger, hold, [{ result: 'taken', bookId: 'b1' }])
    expect(await duesOf(desk, 'customer')).toEqual(['c1'])
  })

  test('waits for its parent and never for itself, although its parts stand on it', async () => {
    const desk = await newDesk()
    const run = await desk.plan([
      { kind: 'invoice', externalId: 'i1', needs: ['customer/c1'] },
      {
        kind: 'invoice',
        externalId: 'i1',
        part: 'allocation:i2',
        operation: 'allocateCredit',
        step: 'impliedAllocations',
        needs: ['invoice/i1'],
      },
    ])
    expect((await desk.claim(run, { step: 'invoices' }))?.items).toEqual([])
    expect((await desk.claim(run, { step: 'impliedAllocations' }))?.items).toEqual([])
    const { rows } = await desk.as(({ db }) =>
      sql<{ waits_for: string }>`select waits_for from standings where external_id = 'i1'`.execute(db),
    )
    expect(rows).toEqual([{ waits_for: 'customer/c1' }])
  })

  test('is looked at for its other parts by the run that is to write it, although another lane has told it to wait since', async () => {
    const desk = await newDesk()
    const run = await desk.plan([{ externalId: 'c1' }])
    await desk.as((scope) =>
      setStanding(scope, desk.connectionId, { kind: 'customer', externalId: 'c1', status: 'waiting', due: false, waitsFor: 'invoice/i1' }),
    )
    expect(await duesOf(desk, 'customer')).toEqual([])
    const looked = await desk.as((scope) => dueDocuments(scope, desk.connectionId, 'customer', { decidedBy: run }))
    expect(looked.map((document) => document.externalId)).toEqual(['c1'])
  })

  test('is a problem as long as one of them is, although the other arrived after it', async () => {
    const desk = await newDesk()
    const run = await desk.plan([...parts])
    await settleEnvelope(fresh.ledger, await desk.send(run), [{ result: 'refused', code: 'ACCOUNT_NOT_VALID', values: {} }])
    await settleEnvelope(fresh.ledger, await desk.send(run), [{ result: 'taken', bookId: 'b2' }])
    const { rows } = await desk.as(({ db }) => sql<{ status: string }>`select status from standings where external_id = 'c1'`.execute(db))
    expect(rows).toEqual([{ status: 'problem' }])
    expect(await duesOf(desk, 'customer')).toEqual([])
  })
})

describe('the number first sent (rule 5)', () => {
  const first = (desk: Desk) => desk.as((scope) => firstNumbers(scope, desk.connectionId, 'invoice', ['i1']))
  const create = { kind: 'invoice', externalId: 'i1', number: 'A-1' } as const

  test('is kept while its request may still arrive', async () => {
    const desk = await newDesk()
    const hold = await desk.send(await desk.plan([create]), { step: 'invoices' })
    expect(await first(desk)).toEqual(new Map([['i1', 'A-1']]))
    await markUnknown(fresh.ledger, hold, 'no answer')
    await settleEnvelope(fresh.ledger, hold, [{ result: 'absent', alone: false }])
    expect(await first(desk)).toEqual(new Map([['i1', 'A-1']]))
  })

  test('is free again when it was plainly refused, so that a clash is mended by another number', async () => {
    const desk = await newDesk()
    const hold = await desk.send(await desk.plan([create]), { step: 'invoices' })
    await settleEnvelope(fresh.ledger, hold, [{ result: 'refused', code: 'NUMBER_ALREADY_USED', values: { number: 'A-1' } }])
    expect(await first(desk)).toEqual(new Map())
  })

  test('is free again when the request provably never left', async () => {
    const desk = await newDesk()
    const hold = await desk.send(await desk.plan([create]), { step: 'invoices' })
    await putBack(fresh.ledger, hold, 'PROVIDER_RATE_LIMITED')
    expect(await first(desk)).toEqual(new Map())
  })
})
