import { describe, expect, test } from 'vitest'
import { dueDocuments } from '../../ledger/due-documents.ts'
import { detachLink, link, linkedBookIds, linksOfBookIds, linksOfDocument, listLinks, moveLink, readLink } from '../../ledger/links.ts'
import { saveDocument } from '../../ledger/save-documents.ts'
import { freshLedger } from './fresh-ledger.ts'
import { customer, invoice, pushed, readyConnection } from './samples.ts'

const fresh = freshLedger()

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
