import { describe, expect, test } from 'vitest'
import { linkedInvoice, one } from './decided-invoice.ts'
import { bookInvoice, invoiceFacts, link, lockedUntil, parents } from './facts.ts'
import { line } from './samples.ts'

describe('rule 34: adopting', () => {
  const candidates = (...documents: ReturnType<typeof bookInvoice>[]) => ({ candidates: { documents, payments: [], onAccount: [] } })

  test('number, contact, date, currency and total agree: linked, not sent', () => {
    expect(one(invoiceFacts({}, candidates(bookInvoice())))).toMatchObject({ decision: 'adopt', bookId: 'B-1', bookNumber: 'INV-1' })
  })

  test.each([
    ['total', { gross: 12001 }],
    ['VAT at the same total', { net: 10001, tax: 1999 }],
    ['date', { date: '2026-10-06' }],
    ['contact', { contactId: 'B-c2' }],
    ['currency', { currency: 'EUR' }],
  ])('the same number with another %s is a problem that shows both', (_, differing) => {
    expect(one(invoiceFacts({}, candidates(bookInvoice(differing))))).toMatchObject({
      decision: 'refuse',
      code: 'NUMBER_DIFFERENT_IN_BOOKS',
      bookId: 'B-1',
    })
  })

  test('another number on the same sale is a question, and a new document where the answer is no', () => {
    const facts = invoiceFacts({}, candidates(bookInvoice({ number: '0099' })))
    expect(one(facts)).toMatchObject({ decision: 'ask', code: 'SAME_TOTAL_OTHER_NUMBER', values: { number: 'INV-1', bookNumber: '0099' } })
    expect(one({ ...facts, choice: 'create' })).toMatchObject({ decision: 'write' })
  })

  test('a void record and a credit of the same number are no candidates', () => {
    expect(one(invoiceFacts({}, candidates(bookInvoice({ state: 'void' }), bookInvoice({ kind: 'credit' }))))).toMatchObject({
      decision: 'write',
    })
  })

  test('an adopted document is never updated by itself', () => {
    const facts = linkedInvoice({ reference: 'PO 7' }, { links: { main: link({ how: 'adopted' }) } })
    expect(one(facts)).toMatchObject({ decision: 'ask', code: 'ADOPTED_NOT_UPDATED' })
    expect(one({ ...facts, choice: 'sendOurs' })).toMatchObject({ decision: 'write', intent: { operation: 'updateInvoice' } })
  })
})

describe('rule 35: what is in the books is changed only where the books allow it', () => {
  test('nothing changed, nothing sent; what is never sent is no change', () => {
    expect(one(linkedInvoice({}))).toEqual({ decision: 'skip', part: 'main' })
    expect(one(linkedInvoice({ meta: { a: 1 }, sourceVersion: 7 }))).toEqual({ decision: 'skip', part: 'main' })
  })

  test('an open invoice is updated, with the ids of its lines in the books', () => {
    const changed = { lines: [line({ net: 20000, unitPrice: '200.00' })], totals: { net: 20000, tax: 4000, gross: 24000 } }
    const facts = linkedInvoice(changed, { links: { main: link({ sent: { bookLineIds: { 1: 'L1' } } }) } })
    const decision = one(facts)
    expect(decision).toMatchObject({ decision: 'write', intent: { operation: 'updateInvoice', bookId: 'B-1', bookLineIds: { 1: 'L1' } } })
    expect(decision?.decision === 'write' && decision.intent.fields).toEqual(['amounts'])
  })

  test('after a part payment only fields that may change are sent', () => {
    const paid = bookInvoice({ amountDue: 5000 })
    expect(one(linkedInvoice({ reference: 'PO 7' }, { record: paid }))).toMatchObject({
      decision: 'write',
      intent: { fields: ['reference'] },
    })
  })

  test.each([
    ['money', { lines: [line({ net: 20000 })], totals: { net: 20000, tax: 4000, gross: 24000 } }],
    ['tax', { lines: [line({ net: 10000, taxCode: 'V0' })], totals: { net: 10000, tax: 0, gross: 10000 } }],
    ['date', { issueDate: '2026-10-06' }],
    ['customer', { customer: 'c2' }],
  ])('a change of %s on a paid invoice is never attempted, whatever the choice', (_, change) => {
    const facts = linkedInvoice(change, {
      record: bookInvoice({ amountDue: 0 }),
      parents: parents({ 'customer/c2': { state: 'linked', bookId: 'B-c1' } }),
    })
    expect(one(facts)).toMatchObject({ decision: 'ask', code: 'CHANGE_NOT_ALLOWED', values: { reason: 'paid or credited' } })
    expect(one({ ...facts, choice: 'sendOurs' })).toMatchObject({ decision: 'ask', code: 'CHANGE_NOT_ALLOWED' })
    expect(one({ ...facts, choice: 'mendedInBooks' })).toMatchObject({ decision: 'skip' })
  })

  test('in a locked period nothing is changed', () => {
    expect(one(linkedInvoice({ reference: 'PO 7' }), lockedUntil('2026-10-31'))).toMatchObject({
      decision: 'ask',
      code: 'CHANGE_NOT_ALLOWED',
      values: { reason: 'in a locked period' },
    })
  })
})

describe('rule 36: what someone changed in the books', () => {
  test('only what changed here is sent, so that what the bookkeeper changed beside it stays', () => {
    expect(one(linkedInvoice({ reference: 'PO 7' }))).toMatchObject({ decision: 'write', intent: { fields: ['reference'] } })
  })

  test('lines are not sent over an invoice that someone saved there since: it is a question, and "send ours" sends them', () => {
    const facts = linkedInvoice(
      { lines: [line({ net: 10000, description: 'Boiler service, two visits' })] },
      {
        links: { main: link({ sent: { bookUpdatedAt: '2026-10-05T10:00:00Z' } }) },
        record: bookInvoice({ updatedAt: '2026-10-07T09:00:00Z' }),
      },
    )
    expect(one(facts)).toMatchObject({ decision: 'ask', code: 'CHANGED_IN_BOOKS', values: { field: 'Coding or words' } })
    expect(one({ ...facts, choice: 'sendOurs' })).toMatchObject({ decision: 'write', intent: { fields: ['description'] } })
  })

  test('so it is where only money may have moved its time: what was saved there before the payment cannot be told', () => {
    const facts = linkedInvoice(
      { lines: [line({ net: 10000, description: 'Boiler service, two visits' })] },
      {
        links: { main: link({ sent: { bookUpdatedAt: '2026-10-05T10:00:00Z' } }) },
        record: bookInvoice({ updatedAt: '2026-10-07T09:00:00Z', amountDue: 2000 }),
      },
    )
    expect(one(facts)).toMatchObject({ decision: 'ask', code: 'CHANGED_IN_BOOKS', values: { theirs: 'saved or paid there on 2026-10-07' } })
    expect(one({ ...facts, choice: 'sendOurs' })).toMatchObject({ decision: 'write', intent: { fields: ['description'] } })
  })

  test('a due date that the bookkeeper moved is kept when something else is sent', () => {
    const record = bookInvoice({ dueDate: '2026-12-31' })
    expect(one(linkedInvoice({ reference: 'PO 7' }, { record }))).toMatchObject({
      decision: 'write',
      intent: { document: { body: { dueDate: '2026-12-31', reference: 'PO 7' } } },
    })
  })

  test('another amount, VAT, date or contact is a difference with three answers', () => {
    const record = bookInvoice({ net: 11000, tax: 2200, gross: 13200, amountDue: 13200 })
    const facts = linkedInvoice({}, { record })
    expect(one(facts)).toMatchObject({ decision: 'ask', code: 'CHANGED_IN_BOOKS', values: { field: 'Total', ours: 12000, theirs: 13200 } })
    expect(one({ ...facts, choice: 'acceptTheirs' })).toMatchObject({ decision: 'skip' })
    expect(one({ ...facts, choice: 'leave' })).toMatchObject({ decision: 'skip' })
    expect(one({ ...facts, choice: 'sendOurs' })).toMatchObject({ decision: 'write', intent: { operation: 'updateInvoice' } })
  })

  test('what was sent is compared, not what the document says without its rounding line', () => {
    const expected = { kind: 'invoice' as const, date: '2026-10-05', currency: 'GBP', net: 10001, tax: 1999, gross: 12000 }
    const facts = linkedInvoice({}, { record: bookInvoice({ net: 10001, tax: 1999 }), links: { main: link({ sent: { expected } }) } })
    expect(one(facts)).toMatchObject({ decision: 'skip' })
  })
})

describe('rule 37: cancelled in the host', () => {
  const cancelled = (more: Parameters<typeof linkedInvoice>[1] = {}) => linkedInvoice({ state: 'cancelled' }, more)

  test('never sent: not sent', () => {
    expect(one(invoiceFacts({ state: 'cancelled' }))).toMatchObject({ decision: 'notDue', code: 'CANCELLED_BEFORE_SENDING' })
  })

  test('a draft is deleted only after a yes', () => {
    const facts = cancelled({ record: bookInvoice({ state: 'draft' }) })
    expect(one(facts)).toMatchObject({ decision: 'ask', code: 'CANCELLED_DRAFT' })
    expect(one({ ...facts, choice: 'deleteDraft' })).toMatchObject({
      decision: 'write',
      intent: { operation: 'deleteDraft', bookId: 'B-1' },
    })
  })

  test('issued, open, in an open period: a choice, and void only where that was chosen', () => {
    expect(one(cancelled())).toMatchObject({ decision: 'ask', code: 'CANCELLED_IN_HOST' })
    expect(one({ ...cancelled(), choice: 'creditNote' })).toMatchObject({ decision: 'skip' })
    expect(one({ ...cancelled(), choice: 'void' })).toMatchObject({ decision: 'write', intent: { operation: 'voidInvoice' } })
  })

  test('paid or locked: credit note, even where void was chosen', () => {
    const paid = cancelled({ record: bookInvoice({ amountDue: 0 }), choice: 'void' })
    expect(one(paid)).toMatchObject({ decision: 'ask', code: 'CANCELLED_NEEDS_CREDIT' })
    expect(one({ ...cancelled(), choice: 'void' }, lockedUntil('2026-10-31'))).toMatchObject({
      decision: 'ask',
      code: 'CANCELLED_NEEDS_CREDIT',
    })
  })

  test('void on both sides: nothing to do', () => {
    expect(one(cancelled({ record: bookInvoice({ state: 'void' }) }))).toMatchObject({ decision: 'skip' })
  })
})

test('rule 38: voided in the books is a difference, and entered again only where a person asks', () => {
  const facts = linkedInvoice({}, { record: bookInvoice({ state: 'void' }) })
  expect(one(facts)).toMatchObject({ decision: 'ask', code: 'VOIDED_IN_BOOKS' })
  expect(one({ ...facts, choice: 'sendAgain' })).toMatchObject({ decision: 'write', intent: { operation: 'createInvoice' } })
})

test('rule 39: edits before approval are the bookkeeper’s, and never overwritten', () => {
  const draft = bookInvoice({ state: 'draft', net: 9000, tax: 1800, gross: 10800, amountDue: 10800 })
  expect(one(linkedInvoice({}, { record: draft }))).toMatchObject({ decision: 'skip' })
  expect(one(linkedInvoice({ reference: 'PO 7' }, { record: draft }))).toMatchObject({ decision: 'ask', code: 'CHANGED_IN_BOOKS' })
})
