import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { dueDocuments } from '../../ledger/due-documents.ts'
import { markUnknown } from '../../ledger/envelopes.ts'
import { settleEnvelope } from '../../ledger/settle-envelope.ts'
import { closePlanned } from '../../ledger/sync-run-items.ts'
import { finishRun } from '../../ledger/sync-runs.ts'
import { setStanding } from '../../ledger/standings.ts'
import { freshLedger } from './fresh-ledger.ts'
import { openDesk } from './planned-writes.ts'
import { duesOf } from './what-became.ts'

const fresh = freshLedger()
const newDesk = async () => openDesk(fresh.ledger, await fresh.newCompany())

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
