import { expect, test } from 'vitest'
import type { BookContact, BookDocument, BookOnAccount, BookPayment } from '../../domain/books.ts'
import {
  allContacts,
  bookDocuments,
  bookMoney,
  booksOfLinkedContacts,
  documentsByNumbers,
  documentsLike,
  paymentsLike,
  settledBy,
  unlinkedContacts,
  unlinkedMoney,
} from '../../ledger/book-records.ts'
import { link } from '../../ledger/links.ts'
import { applyContacts, applyDocuments, applyOnAccount, applyPayments, applyToMirror } from '../../ledger/mirror.ts'
import { beginFullRead, forgetUnseen, readCursor, saveCursor } from '../../ledger/mirror-cursors.ts'
import { freshLedger } from './fresh-ledger.ts'
import { pushed, readyConnection } from './samples.ts'

const fresh = freshLedger()
const updatedAt = '2026-03-01T10:00:00.000Z'

const contact = (bookId: string, fields: Partial<BookContact> = {}): BookContact => ({
  bookId,
  name: `Contact ${bookId}`,
  phones: [],
  isSupplier: false,
  state: 'active',
  updatedAt,
  fields: {},
  ...fields,
})
const invoice = (bookId: string, fields: Partial<BookDocument> = {}): BookDocument => ({
  kind: 'invoice',
  bookId,
  number: `INV-${bookId}`,
  contactId: 'k1',
  date: '2026-03-01',
  currency: 'GBP',
  net: 10000,
  tax: 2000,
  gross: 12000,
  taxes: [{ bookTaxCode: 'OUTPUT2', net: 10000, tax: 2000 }],
  state: 'inLedger',
  amountDue: 12000,
  updatedAt,
  ...fields,
})
const payment = (bookId: string, fields: Partial<BookPayment> = {}): BookPayment => ({
  bookId,
  form: 'payment',
  contactId: 'k1',
  date: '2026-03-05',
  amount: 12000,
  currency: 'GBP',
  reconciled: false,
  state: 'live',
  allocations: [{ documentId: 'i1', amount: 12000 }],
  updatedAt,
  ...fields,
})
const onAccount = (bookId: string, fields: Partial<BookOnAccount> = {}): BookOnAccount => ({
  bookId,
  contactId: 'k1',
  date: '2026-03-05',
  amount: 500,
  remaining: 500,
  currency: 'GBP',
  state: 'live',
  allocations: [],
  updatedAt,
  ...fields,
})

test('what the provider gave comes back as it was, and applying a page again changes nothing', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    const full = payment('p1', {
      bankAccountId: 'bank',
      reference: 'ACME 12',
      partOf: 'batch',
      allocations: [
        { documentId: 'i1', amount: 7000, date: '2026-03-06', bookId: 'a1' },
        { documentId: 'i2', amount: 5000 },
      ],
    })
    for (let time = 0; time < 2; time++) {
      await applyContacts(scope, connectionId, [contact('k1'), contact('k1', { name: 'Later on the page' })])
      await applyDocuments(scope, connectionId, [invoice('i1', { reference: 'Job 7', dueDate: '2026-04-01' })])
      await applyPayments(scope, connectionId, [full])
      await applyOnAccount(scope, connectionId, [onAccount('o1')])
    }
    expect(await allContacts(scope, connectionId)).toEqual([contact('k1', { name: 'Later on the page' })])
    expect(await bookDocuments(scope, connectionId, ['i1'])).toEqual([invoice('i1', { reference: 'Job 7', dueDate: '2026-04-01' })])
    expect(await bookMoney(scope, connectionId, ['p1', 'o1'])).toEqual({ payments: [full], onAccount: [onAccount('o1')] })
  })
})

test('an older state of a record never takes the place of a newer one, nor do its allocations', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    const newer = payment('p1', { state: 'void', allocations: [], updatedAt: '2026-03-02T00:00:00.000Z' })
    await applyPayments(scope, connectionId, [newer])
    await applyPayments(scope, connectionId, [payment('p1')])
    expect((await bookMoney(scope, connectionId, ['p1'])).payments).toEqual([newer])
  })
})

test('allocations are those of the newest state: what was taken off is gone', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    const credit = (allocations: { documentId: string; amount: number }[]) => ({ ...invoice('c1', { kind: 'credit' }), allocations })
    await applyToMirror(scope, connectionId, 'credits', [
      credit([
        { documentId: 'i1', amount: 5000 },
        { documentId: 'i2', amount: 7000 },
      ]),
    ])
    await applyToMirror(scope, connectionId, 'credits', [credit([{ documentId: 'i2', amount: 100 }])])
    expect(await settledBy(scope, connectionId, ['i1', 'i2'])).toEqual([
      { source: 'credit', sourceId: 'c1', documentId: 'i2', amount: 100 },
    ])
  })
})

test('a number is found whatever the case of its letters, a like document only if it belongs to none of ours', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    await applyDocuments(scope, connectionId, [
      invoice('i1', { number: 'inv-7' }),
      invoice('i2'),
      invoice('i3', { state: 'void' }),
      invoice('i4', { date: '2026-03-02' }),
      invoice('i5', { contactId: 'k2' }),
    ])
    await link(scope, { connectionId, kind: 'invoice', externalId: 'ours', bookId: 'i2', ...pushed })
    expect((await documentsByNumbers(scope, connectionId, 'invoice', ['INV-7', 'INV-I3'])).map(({ bookId }) => bookId).sort()).toEqual([
      'i1',
      'i3',
    ])
    const like = await documentsLike(scope, connectionId, [{ kind: 'invoice', contactId: 'k1', gross: 12000, date: '2026-03-01' }])
    expect(like.map(({ bookId }) => bookId)).toEqual(['i1'])
    expect(await documentsLike(scope, connectionId, [{ kind: 'invoice', contactId: 'k1', gross: 12000 }])).toHaveLength(2)
  })
})

test('like money is of the same amount, on the same invoice or of the same contact, and of none of our payments', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    await applyPayments(scope, connectionId, [
      payment('same-invoice', { contactId: 'another' }),
      payment('same-contact', { allocations: [] }),
      payment('other-amount', { amount: 1 }),
      payment('void', { state: 'void' }),
      payment('ours'),
      payment('nobody', { contactId: 'another', allocations: [] }),
      payment('long-ago', { date: '2026-01-05' }),
    ])
    await applyOnAccount(scope, connectionId, [onAccount('o1', { amount: 12000 })])
    await link(scope, { connectionId, kind: 'payment', externalId: 'p', bookId: 'ours', ...pushed })
    const sought = { contactId: 'k1', documentIds: ['i1'], amount: 12000 }
    const near = await paymentsLike(scope, connectionId, [{ ...sought, near: { date: '2026-03-09', days: 5 } }])
    expect(near.payments.map(({ bookId }) => bookId).sort()).toEqual(['same-contact', 'same-invoice'])
    expect(near.onAccount.map(({ bookId }) => bookId)).toEqual(['o1'])
    expect((await paymentsLike(scope, connectionId, [sought])).payments).toHaveLength(3)
    expect((await unlinkedMoney(scope, connectionId, '2026-03-01')).payments.map(({ bookId }) => bookId)).not.toContain('ours')
  })
})

test('contacts to bring in are active, belong to no customer of ours, and come in pages by name', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    await applyContacts(scope, connectionId, [
      contact('k1', { name: 'Zeta' }),
      contact('k2', { name: 'Alpha' }),
      contact('k3', { state: 'archived' }),
      contact('k4'),
    ])
    await link(scope, { connectionId, kind: 'customer', externalId: 'c4', bookId: 'k4', ...pushed })
    const [first] = await unlinkedContacts(scope, connectionId, { limit: 1 })
    expect(first?.name).toBe('Alpha')
    expect((await unlinkedContacts(scope, connectionId, { after: 'k2' })).map(({ name }) => name)).toEqual(['Zeta'])
    expect((await unlinkedContacts(scope, connectionId, { query: 'zet' })).map(({ name }) => name)).toEqual(['Zeta'])
  })
})

test('the tie-out sees everything of linked contacts in its days, and nothing of others', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    await link(scope, { connectionId, kind: 'customer', externalId: 'c1', bookId: 'k1', ...pushed })
    await applyDocuments(scope, connectionId, [
      invoice('i1'),
      invoice('i2', { contactId: 'stranger' }),
      invoice('i3', { date: '2025-12-31' }),
      { ...invoice('c1', { kind: 'credit' }), allocations: [{ documentId: 'i1', amount: 100 }] },
    ])
    // Xero's batch payments name no contact.
    const { contactId: _none, ...batch } = payment('batch', { form: 'batch' })
    await applyPayments(scope, connectionId, [batch, payment('p2', { contactId: 'stranger', allocations: [] })])
    await applyOnAccount(scope, connectionId, [onAccount('o1'), onAccount('o2', { contactId: 'stranger' })])
    const books = await booksOfLinkedContacts(scope, connectionId, { from: '2026-01-01', to: '2026-03-31' })
    expect(books.documents.map(({ bookId }) => bookId).sort()).toEqual(['c1', 'i1'])
    expect(books.payments.map(({ bookId }) => bookId)).toEqual(['batch'])
    expect(books.onAccount.map(({ bookId }) => bookId)).toEqual(['o1'])
    expect(books.creditAllocations.get('c1')).toEqual([{ documentId: 'i1', amount: 100 }])
  })
})

test('a reading goes on at its cursor, and a full one forgets what it did not meet, of its own kind alone', async () => {
  const company = await fresh.newCompany()
  const connectionId = await fresh.as(company, async (scope) => {
    const id = await readyConnection(scope)
    expect(await readCursor(scope, id, 'payments')).toBeUndefined()
    await applyPayments(scope, id, [payment('p1'), payment('p2')])
    await applyDocuments(scope, id, [invoice('i1')])
    await saveCursor(scope, id, 'payments', { cursor: 'page=2', done: true })
    expect(await forgetUnseen(scope, id, 'payments')).toEqual([])
    return id
  })
  await fresh.as(company, async (scope) => {
    await beginFullRead(scope, connectionId, 'payments')
    expect(await readCursor(scope, connectionId, 'payments')).toMatchObject({ cursor: undefined, done: false, fullRead: true })
    await applyPayments(scope, connectionId, [payment('p2')])
    await saveCursor(scope, connectionId, 'payments', { cursor: 'page=2', done: false })
    expect(await forgetUnseen(scope, connectionId, 'payments')).toEqual([])
    await saveCursor(scope, connectionId, 'payments', { cursor: '2026-03-01', done: true })
    expect(await forgetUnseen(scope, connectionId, 'payments')).toEqual(['p1'])
    expect(await readCursor(scope, connectionId, 'payments')).toMatchObject({ cursor: '2026-03-01', done: true, fullRead: false })
    expect((await settledBy(scope, connectionId, ['i1'])).map(({ sourceId }) => sourceId)).toEqual(['p2'])
    expect(await bookDocuments(scope, connectionId, ['i1'])).toHaveLength(1)
  })
})

test('a company neither reads the mirror of another nor writes into it', async () => {
  const [mine, theirs] = [await fresh.newCompany(), await fresh.newCompany()]
  const connectionId = await fresh.as(theirs, async (scope) => {
    const id = await readyConnection(scope)
    await applyContacts(scope, id, [contact('k1')])
    await applyDocuments(scope, id, [invoice('i1')])
    await applyPayments(scope, id, [payment('p1')])
    await applyOnAccount(scope, id, [onAccount('o1')])
    return id
  })
  await fresh.as(mine, async (scope) => {
    expect(await allContacts(scope, connectionId)).toEqual([])
    expect(await bookDocuments(scope, connectionId, ['i1'])).toEqual([])
    expect(await bookMoney(scope, connectionId, ['p1', 'o1'])).toEqual({ payments: [], onAccount: [] })
    expect(await settledBy(scope, connectionId, ['i1'])).toEqual([])
  })
  await expect(fresh.as(mine, (scope) => applyContacts(scope, connectionId, [contact('k9')]))).rejects.toThrow('foreign key')
})

test('a page of a thousand records with their allocations is applied whole', async () => {
  const company = await fresh.newCompany()
  await fresh.as(company, async (scope) => {
    const connectionId = await readyConnection(scope)
    const page = Array.from({ length: 1000 }, (_, index) =>
      payment(`p${index}`, { allocations: [{ documentId: `i${index}`, amount: 12000 }] }),
    )
    await applyPayments(scope, connectionId, page)
    expect(
      await settledBy(
        scope,
        connectionId,
        page.map((_, index) => `i${index}`),
      ),
    ).toHaveLength(1000)
  })
})
