import { describe, expect, test } from 'vitest'
import { listDocuments, readDocument, readVersion } from '../../ledger/documents.ts'
import { link } from '../../ledger/links.ts'
import { saveDocument, saveDocuments } from '../../ledger/save-documents.ts'
import { freshLedger } from './fresh-ledger.ts'
import { customer, invoice, payment, readyConnection } from './samples.ts'

const fresh = freshLedger()

describe('saving a document', () => {
  test('the same content in another order of keys changes nothing', async () => {
    const company = await fresh.newCompany()
    const first = await fresh.as(company, (scope) => saveDocument(scope, 'customer', 'c1', { state: 'active', name: 'A', email: 'a@b.c' }))
    const again = await fresh.as(company, (scope) => saveDocument(scope, 'customer', 'c1', { email: 'a@b.c', name: 'A', state: 'active' }))
    expect(first).toEqual({ result: 'created', version: 1 })
    expect(again).toEqual({ result: 'unchanged', version: 1 })
  })

  test('new content is a new version, and the version before can still be read', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      await saveDocument(scope, 'customer', 'c1', customer({ name: 'Before' }))
      expect(await saveDocument(scope, 'customer', 'c1', customer({ name: 'After' }))).toEqual({ result: 'changed', version: 2 })
      expect((await readVersion(scope, 'customer', 'c1', 1))?.body.name).toBe('Before')
      expect((await readDocument(scope, 'customer', 'c1'))?.body.name).toBe('After')
    })
  })

  test('a message that was overtaken by a newer one is refused, whether counters are numbers or moments', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      await saveDocument(scope, 'customer', 'n', customer({ sourceVersion: 10 }))
      expect(await saveDocument(scope, 'customer', 'n', customer({ name: 'Old', sourceVersion: 9 }))).toMatchObject({
        code: 'STALE_DOCUMENT',
      })
      await saveDocument(scope, 'customer', 'm', customer({ sourceVersion: '2026-01-01T10:00:00+01:00' }))
      expect(await saveDocument(scope, 'customer', 'm', customer({ name: 'Old', sourceVersion: '2026-01-01T08:59:00Z' }))).toMatchObject({
        code: 'STALE_DOCUMENT',
      })
      expect((await readDocument(scope, 'customer', 'n'))?.body.name).toBe('A. Smith')
    })
  })

  test('a higher counter with the same content starts nothing and still makes older messages stale', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      await saveDocument(scope, 'customer', 'c1', customer({ sourceVersion: 1 }))
      expect(await saveDocument(scope, 'customer', 'c1', customer({ sourceVersion: 5 }))).toEqual({ result: 'unchanged', version: 1 })
      expect(await saveDocument(scope, 'customer', 'c1', customer({ name: 'Old', sourceVersion: 4 }))).toMatchObject({
        code: 'STALE_DOCUMENT',
      })
    })
  })

  test('a version that was not read is not overwritten when If-Match says so', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      await saveDocument(scope, 'customer', 'c1', customer())
      expect(await saveDocument(scope, 'customer', 'c1', customer({ name: 'B' }), { ifMatch: 7 })).toMatchObject({
        code: 'PRECONDITION_FAILED',
      })
      expect(await saveDocument(scope, 'customer', 'c1', customer({ name: 'B' }), { ifMatch: 1 })).toMatchObject({ result: 'changed' })
      expect(await saveDocument(scope, 'customer', 'new', customer(), { ifMatch: 1 })).toMatchObject({ code: 'PRECONDITION_FAILED' })
    })
  })

  test('a number is issued once, and a draft may bear it', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      await saveDocument(scope, 'invoice', 'i1', invoice({ number: 'INV-1' }))
      expect(await saveDocument(scope, 'invoice', 'i2', invoice({ number: 'INV-1' }))).toEqual({
        result: 'refused',
        code: 'NUMBER_TAKEN',
        values: { number: 'INV-1', document: 'invoice i1' },
      })
      expect(await saveDocument(scope, 'invoice', 'i2', invoice({ number: 'INV-1', state: 'draft' }))).toMatchObject({ result: 'created' })
      expect(await saveDocument(scope, 'invoice', 'i2', invoice({ number: 'INV-1' }))).toMatchObject({ code: 'NUMBER_TAKEN' })
    })
  })

  test('two processes that issue one number at the same moment: one is refused', async () => {
    const company = await fresh.newCompany()
    const both = await Promise.all(
      ['a', 'b'].map((id) => fresh.as(company, (scope) => saveDocument(scope, 'invoice', id, invoice({ number: 'INV-9' })))),
    )
    expect(both.map(({ result }) => result).sort()).toEqual(['created', 'refused'])
  })

  test('two processes that change drafts into one number at the same moment: one is refused', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, (scope) =>
      saveDocuments(
        scope,
        'invoice',
        ['a', 'b'].map((externalId) => ({ externalId, body: invoice({ state: 'draft' }) })),
      ),
    )
    const both = await Promise.all(
      ['a', 'b'].map((id) => fresh.as(company, (scope) => saveDocument(scope, 'invoice', id, invoice({ number: 'INV-10' })))),
    )
    expect(both.map(({ result }) => result).sort()).toEqual(['changed', 'refused'])
  })

  test('the same new document saved by ten at once has ten versions at most and loses none', async () => {
    const company = await fresh.newCompany()
    const names = Array.from({ length: 10 }, (_, index) => `Name ${index}`)
    const results = await Promise.all(
      names.map((name) => fresh.as(company, (scope) => saveDocument(scope, 'customer', 'c1', customer({ name })))),
    )
    const versions = results.map((result) => ('version' in result ? result.version : 0)).sort((a, b) => a - b)
    expect(versions).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  test('customer, currency and kind of an invoice in the books cannot change, the rest can', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      const connectionId = await readyConnection(scope)
      const before = invoice({ number: 'INV-1' })
      await saveDocument(scope, 'invoice', 'i1', before)
      await link(scope, { connectionId, kind: 'invoice', externalId: 'i1', bookId: 'b1', how: 'pushed', version: 1 })
      expect(await saveDocument(scope, 'invoice', 'i1', { ...before, customer: 'c2' })).toMatchObject({
        code: 'IN_BOOKS',
        values: { field: 'customer' },
      })
      expect(await saveDocument(scope, 'invoice', 'i1', { ...before, currency: 'EUR' })).toMatchObject({ values: { field: 'currency' } })
      expect(await saveDocument(scope, 'invoice', 'i1', { ...before, kind: 'deposit' })).toMatchObject({ values: { field: 'kind' } })
      expect(await saveDocument(scope, 'invoice', 'i1', { ...before, kind: 'invoice', dueDate: '2026-04-01' })).toMatchObject({
        version: 2,
      })
    })
  })

  test('amount, date and customer of a payment in the books cannot change', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      const connectionId = await readyConnection(scope)
      await saveDocument(scope, 'payment', 'p1', payment())
      await link(scope, { connectionId, kind: 'payment', externalId: 'p1', bookId: 'b1', how: 'pushed', version: 1 })
      expect(await saveDocument(scope, 'payment', 'p1', payment({ amount: 1 }))).toMatchObject({ values: { field: 'amount' } })
      expect(await saveDocument(scope, 'payment', 'p1', payment({ date: '2026-03-06' }))).toMatchObject({ values: { field: 'date' } })
      expect(await saveDocument(scope, 'payment', 'p1', payment({ customer: 'c2' }))).toMatchObject({ values: { field: 'customer' } })
      expect(await saveDocument(scope, 'payment', 'p1', payment({ state: 'reversed' }))).toMatchObject({ version: 2 })
    })
  })

  test('every document has a token of its own', async () => {
    const company = await fresh.newCompany()
    const rows = Array.from({ length: 2000 }, (_, index) => ({ externalId: `p${index}`, body: payment() }))
    await fresh.as(company, (scope) => saveDocuments(scope, 'payment', rows))
    const { documents } = await fresh.as(company, (scope) => listDocuments(scope, 'payment', { limit: 2000 }))
    expect(new Set(documents.map(({ token }) => token)).size).toBe(2000)
    expect(documents[0]?.token).toMatch(/^CF-[0-9A-HJKMNP-TV-Z]{6}$/)
  })
})

describe('saving many documents', () => {
  test('each row has its own answer, and a refused one does not stop the others', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      await saveDocument(scope, 'invoice', 'i0', invoice({ number: 'INV-0' }))
      const results = await saveDocuments(scope, 'invoice', [
        { externalId: 'i1', body: invoice({ number: 'INV-1' }) },
        { externalId: 'i2', body: invoice({ number: 'INV-0' }) },
        { externalId: 'i3', body: invoice({ number: 'INV-1' }) },
        { externalId: 'i4', body: invoice({ number: 'INV-4' }) },
      ])
      expect(results.map(({ result }) => result)).toEqual(['created', 'refused', 'refused', 'created'])
    })
  })

  test('a document that stands twice in one import is saved in the order given', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      const results = await saveDocuments(scope, 'customer', [
        { externalId: 'c1', body: customer({ name: 'First' }) },
        { externalId: 'c1', body: customer({ name: 'Second' }) },
      ])
      expect(results).toEqual([
        { result: 'created', version: 1 },
        { result: 'changed', version: 2 },
      ])
      expect((await readDocument(scope, 'customer', 'c1'))?.body.name).toBe('Second')
    })
  })

  test('a back-fill of 1,559 invoices with 41,000 lines is kept whole', async () => {
    const company = await fresh.newCompany()
    const lines = Array.from({ length: 27 }, (_, index) => ({
      lineId: `${index}`,
      description: 'Copper pipe, 22 mm, with fittings, per metre',
      quantity: '3.5',
      unitPrice: '4.275',
      net: 1496,
      taxCode: 'S',
    }))
    const rows = Array.from({ length: 1559 }, (_, index) => ({ externalId: `i${index}`, body: invoice({ number: `INV-${index}`, lines }) }))
    const results = await fresh.as(company, (scope) => saveDocuments(scope, 'invoice', rows))
    expect(results.every(({ result }) => result === 'created')).toBe(true)
    const again = await fresh.as(company, (scope) => saveDocuments(scope, 'invoice', rows))
    expect(again.every(({ result }) => result === 'unchanged')).toBe(true)
  })
})

describe('listing documents', () => {
  test('pages follow each other without a gap or a repeat, newest first, customers by name', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      const day = (index: number) => `2026-03-${String(1 + (index % 9)).padStart(2, '0')}`
      await saveDocuments(
        scope,
        'invoice',
        Array.from({ length: 25 }, (_, index) => ({ externalId: `i${index}`, body: invoice({ issueDate: day(index) }) })),
      )
      const dates: string[] = []
      let cursor: string | undefined
      do {
        const page = await listDocuments(scope, 'invoice', { limit: 10, cursor })
        dates.push(...page.documents.map(({ body }) => body.issueDate))
        cursor = page.next
      } while (cursor !== undefined)
      expect(dates).toHaveLength(25)
      expect(dates).toEqual(dates.toSorted().toReversed())
      await saveDocuments(
        scope,
        'customer',
        ['Zoe', 'Adam'].map((name) => ({ externalId: name, body: customer({ name }) })),
      )
      expect((await listDocuments(scope, 'customer')).documents.map(({ externalId }) => externalId)).toEqual(['Adam', 'Zoe'])
    })
  })

  test('an invoice is found by part of its number and by the name of its customer', async () => {
    const company = await fresh.newCompany()
    await fresh.as(company, async (scope) => {
      await saveDocument(scope, 'customer', 'c7', customer({ name: '100% Heating' }))
      await saveDocument(scope, 'invoice', 'i1', invoice({ number: 'AB-1234', customer: 'c7' }))
      await saveDocument(scope, 'invoice', 'i2', invoice({ number: 'AB-9' }))
      const found = async (query: string) =>
        (await listDocuments(scope, 'invoice', { query })).documents.map(({ externalId }) => externalId)
      expect(await found('b-12')).toEqual(['i1'])
      expect(await found('100% h')).toEqual(['i1'])
      expect(await found('%')).toEqual(['i1'])
    })
  })
})

test('a company neither reads nor lists nor overwrites the documents of another', async () => {
  const [mine, theirs] = [await fresh.newCompany(), await fresh.newCompany()]
  await fresh.as(theirs, (scope) => saveDocument(scope, 'customer', 'c1', customer({ name: 'Theirs' })))
  await fresh.as(mine, async (scope) => {
    expect(await readDocument(scope, 'customer', 'c1')).toBeUndefined()
    expect((await listDocuments(scope, 'customer')).documents).toEqual([])
    expect(await saveDocument(scope, 'customer', 'c1', customer({ name: 'Mine' }))).toEqual({ result: 'created', version: 1 })
    expect(await readVersion(scope, 'customer', 'c1', 1)).toMatchObject({ body: { name: 'Mine' } })
  })
  expect((await fresh.as(theirs, (scope) => readDocument(scope, 'customer', 'c1')))?.body.name).toBe('Theirs')
})
