import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BookOnAccount, BookPayment } from '../../../domain/books.ts'
import { sum } from '../../../domain/money.ts'
import type { Expected } from '../../../domain/plan.ts'
import { adoptPayment } from '../../../domain/rules/adopt-payment.ts'
import { allocateReceipt } from '../../../domain/rules/allocate-receipt.ts'
import { decidePayment } from '../../../domain/rules/decide-payment.ts'
import { bookPayment, context, link, lockedUntil, open, openInvoice, parents, paymentFacts, withSettings } from './facts.ts'
import { payment, settings } from './samples.ts'

const candidates = (payments: BookPayment[], onAccount: BookOnAccount[] = []) => ({ candidates: { documents: [], payments, onAccount } })
const i1 = (fields: Parameters<typeof openInvoice>[0]) => ({ open: open({ 'invoice/i1': openInvoice(fields) }) })
const sent = (expected: Partial<Expected>) => ({ sent: { expected: { kind: 'payment' as const, ...expected } } })

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

describe('money never settles another customer’s or another currency’s invoice', () => {
  test.each([
    ['customer', { customer: 'c2' }, 'ALLOCATION_OF_OTHER_CUSTOMER'],
    ['currency', { currency: 'EUR' }, 'ALLOCATION_OF_OTHER_CURRENCY'],
  ])('%s', (_, theirs, code) => {
    expect(decidePayment(paymentFacts({}, i1(theirs)), context())).toMatchObject([{ decision: 'refuse', code }])
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
