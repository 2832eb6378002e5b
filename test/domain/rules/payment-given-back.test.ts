import { describe, expect, test } from 'vitest'
import { decidePayment } from '../../../domain/rules/decide-payment.ts'
import { bookPayment, context, link, lockedUntil, parents, paymentFacts } from './facts.ts'

describe('rule 10: refunds', () => {
  const refund = { direction: 'refunded' as const, amount: 3000, allocations: [] }

  test('a refund of a credit is a write of its own step', () => {
    expect(decidePayment(paymentFacts({ ...refund, refunds: { credit: 'n1' } }), context())).toMatchObject([
      {
        decision: 'write',
        step: 'refunds',
        intent: { operation: 'refund', allocations: [{ document: 'credit/n1', amount: 3000 }] },
        needs: ['customer/c1', 'credit/n1'],
      },
    ])
  })

  test('a refund of a payment gives back its money on account', () => {
    const facts = paymentFacts(
      { ...refund, refunds: { payment: 'p0' } },
      { parents: parents({ 'payment/p0': { state: 'linked', bookId: 'B-p0' } }) },
    )
    expect(decidePayment(facts, context())).toMatchObject([
      { intent: { allocations: [{ document: 'onAccount/p0', amount: 3000 }] }, needs: ['customer/c1', 'payment/p0'] },
    ])
  })

  test('a refund of nothing, or of more than is left, is refused', () => {
    expect(decidePayment(paymentFacts(refund), context())).toMatchObject([{ decision: 'refuse', code: 'REFUND_OF_NOTHING' }])
    const leaving = (left: number) =>
      paymentFacts(
        { ...refund, refunds: { credit: 'n1' } },
        { parents: parents({ 'credit/n1': { state: 'linked', bookId: 'B-n1', left } }) },
      )
    expect(decidePayment(leaving(2999), context())).toMatchObject([
      { decision: 'refuse', code: 'REFUND_TOO_LARGE', values: { ours: 3000, theirs: 2999 } },
    ])
    expect(decidePayment(leaving(3000), context())).toMatchObject([{ decision: 'write' }])
  })

  test('a refund that stands in the books already is found although the credit has nothing left', () => {
    const facts = paymentFacts(
      { ...refund, refunds: { credit: 'n1' } },
      {
        parents: parents({ 'credit/n1': { state: 'linked', bookId: 'B-n1', left: 0 } }),
        candidates: {
          documents: [],
          payments: [bookPayment({ form: 'refund', amount: 3000, allocations: [{ documentId: 'B-n1', amount: 3000 }] })],
          onAccount: [],
        },
      },
    )
    expect(decidePayment(facts, context())).toMatchObject([{ decision: 'adopt' }])
  })

  test('a refund waits for what it gives back', () => {
    expect(decidePayment(paymentFacts({ ...refund, refunds: { credit: 'n9' } }), context())).toMatchObject([
      { decision: 'wait', waitsFor: 'credit/n9' },
    ])
  })
})

describe('rule 11: bounced or mistyped', () => {
  const reversed = (more: Parameters<typeof paymentFacts>[1] = {}) =>
    paymentFacts(
      { state: 'reversed', reason: 'bounced', reversedOn: '2026-10-25' },
      { links: { main: link({ bookId: 'P-1' }) }, record: bookPayment(), ...more },
    )

  test('never sent: not sent', () => {
    expect(decidePayment(paymentFacts({ state: 'reversed' }), context())).toMatchObject([{ decision: 'notDue' }])
  })

  test('removed in the books only with a yes, with every part of it', () => {
    expect(decidePayment(reversed(), context())).toMatchObject([
      { decision: 'ask', code: 'PAYMENT_REVERSED', values: { reason: 'bounced' } },
    ])
    const both = reversed({ links: { main: link({ bookId: 'P-1' }), onAccount: link({ bookId: 'O-1' }) }, choice: 'reverse' })
    expect(decidePayment(both, context())).toMatchObject([
      { decision: 'write', intent: { operation: 'reverseReceipt', part: 'main', bookId: 'P-1' } },
      { decision: 'write', intent: { operation: 'reverseReceipt', part: 'onAccount', bookId: 'O-1' } },
    ])
  })

  test.each([
    ['reconciled', { record: bookPayment({ reconciled: true }) }, context()],
    ['a part of a batch', { record: bookPayment({ partOf: 'batch' }) }, context()],
    ['in a locked period', {}, lockedUntil('2026-10-31')],
    ['entered by someone else', { links: { main: link({ how: 'adopted' }) } }, context()],
  ])('%s: a task with the exact entry to make, even after a yes', (_, more, using) => {
    expect(decidePayment(reversed({ ...more, choice: 'reverse' }), using)).toMatchObject([
      {
        decision: 'refuse',
        code: 'PAYMENT_REVERSED_BY_HAND',
        values: { detail: 'take back the payment of 120.00 GBP of 2026-10-20, dated 2026-10-25.' },
      },
    ])
  })

  test('void in the books already, or done by hand: nothing to do', () => {
    expect(decidePayment(reversed({ record: bookPayment({ state: 'void' }) }), context())).toMatchObject([{ decision: 'skip' }])
    expect(decidePayment(reversed({ choice: 'doneByHand' }), context())).toMatchObject([{ decision: 'skip' }])
  })
})
