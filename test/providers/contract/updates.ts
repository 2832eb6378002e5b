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
