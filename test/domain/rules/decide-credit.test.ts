import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sum } from '../../../domain/money.ts'
import { allocateCredit } from '../../../domain/rules/allocate-credit.ts'
import { decideCreditAllocations } from '../../../domain/rules/decide-credit-allocations.ts'
import { decideCredit } from '../../../domain/rules/decide-credit.ts'
import { bookInvoice, context, creditFacts, link, lockedUntil, open, openInvoice, parents, withSettings } from './facts.ts'
import { credit, line, settings } from './samples.ts'

describe('rules 1 and 2: the credit note itself goes unallocated, after the invoices', () => {
  test('it is written in its own step and needs the invoices it corrects', () => {
    expect(decideCredit(creditFacts({ corrects: [{ invoice: 'i1' }] }), context())).toMatchObject([
      { decision: 'write', step: 'credits', intent: { operation: 'createCredit', number: 'CN-1' }, needs: ['customer/c1', 'invoice/i1'] },
    ])
  })

  test.each([
    ['unknown', 'DOCUMENT_UNKNOWN', 'invoice/i9'],
    ['failed', 'PARENT_FAILED', 'invoice/i9'],
    ['unapproved', 'INVOICE_NOT_APPROVED', 'approval'],
    ['void', 'PARENT_VOIDED', 'invoice/i9'],
  ] as const)('while its invoice is %s it waits; put on account it goes', (state, code, waitsFor) => {
    const facts = creditFacts({ corrects: [{ invoice: 'i9' }] }, { parents: parents({ 'invoice/i9': { state } }) })
    expect(decideCredit(facts, context())).toMatchObject([{ decision: 'wait', code, waitsFor }])
    expect(decideCredit({ ...facts, choice: 'onAccount' }, context())).toMatchObject([{ decision: 'write', needs: ['customer/c1'] }])
  })

  test('a credit that corrects nothing goes', () => {
    expect(decideCredit(creditFacts(), context())).toMatchObject([{ decision: 'write', needs: ['customer/c1'] }])
  })

  test('rule 23: it uses the rate of its original’s tax point', () => {
    const old = { 'invoice/i1': openInvoice({ issueDate: '2010-12-01' }) }
    const facts = creditFacts({ corrects: [{ invoice: 'i1' }] }, { open: open(old) })
    expect(decideCredit(facts, context())).toMatchObject([
      { decision: 'refuse', code: 'TAX_RATE_DIFFERS', values: { ours: '17.5', date: '2010-12-01' } },
    ])
  })

  test('rule 34: it is adopted by the invoices’ rule', () => {
    const documents = [bookInvoice({ kind: 'credit', number: 'CN-1' })]
    expect(decideCredit(creditFacts({}, { candidates: { documents, payments: [], onAccount: [] } }), context())).toMatchObject([
      { decision: 'adopt' },
    ])
  })

  test('in the books it is not changed or taken back by us', () => {
    const facts = creditFacts(
      { reference: 'new' },
      { links: { main: link() }, linkedBody: credit(), record: bookInvoice({ kind: 'credit' }) },
    )
    expect(decideCredit(facts, context())).toMatchObject([{ decision: 'ask', code: 'CHANGE_NOT_ALLOWED' }])
    expect(decideCredit(creditFacts({ state: 'cancelled' }, { links: { main: link() } }), context())).toMatchObject([
      { decision: 'ask', code: 'CREDIT_CANCELLED' },
    ])
  })

  test('rule 42: for an earlier invoice that is not linked it waits with the choice', () => {
    const facts = creditFacts(
      { corrects: [{ invoice: 'i9' }] },
      { parents: parents({ 'invoice/i9': { state: 'notDue', code: 'BEFORE_START_DATE' } }) },
    )
    expect(decideCredit(facts, context())).toMatchObject([{ decision: 'wait', code: 'EARLIER_INVOICE_NOT_LINKED' }])
    expect(decideCredit({ ...facts, choice: 'ignore' }, context())).toMatchObject([{ decision: 'notDue', code: 'LEFT_OUT_BY_CHOICE' }])
  })
})

describe('rule 2: what a credit settles', () => {
  const linked = { links: { main: link({ bookId: 'B-n1' }) } }

  test('stated allocations go in their own step, before implied ones', () => {
    const facts = creditFacts({ allocations: [{ invoice: 'i1', amount: 5000 }], corrects: [{ invoice: 'i2' }] }, linked)
    expect(decideCreditAllocations(facts, context())).toMatchObject([
      {
        decision: 'write',
        step: 'statedAllocations',
        intent: {
          operation: 'allocateCredit',
          part: 'allocation:i1',
          bookId: 'B-n1',
          allocations: [{ document: 'invoice/i1', amount: 5000 }],
        },
        needs: ['credit/n1', 'invoice/i1'],
      },
    ])
  })

  test('where nothing is stated, the invoice it corrects up to what is open; the rest stays on account', () => {
    const facts = creditFacts({ corrects: [{ invoice: 'i1' }] }, { ...linked, open: open({ 'invoice/i1': openInvoice({ open: 4000 }) }) })
    expect(decideCreditAllocations(facts, context())).toMatchObject([
      { step: 'impliedAllocations', intent: { allocations: [{ amount: 4000 }] } },
    ])
  })

  test('by setting, an unallocated credit stays on account', () => {
    expect(
      decideCreditAllocations(creditFacts({ corrects: [{ invoice: 'i1' }] }, linked), withSettings({ unallocatedCredits: 'onAccount' })),
    ).toEqual([])
  })

  test('lines name invoices too, and several are settled in order', () => {
    const lines = [line({ net: 5000, corrects: [{ invoice: 'i1' }] }), line({ lineId: '2', net: 5000, corrects: [{ invoice: 'i2' }] })]
    const facts = creditFacts({ lines }, { ...linked, open: open({ 'invoice/i1': openInvoice({ open: 1000 }) }) })
    expect(decideCreditAllocations(facts, context())).toMatchObject([
      { intent: { allocations: [{ document: 'invoice/i1', amount: 1000 }] } },
      { intent: { allocations: [{ document: 'invoice/i2', amount: 11000 }] } },
    ])
  })

  test('never another customer’s invoice: stated is refused, implied left', () => {
    const theirs = { ...linked, open: open({ 'invoice/i1': openInvoice({ customer: 'c2' }) }) }
    expect(decideCreditAllocations(creditFacts({ allocations: [{ invoice: 'i1', amount: 1 }] }, theirs), context())).toMatchObject([
      { decision: 'refuse', code: 'ALLOCATION_OF_OTHER_CUSTOMER' },
    ])
    expect(decideCreditAllocations(creditFacts({ corrects: [{ invoice: 'i1' }] }, theirs), context())).toEqual([])
  })

  test('rule 26: an alias’s invoice is on the same contact', () => {
    const theirs = {
      ...linked,
      open: open({ 'invoice/i1': openInvoice({ customer: 'c2' }) }),
      parents: parents({ 'customer/c2': { state: 'linked', bookId: 'B-c1' } }),
    }
    expect(decideCreditAllocations(creditFacts({ allocations: [{ invoice: 'i1', amount: 1 }] }, theirs), context())).toMatchObject([
      { decision: 'write' },
    ])
  })

  test('never another currency’s invoice', () => {
    const theirs = { ...linked, open: open({ 'invoice/i1': openInvoice({ currency: 'EUR' }) }) }
    expect(decideCreditAllocations(creditFacts({ allocations: [{ invoice: 'i1', amount: 1 }] }, theirs), context())).toMatchObject([
      { decision: 'refuse', code: 'ALLOCATION_OF_OTHER_CURRENCY' },
    ])
  })

  test('what is allocated already is not allocated again', () => {
    const done = { links: { main: link(), 'allocation:i1': link() }, unallocated: 2000 }
    expect(decideCreditAllocations(creditFacts({ allocations: [{ invoice: 'i1', amount: 10000 }] }, done), context())).toEqual([])
    expect(decideCreditAllocations(creditFacts({ corrects: [{ invoice: 'i1' }] }, done), context())).toEqual([])
  })

  test('a credit larger than what is open says what stays on account', () => {
    const facts = creditFacts(
      { allocations: [{ invoice: 'i1', amount: 12000 }] },
      { ...linked, open: open({ 'invoice/i1': openInvoice({ open: 7000 }) }) },
    )
    expect(decideCreditAllocations(facts, context())).toMatchObject([
      { notes: [{ code: 'CREDIT_LARGER_THAN_OPEN', values: { amount: 5000 } }] },
    ])
  })
})

describe('rule 3: dates of allocation', () => {
  const facts = creditFacts({ issueDate: '2026-10-20', corrects: [{ invoice: 'i1' }] })

  test('the later of the two documents, unless stated', () => {
    expect(decideCreditAllocations(facts, context())).toMatchObject([{ intent: { allocations: [{ date: '2026-10-20' }] } }])
    const stated = creditFacts({ allocations: [{ invoice: 'i1', amount: 1, date: '2026-11-02' }] })
    expect(decideCreditAllocations(stated, context())).toMatchObject([{ intent: { allocations: [{ date: '2026-11-02' }] } }])
  })

  test('in a locked period the first open day by setting, and under cash accounting only a person decides', () => {
    const open = { settings: { ...settings, lockedPeriod: 'firstOpenDay' as const } }
    expect(decideCreditAllocations(facts, lockedUntil('2026-10-31'))).toMatchObject([{ decision: 'refuse', code: 'LOCKED_PERIOD' }])
    expect(decideCreditAllocations(facts, lockedUntil('2026-10-31', open))).toMatchObject([
      { intent: { allocations: [{ date: '2026-11-01' }] } },
    ])
    const cash = lockedUntil('2026-10-31', open)
    const onCash = { ...cash, organisation: { ...cash.organisation, vatScheme: 'cash' as const } }
    expect(decideCreditAllocations(facts, onCash)).toMatchObject([{ decision: 'refuse', code: 'LOCKED_PERIOD' }])
    expect(decideCreditAllocations({ ...facts, choice: 'firstOpenDay' }, onCash)).toMatchObject([{ decision: 'write' }])
  })
})

test('whatever is stated and open, a credit is used up to itself, no invoice beyond what is open, and nothing is lost', () => {
  const ref = fc.constantFrom('invoice/1', 'invoice/2', 'invoice/3')
  const share = fc.record({ document: ref, amount: fc.integer({ min: 1, max: 5000 }) })
  const amounts = fc.dictionary(ref, fc.integer({ min: -100, max: 5000 }))
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9000 }),
      fc.option(fc.array(share, { maxLength: 5 }), { nil: undefined }),
      fc.array(ref),
      amounts,
      (unallocated, stated, corrects, left) => {
        const open = new Map(Object.entries(left))
        const { shares, onAccount } = allocateCredit({ unallocated, stated, corrects, setting: 'original', open })
        expect(sum(shares.map(({ amount }) => amount)) + onAccount).toBe(unallocated)
        for (const { document, amount } of shares) {
          expect(amount).toBeGreaterThan(0)
          expect(amount).toBeLessThanOrEqual(open.get(document) ?? 0)
        }
        expect(new Set(shares.map(({ document }) => document)).size).toBe(shares.length)
      },
    ),
  )
})
