import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { dueDocuments } from '../../ledger/due-documents.ts'
import { link } from '../../ledger/links.ts'
import { lockForPlan } from '../../ledger/lock-standings.ts'
import { parentFacts } from '../../ledger/parents.ts'
import { saveDocument, saveDocuments } from '../../ledger/save-documents.ts'
import { countsByStatus, makeDue, setStanding, setStandings, waitFor, wakeChildren } from '../../ledger/standings.ts'
import { gate } from '../setup/gate.ts'
import { freshLedger } from './fresh-ledger.ts'
import { customer, invoice, payment, pushed, readyConnection } from './samples.ts'
import { someoneWaitsForALock } from './someone-waits-for-a-lock.ts'

const fresh = freshLedger()

describe('where documents stand', () => {
  test('a saved document is due at every live connection, a draft is not due to be in the books, a held one is held', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      const [one, two] = [await readyConnection(scope), await readyConnection(scope)]
      await saveDocument(scope, 'invoice', 'i1', invoice())
      await saveDocument(scope, 'invoice', 'i2', invoice({ state: 'draft' }))
      await saveDocument(scope, 'invoice', 'i3', invoice({ hold: true }))
      for (const connectionId of [one, two]) {
        expect((await countsByStatus(scope, connectionId)).map(({ status, due }) => [status, due])).toEqual([
          ['held', 1],
          ['notDue', 1],
          ['waiting', 1],
        ])
      }
    })
  })

  test('what waits for a parent is due as soon as the parent is linked, or has come', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      const connectionId = await readyConnection(scope)
      await saveDocument(scope, 'invoice', 'i1', invoice())
      await saveDocument(scope, 'payment', 'p1', payment())
      await waitFor(scope, connectionId, [
        { kind: 'invoice', externalId: 'i1', waitsFor: 'customer/c/1' },
        { kind: 'payment', externalId: 'p1', waitsFor: 'invoice/i1' },
      ])
      expect(await dueDocuments(scope, connectionId, 'invoice')).toEqual([])
      await saveDocument(scope, 'customer', 'c/1', customer())
      expect(await dueDocuments(scope, connectionId, 'invoice')).toMatchObject([{ externalId: 'i1' }])
      expect(await dueDocuments(scope, connectionId, 'payment')).toMatchObject([{ externalId: 'p1' }])
      await setStandings(scope, connectionId, [paymentWaits])
      await link(scope, { connectionId, kind: 'invoice', externalId: 'i1', bookId: 'b1', ...pushed })
      expect(await dueDocuments(scope, connectionId, 'payment')).toMatchObject([{ externalId: 'p1', version: 1, body: { amount: 12000 } }])
    })
  })

  test('a run wakes what waits for a parent that is linked, whenever it was told to wait', async () => {
    const company = await fresh.newCompany()
    const connectionId = await invoiceAndPayment(company)
    await fresh.as(company, async (scope) => {
      await link(scope, { connectionId, kind: 'invoice', externalId: 'i1', bookId: 'b1', ...pushed })
      await setStandings(scope, connectionId, [paymentWaits])
      expect(await dueDocuments(scope, connectionId, 'payment')).toEqual([])
      expect(await wakeChildren(scope, connectionId)).toBe(1)
      expect(await dueDocuments(scope, connectionId, 'payment')).toMatchObject([{ externalId: 'p1' }])
    })
  })

  describe('a child that is being told to wait while its parent is being linked is not left behind', () => {
    test('the plan read the parent first: the link waits for the plan, and wakes the child', async () => {
      const company = await fresh.newCompany()
      const connectionId = await invoiceAndPayment(company)
      const [read, write] = [gate(), gate()]
      const planned = fresh.as(company, async (scope) => {
        await lockForPlan(scope, connectionId, [{ kind: 'payment', externalId: 'p1' }], ['customer/c1', 'invoice/i1'])
        const facts = await parentFacts(scope, { connectionId, syncRunId: randomUUID() }, ['invoice/i1'])
        read.open()
        await write.opened
        await setStandings(scope, connectionId, [paymentWaits])
        return facts.get('invoice/i1')?.state
      })
      await read.opened
      const linked = fresh.as(company, (scope) => link(scope, { connectionId, kind: 'invoice', externalId: 'i1', bookId: 'b1', ...pushed }))
      expect(await Promise.race([linked.then(() => 'linked'), someoneWaitsForALock(fresh.ledger.app)])).toBe('waits')
      write.open()
      expect(await planned).toBe('waiting')
      await linked
      expect(await fresh.as(company, (scope) => dueDocuments(scope, connectionId, 'payment'))).toMatchObject([{ externalId: 'p1' }])
    })

    test('the link came first: the plan waits for it, and sees it', async () => {
      const company = await fresh.newCompany()
      const connectionId = await invoiceAndPayment(company)
      const [inserted, commit] = [gate(), gate()]
      const linked = fresh.as(company, async (scope) => {
        await link(scope, { connectionId, kind: 'invoice', externalId: 'i1', bookId: 'b1', ...pushed })
        inserted.open()
        await commit.opened
      })
      await inserted.opened
      const planned = fresh.as(company, async (scope) => {
        await lockForPlan(scope, connectionId, [{ kind: 'payment', externalId: 'p1' }], ['invoice/i1'])
        return (await parentFacts(scope, { connectionId, syncRunId: randomUUID() }, ['invoice/i1'])).get('invoice/i1')?.state
      })
      expect(await Promise.race([planned, someoneWaitsForALock(fresh.ledger.app)])).toBe('waits')
      commit.open()
      await linked
      expect(await planned).toBe('linked')
    })
  })

  test('a document whose envelope is open is saved and stays due, and is not planned before the envelope is settled', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      const connectionId = await readyConnection(scope)
      await saveDocument(scope, 'invoice', 'i1', invoice())
      await openItem(scope, connectionId, 'i1')
      await setStanding(scope, connectionId, { kind: 'invoice', externalId: 'i1', status: 'inFlight', due: false })
      await saveDocument(scope, 'invoice', 'i1', invoice())
      expect(await countsByStatus(scope, connectionId)).toEqual([{ kind: 'invoice', status: 'inFlight', count: 1, due: 1 }])
      expect(await dueDocuments(scope, connectionId, 'invoice')).toEqual([])
      await scope.db.updateTable('envelope_items').set({ open: false }).execute()
      expect(await dueDocuments(scope, connectionId, 'invoice')).toMatchObject([{ externalId: 'i1', version: 2 }])
    })
  })

  test('due documents come in pages without a gap, narrowed to a choice, and not before their day', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      const connectionId = await readyConnection(scope)
      await saveDocuments(
        scope,
        'payment',
        Array.from({ length: 7 }, (_, index) => ({ externalId: `p${index}`, body: payment() })),
      )
      await setStanding(scope, connectionId, { kind: 'payment', externalId: 'p6', status: 'waiting', due: true, notBefore: '2026-05-01' })
      const seen: string[] = []
      for (let page = await dueDocuments(scope, connectionId, 'payment', { limit: 3, today: '2026-04-30' }); page.length > 0; ) {
        seen.push(...page.map(({ externalId }) => externalId))
        page = await dueDocuments(scope, connectionId, 'payment', { limit: 3, today: '2026-04-30', after: seen.at(-1) ?? '' })
      }
      expect(seen).toEqual(['p0', 'p1', 'p2', 'p3', 'p4', 'p5'])
      expect(await dueDocuments(scope, connectionId, 'payment', { today: '2026-05-01', only: ['p6', 'p9'] })).toMatchObject([
        { externalId: 'p6' },
      ])
    })
  })

  test('a status keeps its age until it changes, and a person makes anything due', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      const connectionId = await readyConnection(scope)
      await saveDocument(scope, 'payment', 'p1', payment())
      const stand = (status: 'waiting' | 'problem') =>
        setStanding(scope, connectionId, { kind: 'payment', externalId: 'p1', status, due: false })
      const since = async () => (await scope.db.selectFrom('standings').select('since').executeTakeFirstOrThrow()).since.getTime()
      const first = await since()
      await stand('waiting')
      expect(await since()).toBe(first)
      await stand('problem')
      expect(await since()).toBeGreaterThan(first)
      await makeDue(scope, connectionId, [{ kind: 'payment', externalId: 'p1' }])
      expect(await dueDocuments(scope, connectionId, 'payment')).toHaveLength(1)
    })
  })
})

async function openItem(scope: Parameters<Parameters<typeof fresh.as>[1]>[0], connectionId: string, externalId: string): Promise<void> {
  const { id } = await scope.db
    .insertInto('envelopes')
    .values({
      company_id: scope.companyId,
      connection_id: connectionId,
      organisation_id: 'o',
      epoch: 1,
      lane: 'bulk',
      operation: 'createInvoice',
      method: 'PUT',
      path: '/Invoices',
      body: '{}',
      idempotency_key: externalId,
      lease_until: new Date('2030-01-01'),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await scope.db
    .insertInto('envelope_items')
    .values({
      company_id: scope.companyId,
      connection_id: connectionId,
      envelope_id: id,
      position: 0,
      kind: 'invoice',
      external_id: externalId,
      part: 'main',
      version: 1,
      operation: 'createInvoice',
      body: '{}',
      expected: '{}',
    })
    .execute()
}

const paymentWaits = { kind: 'payment', externalId: 'p1', status: 'waiting', due: false, waitsFor: 'invoice/i1' } as const

const invoiceAndPayment = (company: string): Promise<string> =>
  fresh.as(company, async (scope) => {
    const id = await readyConnection(scope)
    await saveDocument(scope, 'invoice', 'i1', invoice())
    await saveDocument(scope, 'payment', 'p1', payment())
    return id
  })
