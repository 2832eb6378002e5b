import { describe, expect, test } from 'vitest'
import type { WriteIntent } from '../../../domain/plan.ts'
import { fillRefs } from '../../../domain/rules/fill-refs.ts'
import { refOf } from '../../../domain/rules/refs.ts'
import { aCredit, aCustomer, aPayment, anInvoice, intent } from '../documents.ts'
import type { Clerk } from './clerk.ts'

/** Updates and removals, and telling before from after. */
export function updates(clerk: Clerk): void {
  const { compose, soughtFor, taken, newCustomer, newInvoice, newCredit, ids, readAll } = clerk
  describe('updates and removals', () => {
    test('a customer is changed field by field, and a look-up tells before from after', async () => {
      const write = intent('createCustomer', { kind: 'customer', externalId: 'upd', body: aCustomer('Update me') })
      const { bookId, updatedAt = '' } = await taken(write, refOf('customer', 'upd'))
      const update = intent(
        'updateCustomer',
        { kind: 'customer', externalId: 'upd', body: { ...aCustomer('Updated'), email: 'new@example.com' } },
        { bookId, fields: ['name', 'email'] },
      )
      const { body, expected } = compose(update)
      const sought = { ...soughtFor(update, body, expected), before: (await contact(bookId))?.updatedAt ?? updatedAt }
      expect(await clerk.books.session.find(sought)).toMatchObject([{ likeness: 'before' }])
      await taken(update, refOf('customer', 'upd'))
      expect(await clerk.books.session.find(sought)).toMatchObject([{ likeness: 'same' }])
      expect(await contact(bookId)).toMatchObject({ name: 'Updated', email: 'new@example.com', phones: ['01632 960001'] })
      await clerk.books.byHand.archiveContact(bookId)
      expect(await clerk.books.session.find(sought)).toMatchObject([{ likeness: 'void' }])
    })

    test('an archived customer is read as archived', async () => {
      await newCustomer('gone')
      const bookId = ids[refOf('customer', 'gone')] ?? ''
      await taken(
        intent('archiveCustomer', { kind: 'customer', externalId: 'gone', body: aCustomer('Customer gone') }, { bookId }),
        refOf('customer', 'gone'),
      )
      expect(await contact(bookId)).toMatchObject({ state: 'archived' })
    })

    test('an invoice is changed with its lines kept, and removed by its state', async () => {
      await newCustomer('lines')
      const body = anInvoice('N-lines1', 'lines')
      const created = await taken(intent('createInvoice', { kind: 'invoice', externalId: 'lines1', body }), refOf('invoice', 'lines1'))
      const lineIds = created.bookLineIds ?? []
      expect(lineIds).toHaveLength(body.lines.length)
      const bookLineIds = Object.fromEntries(body.lines.map((line, index) => [line.lineId, lineIds[index] ?? '']))
      const update = intent(
        'updateInvoice',
        { kind: 'invoice', externalId: 'lines1', body: { ...body, reference: 'changed' } },
        { bookId: created.bookId, bookLineIds },
      )
      const updated = await taken(update, refOf('invoice', 'lines1'))
      expect(updated.bookId).toBe(created.bookId)
      expect(updated.bookLineIds).toEqual(lineIds)
      const { body: sent, expected } = compose(update)
      expect(await clerk.books.session.find(soughtFor(update, fillRefs(sent, ids), expected))).toMatchObject([{ likeness: 'same' }])
      const removal = intent('voidInvoice', { kind: 'invoice', externalId: 'lines1', body }, { bookId: created.bookId })
      const composed = compose(removal)
      expect(await clerk.books.session.find(soughtFor(removal, composed.body, composed.expected))).toMatchObject([{ likeness: 'before' }])
      await taken(removal, refOf('invoice', 'lines1'))
      expect(await clerk.books.session.find(soughtFor(removal, composed.body, composed.expected))).toMatchObject([{ likeness: 'same' }])
    })

    test('an update that did not arrive is told by what the invoice holds, although money set against it has moved its time; a change by hand is not taken for it', async () => {
      await newCustomer('paid')
      const body = anInvoice('N-paid1', 'paid')
      const create = intent('createInvoice', { kind: 'invoice', externalId: 'paid1', body })
      const { bookId, updatedAt = '' } = await taken(create, refOf('invoice', 'paid1'))
      const update = intent(
        'updateInvoice',
        { kind: 'invoice', externalId: 'paid1', body: { ...body, reference: 'ordered by phone' } },
        { bookId, fields: ['reference'] },
      )
      const composed = compose(update)
      const sought = {
        ...soughtFor(update, fillRefs(composed.body, ids), composed.expected),
        before: updatedAt,
        held: compose(create).expected,
      }
      await clerk.books.advanceClock(2)
      const receipt = intent(
        'receipt',
        { kind: 'payment', externalId: 'pp1', body: aPayment('paid') },
        { allocations: [{ document: refOf('invoice', 'paid1'), amount: 100 }] },
      )
      const { bookId: paymentId } = await taken(receipt, refOf('payment', 'pp1'))
      expect(await clerk.books.session.find(sought)).toMatchObject([{ likeness: 'before' }])
      await clerk.books.byHand.deletePayment(paymentId)
      await clerk.books.byHand.changeInvoice(bookId)
      expect(await clerk.books.session.find(sought)).toMatchObject([{ likeness: 'changed' }])
    })

    test('a customer that still has its old fields did not get the update, whatever moved its time', async () => {
      const body = aCustomer('Hold me')
      const create = intent('createCustomer', { kind: 'customer', externalId: 'held', body })
      const { bookId } = await taken(create, refOf('customer', 'held'))
      const update = intent(
        'updateCustomer',
        { kind: 'customer', externalId: 'held', body: { ...body, email: 'newer@example.com' } },
        { bookId, fields: ['email'] },
      )
      const composed = compose(update)
      const sought = { ...soughtFor(update, composed.body, composed.expected), before: 'another time', held: compose(create).expected }
      expect(await clerk.books.session.find(sought)).toMatchObject([{ likeness: 'before' }])
      expect(
        await clerk.books.session.find({ ...sought, held: { kind: 'customer', fields: { email: 'elsewhere@example.com' } } }),
      ).toMatchObject([{ likeness: 'changed' }])
    })

    test('receipts, single and over several, and allocations can be taken back, and are found so', async () => {
      await newCustomer('back')
      await newInvoice('b1', 'back')
      await newInvoice('b2', 'back')
      await newCredit('bc', 'back')
      const invoices = [refOf('invoice', 'b1'), refOf('invoice', 'b2')]
      const allocate = intent(
        'allocateCredit',
        { kind: 'credit', externalId: 'bc', body: aCredit('C-bc', 'back') },
        { allocations: [{ document: invoices[1] ?? '', amount: 100 }] },
      )
      const taking: [WriteIntent, (bookId: string) => WriteIntent][] = [
        [
          intent(
            'receipt',
            { kind: 'payment', externalId: 'bp1', body: aPayment('back') },
            { allocations: [{ document: invoices[0] ?? '', amount: 100 }] },
          ),
          (bookId) => intent('reverseReceipt', { kind: 'payment', externalId: 'bp1', body: aPayment('back') }, { bookId }),
        ],
        [
          intent(
            'receipt',
            { kind: 'payment', externalId: 'bp2', body: aPayment('back') },
            { allocations: invoices.map((document) => ({ document, amount: 100 })) },
          ),
          (bookId) => intent('reverseReceipt', { kind: 'payment', externalId: 'bp2', body: aPayment('back') }, { bookId }),
        ],
        [allocate, (bookId) => intent('unallocate', { kind: 'credit', externalId: 'bc', body: aCredit('C-bc', 'back') }, { bookId })],
      ]
      for (const [write, back] of taking) {
        const { bookId } = await taken(write, 'taken-back')
        const reversal = back(bookId)
        const { body, expected } = compose(reversal)
        expect(await clerk.books.session.find(soughtFor(reversal, body, expected)), reversal.operation).toMatchObject([
          { likeness: 'before' },
        ])
        await taken(reversal, 'taken-back')
        expect(await clerk.books.session.find(soughtFor(reversal, body, expected)), reversal.operation).toMatchObject([
          { likeness: 'same' },
        ])
      }
    })

    const contact = async (bookId: string) => (await readAll('contacts')).find((one) => one.bookId === bookId)
  })
}
