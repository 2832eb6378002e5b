import { describe, expect, test } from 'vitest'
import type { Invoice } from '../../../domain/invoice.ts'
import type { PlanContext, PushDecision, PushFacts, RestFacts } from '../../../domain/push-facts.ts'
import { decideWriteOff, writeOffNumber } from '../../../domain/rules/decide-write-off.ts'
import { bookInvoice, context, invoiceFacts, link, lockedUntil, withSettings } from './facts.ts'
import { settings } from './samples.ts'

const on = { writeOff: { limit: 5, nominalCode: '860' } }
const using = withSettings(on)

const rest = (fields: Partial<RestFacts> = {}): RestFacts => ({
  inBooks: 1,
  byHost: 1,
  receipts: 1,
  standing: 'settled',
  unsettled: false,
  needs: [],
  earlier: 0,
  told: false,
  ...fields,
})

const facts = (fields: Partial<RestFacts> = {}, more: Partial<PushFacts<'invoice'>> = {}, body: Partial<Invoice> = {}) =>
  invoiceFacts(body, { links: { main: link({ bookId: 'B-1' }) }, record: bookInvoice({ amountDue: 1 }), rest: rest(fields), ...more })

const codesOf = (decisions: PushDecision[]) => decisions.map((decision) => ('code' in decision ? decision.code : decision.decision))

test('rule 6: a rest of one to the limit becomes a credit for exactly it, without VAT, and its allocation to the invoice', () => {
  expect(decideWriteOff(facts({ needs: ['payment/p1'] }), using)).toMatchObject([
    {
      decision: 'write',
      step: 'writeOffs',
      intent: {
        operation: 'createCredit',
        part: 'writeOff',
        number: 'CF-7K3QX9-WO',
        amount: 1,
        date: '2026-11-21',
        writeOff: { name: 'CF-7K3QX9-WO', nominalCode: '860', bookTaxCode: 'NONE' },
      },
      needs: ['customer/c1', 'invoice/i1', 'payment/p1'],
      notes: [{ code: 'PENNY_WRITTEN_OFF', values: { amount: 1, document: 'invoice INV-1' } }],
    },
    {
      decision: 'write',
      step: 'writeOffs',
      intent: { operation: 'allocateCredit', part: 'allocation:writeOff', allocations: [{ document: 'invoice/i1', amount: 1 }] },
      needs: ['invoice/i1#writeOff', 'invoice/i1'],
    },
  ])
  expect(decideWriteOff(facts({ inBooks: 5, byHost: 5 }), using)).toMatchObject([{ intent: { amount: 5 } }, { intent: { amount: 5 } }])
})

describe('rule 6: a rest stays open', () => {
  const issued = { main: link({ bookId: 'B-1' }) }
  const cases: [title: string, facts: PushFacts<'invoice'>, context: PlanContext][] = [
    ['where the setting is off', facts(), context()],
    ['above the limit', facts({ inBooks: 6, byHost: 6 }), using],
    ['of nothing', facts({ inBooks: 0, byHost: 0 }), using],
    ['where the host says that another sum is open', facts({ byHost: 2 }), using],
    ['where no receipt settled anything', facts({ receipts: 0 }), using],
    ['where something of the customer is on its way', facts({ unsettled: true }), using],
    ['where the invoice itself has something to do or to ask', facts({ standing: 'other' }), using],
    ['of all of a small invoice', facts({ inBooks: 3, byHost: 3 }, {}, { totals: { net: 3, tax: 0, gross: 3 } }), using],
    ['of a draft of the host', facts({}, {}, { state: 'draft' }), using],
    ['of a cancelled invoice', facts({}, {}, { state: 'cancelled' }), using],
    ['of one on hold', facts({}, {}, { hold: true }), using],
    ['of one that CIS was taken from', facts({}, {}, { cis: { rate: '20', labourNet: 100, deduction: 20 } }), using],
    ['of one that someone else entered', facts({}, { links: { main: link({ how: 'adopted' }) } }), using],
    ['of a draft in the books', facts({}, { record: bookInvoice({ state: 'draft', amountDue: 1 }) }), using],
    ['of a void one', facts({}, { record: bookInvoice({ state: 'void', amountDue: 1 }) }), using],
    ['of one that is not in the books', facts({}, { links: {} }), using],
    ['of one in a locked period', facts(), lockedUntil('2026-10-31', { settings: { ...settings, ...on } })],
    ['while today is locked', facts({}, {}, {}), lockedUntil('2026-12-31', { settings: { ...settings, ...on } })],
    ['where documents go in as drafts', facts({}, { links: issued }), withSettings({ ...on, invoiceState: 'draft' })],
    ['where the nominal code is gone', facts(), withSettings({ writeOff: { limit: 5, nominalCode: '299' } })],
    [
      'where the books know nothing outside the scope of VAT',
      facts(),
      context({ settings: { ...settings, ...on }, codes: { ...using.codes, taxCodes: [] } }),
    ],
  ]
  test.each(cases)('%s', (_, known, at) => {
    expect(decideWriteOff(known, at)).toEqual([])
  })
})

test('rule 6: so it is in the run that enters the invoice, once everything that leaves the rest has arrived', () => {
  const { record: _none, ...known } = facts({ standing: 'new', needs: ['payment/p1', 'credit/k1#allocation:i1'] }, { links: {} })
  expect(decideWriteOff(known, using)).toMatchObject([
    { needs: ['customer/c1', 'invoice/i1', 'payment/p1', 'credit/k1#allocation:i1'] },
    { intent: { part: 'allocation:writeOff' } },
  ])
})

test('rule 6: the tax code of rounding lines is used where the office has chosen one without VAT; the day is never before the invoice', () => {
  const rounding = { mode: 'line' as const, nominalCode: '860', bookTaxCode: 'EXEMPTOUTPUT' }
  const later = facts({}, { record: bookInvoice({ amountDue: 1, date: '2026-12-01' }) })
  expect(decideWriteOff(later, withSettings({ ...on, rounding }))).toMatchObject([
    { intent: { writeOff: { bookTaxCode: 'EXEMPTOUTPUT' }, date: '2026-12-01' } },
    {},
  ])
  const withVat = withSettings({ ...on, rounding: { ...rounding, bookTaxCode: 'OUTPUT2' } })
  expect(decideWriteOff(facts(), withVat)).toMatchObject([{ intent: { writeOff: { bookTaxCode: 'NONE' } } }, {}])
})

test('rule 6: where the provider numbers, it is found by its reference; a number that does not fit is refused', () => {
  const [credit] = decideWriteOff(facts(), withSettings({ ...on, numbers: { mode: 'provider' } }))
  expect(credit).toMatchObject({ intent: { writeOff: { name: 'CF-7K3QX9-WO' } } })
  expect(credit).not.toHaveProperty('intent.number')
  const short = context({ settings: { ...settings, ...on }, limits: { ...using.limits, numberMaxLength: 7 } })
  expect(codesOf(decideWriteOff(facts(), short))).toEqual(['NUMBER_TOO_LONG'])
  expect([writeOffNumber('CF-AAAAAA', 0), writeOffNumber('CF-AAAAAA', 1)]).toEqual(['CF-AAAAAA-WO', 'CF-AAAAAA-WO2'])
})

describe('rule 6: it is made once', () => {
  const record = {
    ...bookInvoice(),
    kind: 'credit' as const,
    bookId: 'C-1',
    number: 'CF-7K3QX9-WO',
    net: 1,
    tax: 0,
    gross: 1,
    amountDue: 0,
  }
  const sent = { expected: { kind: 'credit' as const, gross: 1 } }
  const links = { main: link({ bookId: 'B-1' }), writeOff: link({ bookId: 'C-1', sent }) }
  const made = (fields: Partial<typeof record>, allocated = true, more: Partial<PushFacts<'invoice'>> = {}) =>
    facts({ credit: { record: { ...record, ...fields }, allocated } }, { links, ...more })

  test('nothing more is to be done about it, whatever is open by now', () => {
    expect(decideWriteOff(made({}), using)).toEqual([])
    expect(decideWriteOff(facts({}, { links }), using)).toEqual([])
  })

  test('rule 38: void in the books it is told, and a person’s word is the last', () => {
    expect(decideWriteOff(made({ state: 'void' }), using)).toMatchObject([
      { decision: 'ask', part: 'writeOff', code: 'WRITE_OFF_VOIDED', bookId: 'C-1' },
    ])
    expect(decideWriteOff(made({ state: 'void' }, true, { choice: 'leave' }), using)).toEqual([])
  })

  test('rule 36: so is one that somebody changed', () => {
    expect(decideWriteOff(made({ gross: 500, net: 500 }), using)).toMatchObject([
      { code: 'WRITE_OFF_CHANGED', values: { ours: 1, theirs: 500 } },
    ])
  })

  test('a half of it follows, also where the setting is off by now', () => {
    expect(decideWriteOff(made({ amountDue: 1 }, false), context())).toMatchObject([{ intent: { part: 'allocation:writeOff', amount: 1 } }])
    expect(decideWriteOff(made({ amountDue: 0 }, false), context())).toEqual([])
    expect(decideWriteOff(made({ amountDue: 1 }, false, { record: bookInvoice({ amountDue: 0 }) }), context())).toEqual([])
  })

  test('one that stands in the books under its number is linked, not made again', () => {
    expect(decideWriteOff(facts({ credit: { record, allocated: false } }), using)).toMatchObject([
      { decision: 'adopt', part: 'writeOff', bookId: 'C-1' },
    ])
  })
})

test('rule 6: what was wrong with a write-off is closed by a plan that has nothing to say of it', () => {
  expect(decideWriteOff(facts({ told: true, inBooks: 0, byHost: 0 }), using)).toEqual([{ decision: 'skip', part: 'writeOff' }])
})
