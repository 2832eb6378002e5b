import { describe, expect, test } from 'vitest'
import type { WriteIntent } from '../../../domain/plan.ts'
import { fillRefs } from '../../../domain/rules/fill-refs.ts'
import { refOf } from '../../../domain/rules/refs.ts'
import type { Found } from '../../../providers/contract.ts'
import { aCustomer, aPayment, anInvoice, intent } from '../documents.ts'
import type { Clerk } from './clerk.ts'

/** What a look-up meets in the books. */
export function lookUps(clerk: Clerk): void {
  const { compose, soughtFor, taken, newCustomer, newInvoice, ids } = clerk
  describe('what a look-up meets', () => {
    test('ours, changed by someone since', async () => {
      await newCustomer('changed')
      const write = intent('createInvoice', { kind: 'invoice', externalId: 'ch1', body: anInvoice('N-ch1', 'changed') })
      const { bookId } = await taken(write, refOf('invoice', 'ch1'))
      await clerk.books.byHand.changeInvoice(bookId)
      expect(await lookUp(write)).toMatchObject([{ bookId, likeness: 'changed' }])
    })

    test('ours, made void by someone since', async () => {
      await newCustomer('voided')
      const write = intent('createInvoice', { kind: 'invoice', externalId: 'v1', body: anInvoice('N-v1', 'voided') })
      const { bookId } = await taken(write, refOf('invoice', 'v1'))
      await clerk.books.byHand.voidInvoice(bookId)
      expect(await lookUp(write)).toMatchObject([{ bookId, likeness: 'void' }])
    })

    test('a contact of ours that was archived since', async () => {
      const write = intent('createCustomer', { kind: 'customer', externalId: 'arch', body: aCustomer('Archived') })
      const { bookId } = await taken(write, refOf('customer', 'arch'))
      await clerk.books.byHand.archiveContact(bookId)
      expect(await lookUp(write)).toMatchObject([{ bookId, likeness: 'void' }])
    })

    test('a stranger with our number, and a stranger with our name', async () => {
      const other = await newCustomer('other')
      await newCustomer('mine')
      await clerk.books.byHand.enterInvoice('N-taken', other.bookId)
      const invoice = intent('createInvoice', { kind: 'invoice', externalId: 'mine1', body: anInvoice('N-taken', 'mine') })
      expect(await lookUp(invoice)).toMatchObject([{ likeness: 'stranger' }])
      const named = intent('createCustomer', { kind: 'customer', externalId: 'mine-too', body: aCustomer('Customer other') })
      expect(await lookUp(named)).toMatchObject([{ bookId: other.bookId, likeness: 'stranger' }])
    })

    test('a receipt of ours that someone deleted is void; a like receipt without our token is a stranger', async () => {
      await newCustomer('payer')
      await newInvoice('pay1', 'payer')
      const receipt = (token: string) =>
        intent(
          'receipt',
          { kind: 'payment', externalId: `r-${token}`, body: aPayment('payer') },
          { token, allocations: [{ document: refOf('invoice', 'pay1'), amount: 1_000 }] },
        )
      const first = await taken(receipt('CF-AAAAAA'), refOf('payment', 'r1'))
      expect(await lookUp(receipt('CF-BBBBBB'))).toMatchObject([{ bookId: first.bookId, likeness: 'stranger' }])
      await clerk.books.byHand.deletePayment(first.bookId)
      expect(await lookUp(receipt('CF-AAAAAA'))).toMatchObject([{ bookId: first.bookId, likeness: 'void' }])
      expect(await lookUp(receipt('CF-BBBBBB'))).toEqual([])
    })

    async function lookUp(write: WriteIntent): Promise<Found[]> {
      const { body, expected } = compose(write)
      return clerk.books.session.find(soughtFor(write, fillRefs(body, ids), expected))
    }
  })
}
