import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adoptPayment } from '../../../domain/rules/adopt-payment.ts'
import { decidePayment } from '../../../domain/rules/decide-payment.ts'
import { candidates, i1, sent } from './decided-payment.ts'
import { bookPayment, context, link, paymentFacts } from './facts.ts'
import { payment } from './samples.ts'

describe('rule 7: payments already in the books', () => {
  test.each([
    ['the same amount and reference, whatever the day', { reference: 'ACME  7', date: '2026-08-01' }],
    ['the same amount within five days', { date: '2026-10-25' }],
  ])('%s: adopted', (_, theirs) => {
    expect(decidePayment(paymentFacts({ reference: 'Acme 7' }, candidates([bookPayment(theirs)])), context())).toMatchObject([
      { decision: 'adopt', part: 'main', bookId: 'P-1' },
    ])
  })

  test('the same amount further away is a question, and a new payment where the answer is no', () => {
    const facts = paymentFacts({}, candidates([bookPayment({ date: '2026-10-26' })]))
    expect(decidePayment(facts, context())).toMatchObject([{ decision: 'ask', code: 'POSSIBLE_DUPLICATE_PAYMENT', bookId: 'P-1' }])
    expect(decidePayment({ ...facts, choice: 'create' }, context())).toMatchObject([{ decision: 'write' }])
  })

  test('an invoice that is settled by other money is a question', () => {
    const facts = paymentFacts({}, { ...candidates([bookPayment({ amount: 11000 })]), ...i1({ open: 0 }) })
    expect(decidePayment(facts, context())).toMatchObject([{ decision: 'ask', code: 'INVOICE_ALREADY_SETTLED' }])
  })

  test.each([
    ['void', { state: 'void' as const }],
    ['of another currency', { currency: 'EUR' }],
    ['a part of a batch, which is met as the batch', { partOf: 'P-9' }],
    ['money given back', { form: 'refund' as const }],
    ['on another invoice', { allocations: [{ documentId: 'B-other', amount: 12000 }] }],
  ])('a payment that is %s is no candidate', (_, theirs) => {
    expect(decidePayment(paymentFacts({}, candidates([bookPayment(theirs)])), context())).toMatchObject([{ decision: 'write' }])
  })

  test('money on account of the same contact is a candidate, and adopted as that', () => {
    const onAccount = {
      bookId: 'O-1',
      contactId: 'B-c1',
      date: '2026-10-20',
      amount: 12000,
      remaining: 12000,
      currency: 'GBP',
      state: 'live' as const,
      allocations: [],
      updatedAt: '',
    }
    expect(decidePayment(paymentFacts({}, candidates([], [onAccount])), context())).toMatchObject([
      { decision: 'adopt', part: 'onAccount', bookId: 'O-1' },
    ])
  })

  test('equal receipts on one day stay as many as they are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }), (ours, theirs) => {
        let left = Array.from({ length: theirs }, (_, at) => bookPayment({ bookId: `P-${at}` }))
        const mine = {
          contactId: 'B-c1',
          documentIds: ['B-i1'],
          date: '2026-10-20',
          amount: 12000,
          currency: 'GBP',
          reference: 'x',
          direction: 'received' as const,
          settled: false,
        }
        let adopted = 0
        for (let at = 0; at < ours; at += 1) {
          const found = adoptPayment(mine, left, [])
          if (found.outcome !== 'adopt') continue
          adopted += 1
          left = left.filter(({ bookId }) => bookId !== found.bookId)
        }
        expect(adopted).toBe(Math.min(ours, theirs))
      }),
    )
  })
})

describe('rules 35 and 38: money that is in the books', () => {
  const main = { links: { main: link({ bookId: 'P-1', ...sent({ gross: 12000, date: '2026-10-20' }) }) }, linkedBody: payment() }

  test('unchanged, nothing is sent', () => {
    expect(decidePayment(paymentFacts({}, { ...main, record: bookPayment() }), context())).toEqual([{ decision: 'skip', part: 'main' }])
  })

  test('void there, or changed there, is shown and not sent again', () => {
    expect(decidePayment(paymentFacts({}, { ...main, record: bookPayment({ state: 'void' }) }), context())).toMatchObject([
      { decision: 'ask', code: 'VOIDED_IN_BOOKS' },
    ])
    expect(decidePayment(paymentFacts({}, { ...main, record: bookPayment({ amount: 1 }) }), context())).toMatchObject([
      { decision: 'ask', code: 'CHANGED_IN_BOOKS' },
    ])
  })

  test('what it settles is not taken apart', () => {
    const facts = paymentFacts({ allocations: [{ invoice: 'i2', amount: 12000 }] }, main)
    expect(decidePayment(facts, context())).toMatchObject([{ decision: 'ask', code: 'ALLOCATION_CHANGED' }])
  })

  test('money on account is allocated to an invoice named later, up to what is open', () => {
    const facts = paymentFacts({}, { links: { onAccount: link({ bookId: 'O-1', ...sent({ gross: 12000 }) }) }, ...i1({ open: 5000 }) })
    expect(decidePayment(facts, context())).toMatchObject([
      {
        step: 'statedAllocations',
        intent: {
          operation: 'allocateOnAccount',
          part: 'allocation:i1',
          bookId: 'O-1',
          allocations: [{ document: 'invoice/i1', amount: 5000 }],
        },
        needs: ['onAccount/p1', 'invoice/i1'],
      },
    ])
    expect(decidePayment({ ...facts, ...i1({ open: 0 }) }, context())).toEqual([{ decision: 'skip', part: 'allocation:i1' }])
  })
})
