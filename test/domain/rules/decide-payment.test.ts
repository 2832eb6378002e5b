import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sum } from '../../../domain/money.ts'
import { allocateReceipt } from '../../../domain/rules/allocate-receipt.ts'
import { decidePayment } from '../../../domain/rules/decide-payment.ts'
import { i1, sent } from './decided-payment.ts'
import { context, link, lockedUntil, openInvoice, paymentFacts, withSettings } from './facts.ts'
import { payment, settings } from './samples.ts'

describe('rule 4: a payment is the receipt as the bank shows it', () => {
  test('one receipt over two invoices is one write', () => {
    const allocations = [
      { invoice: 'i1', amount: 7000 },
      { invoice: 'i2', amount: 5000 },
    ]
    expect(decidePayment(paymentFacts({ allocations }), context())).toMatchObject([
      {
        decision: 'write',
        step: 'receipts',
        intent: {
          operation: 'receipt',
          part: 'main',
          token: 'CF-7K3QX9',
          bankAccountId: 'bank',
          amount: 12000,
          allocations: [
            { document: 'invoice/i1', amount: 7000 },
            { document: 'invoice/i2', amount: 5000 },
          ],
        },
        needs: ['customer/c1', 'invoice/i1', 'invoice/i2'],
      },
    ])
  })
})

describe('rule 5: an over-payment is recorded in full', () => {
  test('what fits is payment, the rest is on account with the same bank account', () => {
    const decisions = decidePayment(paymentFacts({ amount: 13000, allocations: [{ invoice: 'i1', amount: 13000 }] }), context())
    expect(decisions).toMatchObject([
      { intent: { operation: 'receipt', amount: 12000 } },
      {
        intent: { operation: 'onAccount', part: 'onAccount', amount: 1000, bankAccountId: 'bank' },
        needs: ['customer/c1'],
        notes: [{ code: 'PAYMENT_LARGER_THAN_INVOICE', values: { amount: 1000, currency: 'GBP' } }],
      },
    ])
  })

  test('where the company does not want money on account the whole receipt waits, and is never cut to fit', () => {
    const facts = paymentFacts({ amount: 13000, allocations: [{ invoice: 'i1', amount: 13000 }] })
    expect(decidePayment(facts, withSettings({ overpayments: 'wait' }))).toMatchObject([
      { decision: 'ask', code: 'OVERPAYMENT_WAITS', values: { amount: 1000 } },
    ])
  })

  test('rule 13: a receipt that names no invoice is on account, and says that it carries no VAT', () => {
    expect(decidePayment(paymentFacts({ allocations: [] }), context())).toMatchObject([
      { intent: { operation: 'onAccount', part: 'onAccount', amount: 12000 }, notes: [{ code: 'ON_ACCOUNT_WITHOUT_VAT' }] },
    ])
  })

  test('a part that is still missing is written, and nothing else', () => {
    const facts = paymentFacts(
      { amount: 13000, allocations: [{ invoice: 'i1', amount: 13000 }] },
      { links: { main: link(sent({ gross: 12000 })) }, linkedBody: payment({ amount: 13000 }), ...i1({ open: 0 }) },
    )
    expect(decidePayment(facts, context())).toMatchObject([{ intent: { operation: 'onAccount', part: 'onAccount', amount: 1000 } }])
    const other = { ...facts, links: { onAccount: link(sent({ gross: 1000 })) }, ...i1({}) }
    expect(decidePayment(other, context())).toMatchObject([{ intent: { operation: 'receipt', part: 'main', amount: 12000 } }])
  })
})

test('rule 6: a penny short stays a penny open', () => {
  const facts = paymentFacts({ amount: 11999, allocations: [{ invoice: 'i1', amount: 11999 }] })
  expect(decidePayment(facts, context())).toMatchObject([{ intent: { amount: 11999, allocations: [{ amount: 11999 }] } }])
})

test('rule 6: pennies that come after they were written off stay on account, and it is said why', () => {
  const facts = paymentFacts(
    { amount: 1, allocations: [{ invoice: 'i1', amount: 1 }] },
    { open: new Map([['invoice/i1', openInvoice({ open: 0, writtenOff: 1 })]]) },
  )
  expect(decidePayment(facts, context())).toMatchObject([
    {
      intent: { operation: 'onAccount', amount: 1 },
      notes: [{ code: 'PAYMENT_LARGER_THAN_INVOICE' }, { code: 'PAID_AFTER_WRITE_OFF', values: { amount: 1, document: 'invoice INV-1' } }],
    },
  ])
})

test('rule 8: every write of a receipt carries the token that is unique to it', () => {
  const decisions = decidePayment(paymentFacts({ amount: 13000, allocations: [{ invoice: 'i1', amount: 13000 }] }), context())
  expect(decisions.map((decision) => decision.decision === 'write' && decision.intent.token)).toEqual(['CF-7K3QX9', 'CF-7K3QX9'])
})

describe('rule 9: the day the money moved', () => {
  test('a day to come is waited for', () => {
    expect(decidePayment(paymentFacts({ date: '2026-11-22' }), context())).toMatchObject([
      { decision: 'wait', waitsFor: 'day:2026-11-22', code: 'PAYMENT_IN_FUTURE' },
    ])
  })

  test('before the invoice it goes with its own date, and says so', () => {
    expect(decidePayment(paymentFacts({ date: '2026-10-01' }), context())).toMatchObject([
      { decision: 'write', notes: [{ code: 'PAYMENT_BEFORE_INVOICE' }] },
    ])
  })

  test('in a locked period a person decides, whatever the setting for invoices is', () => {
    const locked = lockedUntil('2026-10-31', { settings: { ...settings, lockedPeriod: 'firstOpenDay' } })
    expect(decidePayment(paymentFacts(), locked)).toMatchObject([{ decision: 'refuse', code: 'LOCKED_PERIOD' }])
    expect(decidePayment(paymentFacts({}, { choice: 'firstOpenDay' }), locked)).toMatchObject([
      { decision: 'write', intent: { date: '2026-11-01' } },
    ])
  })
})

test('rule 12: while a method has no account, its payments wait and say so', () => {
  expect(decidePayment(paymentFacts({ method: 'cheque' }), context())).toMatchObject([
    { decision: 'wait', waitsFor: 'settings', code: 'METHOD_NOT_MAPPED', values: { method: 'cheque' } },
  ])
})

test('rule 20: the deduction of CIS suffered is entered on the day of the receipt that leaves exactly it open', () => {
  const using = withSettings({ cisSuffered: { mode: 'payment', bankAccount: 'cis-account' } })
  const cis = i1({ cisDeduction: 2000 })
  const net = paymentFacts({ amount: 10000, allocations: [{ invoice: 'i1', amount: 10000 }] }, cis)
  expect(decidePayment(net, using)).toMatchObject([
    { intent: { operation: 'receipt', part: 'main', amount: 10000 } },
    { intent: { operation: 'receipt', part: 'allocation:cis/invoice/i1', amount: 2000, bankAccountId: 'cis-account' } },
  ])
  expect(decidePayment(net, context())).toHaveLength(1)
  expect(decidePayment(paymentFacts({}, cis), using)).toHaveLength(1)
})

describe('money never settles another customer’s or another currency’s invoice', () => {
  test.each([
    ['customer', { customer: 'c2' }, 'ALLOCATION_OF_OTHER_CUSTOMER'],
    ['currency', { currency: 'EUR' }, 'ALLOCATION_OF_OTHER_CURRENCY'],
  ])('%s', (_, theirs, code) => {
    expect(decidePayment(paymentFacts({}, i1(theirs)), context())).toMatchObject([{ decision: 'refuse', code }])
  })
})

test('whatever is stated and open, a receipt is recorded to the penny, and no invoice is paid beyond what is open', () => {
  const ref = fc.constantFrom('invoice/1', 'invoice/2', 'invoice/3')
  const share = fc.record({ document: ref, amount: fc.integer({ min: 1, max: 5000 }) })
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9000 }),
      fc.array(share, { maxLength: 6 }),
      fc.dictionary(ref, fc.integer({ min: -100, max: 5000 })),
      (amount, stated, left) => {
        const { allocations, onAccount } = allocateReceipt(amount, stated, new Map(Object.entries(left)))
        expect(sum(allocations.map((each) => each.amount)) + onAccount).toBe(amount)
        for (const each of allocations) {
          expect(each.amount).toBeGreaterThan(0)
          expect(each.amount).toBeLessThanOrEqual(left[each.document] ?? 0)
        }
      },
    ),
  )
})
