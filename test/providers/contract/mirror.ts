import { describe, expect, test } from 'vitest'
import type { MirrorKind } from '../../../domain/entities.ts'
import { onAccountRef, refOf } from '../../../domain/rules/refs.ts'
import type { Clerk } from './clerk.ts'

/** Reading the books, whole and by what changed. Goes by what the suites before it pushed. */
export function mirror(clerk: Clerk): void {
  const { newCustomer, newInvoice, ids, readAll, readFrom } = clerk
  describe('the mirror', () => {
    test('a full read has what was pushed, void and archived records too, with allocations', async () => {
      const [contacts, invoices, credits, payments, onAccount] = [
        await readAll('contacts'),
        await readAll('invoices'),
        await readAll('credits'),
        await readAll('payments'),
        await readAll('onAccount'),
      ]
      const id = (ref: string) => ids[ref]
      expect(contacts.find((one) => one.bookId === id(refOf('customer', 'gone')))).toMatchObject({
        state: 'archived',
        contactNumber: 'gone',
      })
      expect(invoices.find((one) => one.bookId === id(refOf('invoice', 'lines1')))).toMatchObject({ state: 'void', amountDue: 0 })
      const invoice = invoices.find((one) => one.bookId === id(refOf('invoice', 'never1')))
      expect(invoice).toMatchObject({
        number: 'N-never1',
        net: 18_650,
        tax: 2_298,
        gross: 20_948,
        amountDue: 20_948 - 1_500,
        state: 'inLedger',
      })
      expect(invoice?.taxes).toHaveLength(2)
      const credit = credits.find((one) => one.bookId === id(refOf('credit', 'neverc')))
      expect(credit).toMatchObject({
        gross: 5_460,
        allocations: [{ bookId: id('allocation/neverc'), documentId: id(refOf('invoice', 'never2')), amount: 300 }],
      })
      expect(payments.find((one) => one.bookId === id(refOf('payment', 'never-p1')))).toMatchObject({
        form: 'payment',
        amount: 1_000,
        state: 'live',
      })
      const batch = payments.find((one) => one.bookId === id(refOf('payment', 'never-p2')))
      expect(batch).toMatchObject({ form: 'batch', amount: 1_200, reference: expect.stringMatching(/^BACS transfer CF-/) })
      expect(payments.filter((one) => one.partOf === batch?.bookId)).toHaveLength(2)
      expect(payments.find((one) => one.bookId === id(refOf('payment', 'never-p4')))).toMatchObject({
        form: 'refund',
        amount: 200,
        allocations: [{ documentId: credit?.bookId }],
      })
      expect(onAccount.find((one) => one.bookId === id(onAccountRef('never-p3')))).toMatchObject({
        amount: 2_000,
        remaining: 2_000 - 400 - 100,
        allocations: [{ bookId: id('allocation/never-p3'), amount: 400 }],
      })
    })

    test('after a full read only what changed comes, and a run with nothing to do costs at most eight calls', async () => {
      await clerk.books.advanceClock(15 * 60)
      const kinds = ['contacts', 'invoices', 'credits', 'payments', 'onAccount'] as const
      const cursors: Partial<Record<MirrorKind, string>> = {}
      await newCustomer('last')
      await newInvoice('last1', 'last')
      for (const kind of kinds) cursors[kind] = (await readFrom(kind, undefined)).cursor
      await clerk.books.advanceClock(15 * 60)
      const kept = await clerk.books.session.readOrganisation()
      const before = (await clerk.books.requests()).length
      await clerk.books.session.readOrganisation(kept)
      await clerk.books.session.readCodes()
      for (const kind of kinds) cursors[kind] = (await readFrom(kind, cursors[kind])).cursor
      expect((await clerk.books.requests()).length - before).toBeLessThanOrEqual(8)
      const changed = ids[refOf('invoice', 'last1')] ?? ''
      await clerk.books.byHand.voidInvoice(changed)
      const { records } = await readFrom('invoices', cursors.invoices)
      expect(records.map((one) => one.bookId)).toContain(changed)
      expect(records.length).toBeLessThan((await readAll('invoices')).length)
    })
  })
}
