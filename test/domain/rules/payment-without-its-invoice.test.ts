import { describe, expect, test } from 'vitest'
import { decidePayment } from '../../../domain/rules/decide-payment.ts'
import { candidates } from './decided-payment.ts'
import { bookPayment, context, parents, paymentFacts, withSettings } from './facts.ts'

describe('rule 39: a payment on an invoice that is not in the books waits, says so, and never fails', () => {
  test.each([
    ['unapproved', 'INVOICE_NOT_APPROVED', 'approval'],
    ['failed', 'PARENT_FAILED', 'invoice/i1'],
    ['waiting', 'PARENT_WAITING', 'invoice/i1'],
    ['unknown', 'DOCUMENT_UNKNOWN', 'invoice/i1'],
    ['void', 'PARENT_VOIDED', 'invoice/i1'],
  ] as const)('%s', (state, code, waitsFor) => {
    const facts = paymentFacts({}, { parents: parents({ 'invoice/i1': { state } }) })
    expect(decidePayment(facts, context())).toMatchObject([{ decision: 'wait', code, waitsFor }])
    expect(decidePayment({ ...facts, choice: 'onAccount' }, context())).toMatchObject([
      { decision: 'write', intent: { operation: 'onAccount' } },
    ])
  })
})

describe('rule 42: the start date', () => {
  test('an earlier receipt is linked if found, never created', () => {
    const using = withSettings({ startFrom: '2026-11-01' })
    expect(decidePayment(paymentFacts(), using)).toMatchObject([{ decision: 'notDue', code: 'BEFORE_START_DATE' }])
    expect(decidePayment(paymentFacts({}, candidates([bookPayment()])), using)).toMatchObject([{ decision: 'adopt' }])
  })

  test('a later receipt for an earlier invoice is sent if that is linked, else waits with the choice', () => {
    const facts = paymentFacts({}, { parents: parents({ 'invoice/i1': { state: 'notDue', code: 'BEFORE_START_DATE' } }) })
    expect(decidePayment(facts, context())).toMatchObject([{ decision: 'wait', code: 'EARLIER_INVOICE_NOT_LINKED' }])
    expect(decidePayment({ ...facts, choice: 'ignore' }, context())).toMatchObject([{ decision: 'notDue', code: 'LEFT_OUT_BY_CHOICE' }])
  })
})

test('rule 42: an earlier invoice is known by its date where its reason is not', () => {
  const facts = paymentFacts({}, { parents: parents({ 'invoice/i1': { state: 'notDue' } }) })
  expect(decidePayment(facts, withSettings({ startFrom: '2026-10-15' }))).toMatchObject([
    { decision: 'wait', code: 'EARLIER_INVOICE_NOT_LINKED' },
  ])
  expect(decidePayment(facts, context())).toMatchObject([{ decision: 'wait', code: 'PARENT_NOT_DUE' }])
})
