import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { detachLink, link } from '../../ledger/links.ts'
import { saveDocument } from '../../ledger/save-documents.ts'
import { listItems } from '../../ledger/sync-run-items.ts'
import { setStanding } from '../../ledger/standings.ts'
import { freshLedger } from './fresh-ledger.ts'
import { openDesk } from './planned-writes.ts'
import { customer, pushed } from './samples.ts'
import { duesOf, outcomesOf } from './what-became.ts'

const fresh = freshLedger()
const newDesk = async () => openDesk(fresh.ledger, await fresh.newCompany())

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
