import { describe, expect, test } from 'vitest'
import type { WriteIntent } from '../../../domain/plan.ts'
import { onAccountRef, refOf } from '../../../domain/rules/refs.ts'
import { aCredit, aCustomer, aPayment, anInvoice, intent } from '../documents.ts'
import type { Clerk } from './clerk.ts'

/** What a break on the road leaves behind, for every kind of create. */
export function breaks(clerk: Clerk): void {
  const { push, taken, ids } = clerk
  describe('after a break on the road', () => {
    test.each(['drop-after-commit', 'cut'] as const)('%s: unknown, then found the same, for every kind of create', async (kind) => {
      const id = `u-${kind}`
      for (const [write, ref] of creates(id)) {
        await clerk.books.fault(kind, 'PUT')
        const { answer, sought } = await push(write)
        expect(answer.outcome, write.operation).toBe('unknown')
        const found = await clerk.books.session.find(sought)
        expect(found, write.operation).toMatchObject([{ likeness: 'same' }])
        ids[ref] = found[0]?.bookId ?? ''
      }
    })

    test('drop-before: unknown, then absent, for every kind of create', async () => {
      const id = 'never'
      for (const [write, ref] of creates(id)) {
        await clerk.books.fault('drop-before', 'PUT')
        const { answer, sought } = await push(write)
        expect(answer.outcome, write.operation).toBe('unknown')
        expect(await clerk.books.session.find(sought), write.operation).toEqual([])
        await taken(write, ref)
      }
    })

    test('a throttled send is not taken and says when to come back', async () => {
      await clerk.books.fault('throttle', 'PUT')
      const { answer, sought } = await push(intent('createCustomer', { kind: 'customer', externalId: 'slow', body: aCustomer('Slow') }))
      expect(answer).toMatchObject({ outcome: 'notTaken', retryAfterSeconds: expect.any(Number) })
      expect(await clerk.books.session.find(sought)).toEqual([])
    })

    test('a provider that breaks leaves the outcome unknown', async () => {
      await clerk.books.fault('broken', 'PUT')
      const { answer } = await push(intent('createCustomer', { kind: 'customer', externalId: 'broken', body: aCustomer('Broken') }))
      expect(answer.outcome).toBe('unknown')
    })

    test('a throttled or broken read throws in our words', async () => {
      await clerk.books.fault('throttle', 'GET')
      await expect(clerk.books.session.readCodes()).rejects.toMatchObject({
        code: 'PROVIDER_RATE_LIMITED',
        retryAfterSeconds: expect.any(Number),
      })
      await clerk.books.fault('broken', 'GET')
      await expect(clerk.books.session.readCodes()).rejects.toMatchObject({ code: 'PROVIDER_DOWN' })
    })

    /** One of each kind that can be made, in the order a bookkeeper would. */
    function creates(id: string): [WriteIntent, string][] {
      const to = (document: string, amount: number) => ({ allocations: [{ document, amount }] })
      const payment = (part: string) => ({ kind: 'payment' as const, externalId: `${id}-${part}`, body: aPayment(id) })
      return [
        [intent('createCustomer', { kind: 'customer', externalId: id, body: aCustomer(`Customer ${id}`) }), refOf('customer', id)],
        [intent('createInvoice', { kind: 'invoice', externalId: `${id}1`, body: anInvoice(`N-${id}1`, id) }), refOf('invoice', `${id}1`)],
        [intent('createInvoice', { kind: 'invoice', externalId: `${id}2`, body: anInvoice(`N,${id}2`, id) }), refOf('invoice', `${id}2`)],
        [intent('createCredit', { kind: 'credit', externalId: `${id}c`, body: aCredit(`C-${id}`, id) }), refOf('credit', `${id}c`)],
        [intent('receipt', payment('p1'), to(refOf('invoice', `${id}1`), 1_000)), refOf('payment', `${id}-p1`)],
        [
          intent('receipt', payment('p2'), {
            allocations: [
              { document: refOf('invoice', `${id}1`), amount: 500 },
              { document: refOf('invoice', `${id}2`), amount: 700 },
            ],
          }),
          refOf('payment', `${id}-p2`),
        ],
        [intent('onAccount', payment('p3'), { part: 'onAccount', amount: 2_000 }), onAccountRef(`${id}-p3`)],
        [
          intent(
            'allocateCredit',
            { kind: 'credit', externalId: `${id}c`, body: aCredit(`C-${id}`, id) },
            to(refOf('invoice', `${id}2`), 300),
          ),
          `allocation/${id}c`,
        ],
        [intent('allocateOnAccount', payment('p3'), to(refOf('invoice', `${id}2`), 400)), `allocation/${id}-p3`],
        [intent('refund', payment('p4'), to(refOf('credit', `${id}c`), 200)), refOf('payment', `${id}-p4`)],
        [intent('refund', payment('p5'), to(refOf('payment', `${id}-p3`), 100)), refOf('payment', `${id}-p5`)],
      ]
    }
  })
}
