import { describe, expect, test } from 'vitest'
import { checkNumbersSetting, sendNumber } from '../../../domain/rules/send-number.ts'
import { one } from './decided-invoice.ts'
import { bookInvoice, context, invoiceFacts, lockedUntil, open, openInvoice, parents, withSettings } from './facts.ts'
import { line, settings } from './samples.ts'

test('rule 1: an invoice whose customer is in the books is written with number, token, layout and what it needs', () => {
  expect(one(invoiceFacts())).toEqual({
    decision: 'write',
    step: 'invoices',
    intent: {
      operation: 'createInvoice',
      part: 'main',
      document: invoiceFacts().document,
      token: 'CF-7K3QX9',
      number: 'INV-1',
      layout: { inclusive: false, lines: 'asGiven' },
    },
    needs: ['customer/c1'],
    notes: [],
  })
})

test('an invoice that the host holds is held, a draft is not due', () => {
  expect(one(invoiceFacts({ hold: true }))).toMatchObject({ decision: 'hold' })
  expect(one(invoiceFacts({ state: 'draft' }))).toMatchObject({ decision: 'notDue', code: 'DRAFT_IN_HOST' })
})

test.each([
  ['unknown', 'CUSTOMER_UNKNOWN'],
  ['failed', 'PARENT_FAILED'],
  ['asked', 'PARENT_ASKED'],
  ['held', 'PARENT_NOT_DUE'],
] as const)('an invoice whose customer is %s waits for the customer and says so', (state, code) => {
  const facts = invoiceFacts({}, { parents: parents({ 'customer/c1': { state } }) })
  expect(one(facts)).toMatchObject({ decision: 'wait', waitsFor: 'customer/c1', code, values: { waitsFor: 'customer A. Smith' } })
})

test.each([
  ['held', undefined, 'on hold'],
  ['notDue', 'leftOut', 'left out: somebody chose never to send it'],
] as const)('what waits for something %s that is not sent says why that is not sent', (state, because, standing) => {
  const facts = invoiceFacts({}, { parents: parents({ 'customer/c1': { state, ...(because && { because }) } }) })
  expect(one(facts)).toMatchObject({ decision: 'wait', code: 'PARENT_NOT_DUE', values: { standing } })
})

test('an invoice whose customer this run creates is planned behind it', () => {
  expect(one(invoiceFacts({}, { parents: parents({ 'customer/c1': { state: 'planned' } }) }))).toMatchObject({
    decision: 'write',
    needs: ['customer/c1'],
  })
})

describe('what cannot be entered is refused before anything is sent', () => {
  test.each([
    [
      'rule 18: a tax code that nobody mapped',
      invoiceFacts({ lines: [line({ net: 10000, taxCode: '??' })] }),
      context(),
      'TAX_CODE_NOT_MAPPED',
    ],
    [
      'a nominal code that is archived',
      invoiceFacts(),
      withSettings({ nominalCodes: { default: '299', byCode: {} } }),
      'NOMINAL_CODE_NOT_USABLE',
    ],
    ['rule 24: a currency that the books do not use', invoiceFacts({ currency: 'USD' }), context(), 'CURRENCY_NOT_SUBSCRIBED'],
    ['rule 33: a number that is too long', invoiceFacts({ number: 'x'.repeat(256) }), context(), 'NUMBER_TOO_LONG'],
    ['totals that do not add up', invoiceFacts({ totals: { net: 1, tax: 0, gross: 1 } }), context(), 'TOTALS_DO_NOT_ADD_UP'],
    [
      'rule 20: a CIS deduction that is not rate times labour',
      invoiceFacts({ cis: { rate: '20', labourNet: 10000, deduction: 3000 } }),
      context(),
      'CIS_WRONG',
    ],
    [
      'rule 13: a deposit that the settings want on account',
      invoiceFacts({ kind: 'deposit' }),
      withSettings({ deposits: 'onAccount' }),
      'DEPOSIT_ON_ACCOUNT_UNSUPPORTED',
    ],
  ])('%s', (_, facts, using, code) => {
    expect(one(facts, using)).toMatchObject({ decision: 'refuse', part: 'main', code })
  })
})

test('rule 13: a deposit is taken off with its own tax code', () => {
  const lines = [line({ net: 15000 }), line({ lineId: '2', net: -5000, taxCode: 'V20', depositInvoice: 'i2' })]
  const deposit = (taxCode: string) => open({ 'invoice/i2': openInvoice({ taxCodes: [taxCode] }) })
  expect(one(invoiceFacts({ lines }, { open: deposit('V20') }))).toMatchObject({ decision: 'write' })
  expect(one(invoiceFacts({ lines }, { open: deposit('V5') }))).toMatchObject({ decision: 'refuse', code: 'DEPOSIT_TAX_DIFFERS' })
})

test('rule 19: a reverse charge without VAT number or for an end user warns, and the words are added where no line has them', () => {
  const reversed = { lines: [line({ net: 10000, taxCode: 'RC' })], totals: { net: 10000, tax: 0, gross: 10000 } }
  const customer = { state: 'active' as const, name: 'A', reverseCharge: { applies: true, endUser: true } }
  expect(one(invoiceFacts(reversed, { customer }))).toMatchObject({
    notes: [{ code: 'REVERSE_CHARGE_NO_VAT_NUMBER' }, { code: 'REVERSE_CHARGE_END_USER' }, { code: 'REVERSE_CHARGE_WORDS_ADDED' }],
  })
  const worded = {
    ...reversed,
    lines: [line({ net: 10000, taxCode: 'RC', description: 'Works. Reverse charge: customer to pay the VAT to HMRC' })],
  }
  expect(one(invoiceFacts(worded, { customer: { ...customer, vatNumber: '123456789', reverseCharge: { applies: true } } }))).toMatchObject({
    notes: [],
  })
})

test('rule 20: CIS suffered that is not handled is named', () => {
  expect(one(invoiceFacts({ cis: { rate: '20', labourNet: 10000, deduction: 2000 } }))).toMatchObject({
    decision: 'write',
    notes: [{ code: 'CIS_NOT_HANDLED', values: { amount: 2000, currency: 'GBP' } }],
  })
})

test('rule 21: a retention is a negative line with the same code', () => {
  const lines = [line({ net: 10000 }), line({ lineId: '2', net: -500, unitPrice: '-5.00', description: 'Retention 5 %' })]
  expect(one(invoiceFacts({ lines, totals: { net: 9500, tax: 1900, gross: 11400 } }))).toMatchObject({
    decision: 'write',
    intent: { layout: { lines: 'asGiven' } },
  })
})

test('rule 22: a VAT scheme of the organisation changes no invoice', () => {
  const organisation = { ...context().organisation, vatScheme: 'flatRateCash' as const }
  expect(one(invoiceFacts(), context({ organisation }))).toEqual(one(invoiceFacts()))
})

test('rule 27: the customer pays; the site is text on the document and never needed in the books', () => {
  const site = { externalId: 's1', name: 'Flat 2', address: { postcode: 'SW1A 1AA' } }
  expect(one(invoiceFacts({ site }))).toMatchObject({ decision: 'write', needs: ['customer/c1'], intent: { document: { body: { site } } } })
})

test('rules 23 and 24: a far tax point and a UK rate abroad warn', () => {
  const abroad = { state: 'active' as const, name: 'A', billingAddress: { country: 'DE' } }
  expect(one(invoiceFacts({ taxPoint: '2026-09-01' }, { customer: abroad }))).toMatchObject({
    decision: 'write',
    notes: [{ code: 'TAX_POINT_ELSEWHERE' }, { code: 'HOME_RATE_ABROAD', values: { country: 'DE' } }],
  })
})

describe('rule 33: numbers', () => {
  test('are sent, stripped of a prefix, or left to the provider', () => {
    expect(sendNumber('SI-7', { numbers: { mode: 'send' } })).toBe('SI-7')
    expect(sendNumber('SI-7', { numbers: { mode: 'stripPrefix', prefix: 'SI-' } })).toBe('7')
    expect(sendNumber('SI-', { numbers: { mode: 'stripPrefix', prefix: 'SI-' } })).toBe('SI-')
    expect(sendNumber('SI-7', { numbers: { mode: 'provider' } })).toBeUndefined()
  })

  test('a setting is tried on all numbers, and refused with examples', () => {
    const numbers = { numbers: { mode: 'stripPrefix' as const, prefix: 'SI-' } }
    expect(checkNumbersSetting(['SI-1', 'SI-2'], numbers, 255)).toEqual([])
    expect(checkNumbersSetting(['SI-1', '1', 'SI-123456'], numbers, 5)).toMatchObject([
      { code: 'NUMBER_NOT_UNIQUE' },
      { code: 'NUMBER_TOO_LONG' },
    ])
  })

  test('until it is linked, a document carries the number first sent', () => {
    expect(one(invoiceFacts({ number: 'NEW' }, { firstNumber: 'OLD' }))).toMatchObject({ intent: { number: 'OLD' } })
  })
})

describe('rule 41: lock dates', () => {
  test('an invoice in a locked period is held with its date', () => {
    expect(one(invoiceFacts(), lockedUntil('2026-10-31'))).toMatchObject({
      decision: 'refuse',
      code: 'LOCKED_PERIOD',
      values: { lockedUntil: '2026-10-31' },
    })
  })

  test('with a yes, of the setting or the person, it takes the first open day and says so', () => {
    const moved = {
      decision: 'write',
      intent: { date: '2026-11-01' },
      notes: [{ code: 'DATE_MOVED', values: { ours: '2026-10-05', theirs: '2026-11-01' } }],
    }
    expect(one(invoiceFacts({}, { choice: 'firstOpenDay' }), lockedUntil('2026-10-31'))).toMatchObject(moved)
    expect(one(invoiceFacts(), lockedUntil('2026-10-31', { settings: { ...settings, lockedPeriod: 'firstOpenDay' } }))).toMatchObject(moved)
  })
})

test('rule 42: from before the start date it is linked if found, and never created', () => {
  const using = withSettings({ startFrom: '2026-11-01' })
  expect(one(invoiceFacts(), using)).toMatchObject({ decision: 'notDue', code: 'BEFORE_START_DATE' })
  expect(one(invoiceFacts({}, { candidates: { documents: [bookInvoice()], payments: [], onAccount: [] } }), using)).toMatchObject({
    decision: 'adopt',
  })
})

test('rule 42: whether it is in the books is looked at again when its customer has been found there', () => {
  const facts = invoiceFacts({}, { parents: parents({ 'customer/c1': { state: 'asked' } }) })
  expect(one(facts, withSettings({ startFrom: '2026-11-01' }))).toMatchObject({
    decision: 'notDue',
    code: 'BEFORE_START_DATE',
    waitsFor: 'customer/c1',
  })
})

test('rule 43: the plan’s limit makes invoices wait, and drafts go on', () => {
  const limited = { ...context().organisation, notAllowed: ['createInvoice'] }
  expect(one(invoiceFacts(), context({ organisation: limited }))).toMatchObject({
    decision: 'wait',
    waitsFor: 'settings',
    code: 'PLAN_INVOICE_LIMIT',
  })
  expect(one(invoiceFacts(), context({ organisation: limited, settings: { ...settings, invoiceState: 'draft' } }))).toMatchObject({
    decision: 'write',
  })
})
