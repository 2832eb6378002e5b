import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { dueDocuments } from '../../ledger/due-documents.ts'
import { detachLink, link, linkedBookIds, linksOfBookIds, linksOfDocument, listLinks, moveLink, readLink } from '../../ledger/links.ts'
import { lockForPlan } from '../../ledger/lock-standings.ts'
import { parentFacts } from '../../ledger/parents.ts'
import { saveDocument, saveDocuments } from '../../ledger/save-documents.ts'
import { countsByStatus, makeDue, setStanding, setStandings, waitFor, wakeChildren } from '../../ledger/standings.ts'
import { freshLedger } from './fresh-ledger.ts'
import { customer, invoice, payment, readyConnection } from './samples.ts'

const fresh = freshLedger()
const pushed = { how: 'pushed', version: 1 } as const

describe('links', () => {
  test('a document has one record in the books, and a record one document; the link in the way is shown', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      const connectionId = await readyConnection(scope)
      const first = await link(scope, { connectionId, kind: 'invoice', externalId: 'i1', bookId: 'b1', ...pushed })
      expect(first.linked).toBe(true)
      expect(await link(scope, { connectionId, kind: 'invoice', externalId: 'i1', bookId: 'b2', ...pushed })).toMatchObject({
        linked: false,
        conflict: 'ours',
        link: { book_id: 'b1' },
      })
      expect(await link(scope, { connectionId, kind: 'invoice', externalId: 'i2', bookId: 'b1', ...pushed })).toMatchObject({
        linked: false,
        conflict: 'theirs',
        link: { external_id: 'i1' },
      })
      expect(await link(scope, { connectionId, kind: 'invoice', externalId: 'i1', bookId: 'b1', ...pushed })).toEqual(first)
    })
  })

  test('two processes that link two documents to one record at the same moment: one wins', async () => {
    const company = await fresh.newCompany()
    const connectionId = await fresh.as(company, (scope) => readyConnection(scope))
    const both = await Promise.all(
      ['i1', 'i2'].map((externalId) =>
        fresh.as(company, (scope) => link(scope, { connectionId, kind: 'invoice', externalId, bookId: 'b', ...pushed })),
      ),
    )
    expect(both.filter(({ linked }) => linked)).toHaveLength(1)
  })

  test('a second customer with the same contact is an alias, and only by saying so', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      const connectionId = await readyConnection(scope)
      await link(scope, { connectionId, kind: 'customer', externalId: 'c1', bookId: 'b1', ...pushed })
      expect(await link(scope, { connectionId, kind: 'customer', externalId: 'c2', bookId: 'b1', ...pushed })).toMatchObject({
        conflict: 'theirs',
      })
      await link(scope, {
        connectionId,
        kind: 'customer',
        externalId: 'c2',
        bookId: 'b1',
        how: 'decided',
        decidedBy: 'session:1',
        alias: true,
        version: 1,
      })
      expect((await linksOfBookIds(scope, connectionId, 'customer', ['b1'])).map(({ external_id: id }) => id)).toEqual(['c1', 'c2'])
      expect(await linkedBookIds(scope, connectionId, ['customer/c1', 'customer/c2', 'customer/c3'])).toEqual(
        new Map([
          ['customer/c1', 'b1'],
          ['customer/c2', 'b1'],
        ]),
      )
    })
  })

  test('the parts of one receipt are linked one by one', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      const connectionId = await readyConnection(scope)
      for (const part of ['onAccount', 'allocation:i1', 'main'] as const) {
        await link(scope, { connectionId, kind: 'payment', externalId: 'p1', part, bookId: `b-${part}`, ...pushed })
      }
      expect((await linksOfDocument(scope, { kind: 'payment', externalId: 'p1' })).map(({ part }) => part)).toEqual([
        'main',
        'allocation:i1',
        'onAccount',
      ])
    })
  })

  test('a detached document is not entered again by itself, and who detached it is kept', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      const connectionId = await readyConnection(scope)
      await saveDocument(scope, 'invoice', 'i1', invoice())
      const linked = await link(scope, { connectionId, kind: 'invoice', externalId: 'i1', bookId: 'b1', ...pushed })
      const linkId = linked.linked ? linked.linkId : ''
      expect(await detachLink(scope, linkId, 'session:1')).toMatchObject({ detached_by: 'session:1' })
      expect(await detachLink(scope, linkId, 'session:1')).toBeUndefined()
      expect(await dueDocuments(scope, connectionId, 'invoice')).toEqual([])
      expect(await listLinks(scope, connectionId)).toEqual([])
    })
  })

  test('a wrong link is moved to the right document', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      const connectionId = await readyConnection(scope)
      for (const externalId of ['c1', 'c2']) await saveDocument(scope, 'customer', externalId, customer())
      const linked = await link(scope, { connectionId, kind: 'customer', externalId: 'c1', bookId: 'b1', ...pushed })
      const linkId = linked.linked ? linked.linkId : ''
      expect(await moveLink(scope, linkId, 'nobody', 'session:1')).toBeUndefined()
      expect(await moveLink(scope, linkId, 'c2', 'session:1')).toMatchObject({ linked: true })
      expect(await linkedBookIds(scope, connectionId, ['customer/c1', 'customer/c2'])).toEqual(new Map([['customer/c2', 'b1']]))
    })
  })

  test('a company neither sees nor takes away the links of another', async () => {
    const [mine, theirs] = [await fresh.newCompany(), await fresh.newCompany()]
    const [connectionId, linkId] = await fresh.as(theirs, async (scope) => {
      const id = await readyConnection(scope)
      const linked = await link(scope, { connectionId: id, kind: 'invoice', externalId: 'i1', bookId: 'b1', ...pushed })
      return [id, linked.linked ? linked.linkId : '']
    })
    await fresh.as(mine, async (scope) => {
      expect(await readLink(scope, linkId)).toBeUndefined()
      expect(await detachLink(scope, linkId, 'session:1')).toBeUndefined()
      expect(await linksOfBookIds(scope, connectionId, 'invoice', ['b1'])).toEqual([])
    })
  })
})

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
      expect(await Promise.race([linked.then(() => 'linked'), someoneWaitsForALock()])).toBe('waits')
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
      expect(await Promise.race([planned, someoneWaitsForALock()])).toBe('waits')
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

function gate(): { open: () => void; opened: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { open: resolve, opened: promise }
}

/** Until some transaction of this database waits for another's lock. */
async function someoneWaitsForALock(): Promise<'waits'> {
  for (;;) {
    const { rows } = await sql<{ waiting: number }>`
      select count(*) as waiting from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()`.execute(
      fresh.ledger.app,
    )
    if ((rows[0]?.waiting ?? 0) > 0) return 'waits'
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
