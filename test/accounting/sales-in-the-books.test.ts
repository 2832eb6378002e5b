import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SyncRun } from '../../ledger/sync-runs.ts'
import { byHand, credit, invoice, line, type Office, openOffice, payment } from './office.ts'

/* Rules 14 to 24 and 33 to 43 on real books: what stands there after one sync, and what becomes of it when either side changes its mind. */

let office: Office
let first: SyncRun

beforeAll(async () => {
  office = await openOffice(booksFromBefore)
  await office.settings({ startFrom: '2026-08-01' })
  await office.edit('setCurrencies', { currencies: ['GBP', 'EUR'] })
  await office.engine.save('customer', customers)
  await office.engine.save('invoice', invoices)
  first = await office.engine.sync()
})
afterAll(() => office.stop())

const harlow = { Name: 'Harlow Foods' }
const customers = {
  a: { state: 'active' as const, name: 'Ashbrook Motors' },
  h: { state: 'active' as const, name: 'Harlow Foods', email: 'office@harlow.example' },
  r: { state: 'active' as const, name: 'Redcroft Builders Ltd', vatNumber: 'GB123456789' },
}

/** Invoices that a bookkeeper entered before there was a connection. */
const booksFromBefore = {
  contacts: [{ ...harlow, EmailAddress: 'office@harlow.example' }],
  invoices: [
    byHand('AGREES', harlow, '100.00').record,
    byHand('DIFFERS', harlow, '111.00').record,
    byHand('THEIR-NO', harlow, '300.00').record,
    byHand('EARLY-1', harlow, '50.00', { Date: '2026-07-05', DueDate: '2026-08-05' }).record,
  ],
}

const sale = (number: string, lines: Parameters<typeof line>[], totals: [number, number, number], fields = {}) =>
  invoice(number, 'a', 0, {
    lines: lines.map(([net, more], at) => line(net, { lineId: String(at + 1), ...more })),
    totals: { net: totals[0], tax: totals[1], gross: totals[2] },
    ...fields,
  })

const invoices = {
  six: sale('SIX', [[4_321, { quantity: '3.5', unitPrice: '12.345678' }]], [4_321, 864, 5_185]),
  penny: sale('PENNY', [[13], [13], [13]], [39, 8, 47]),
  less: sale('LESS', [[9_000, { quantity: '2', unitPrice: '50.00', discount: { percent: '10' } }]], [9_000, 1_800, 10_800]),
  odd: sale('ODD', [[1_999, { quantity: '3', unitPrice: '9.99', discount: { percent: '33.33' } }]], [1_999, 400, 2_399]),
  zero: sale(
    'ZERO',
    [
      [1_000, { taxCode: 'Z' }],
      [2_000, { taxCode: 'E' }],
      [3_000, { taxCode: 'R' }],
    ],
    [6_000, 150, 6_150],
  ),
  unmapped: sale('UNMAPPED', [[1_000, { taxCode: 'WHAT' }]], [1_000, 200, 1_200]),
  reverse: invoice('REVERSE', 'r', 10_000, { lines: [line(10_000, { taxCode: 'RC' })], totals: { net: 10_000, tax: 0, gross: 10_000 } }),
  kept: sale('KEPT', [[100_000], [-5_000, { description: 'Less 5 % retention' }]], [95_000, 19_000, 114_000]),
  'kept-due': sale('KEPT-DUE', [[5_000, { description: 'Retention of KEPT' }]], [5_000, 1_000, 6_000], {
    issueDate: '2026-11-10',
    dueDate: '2026-11-20',
  }),
  dollar: invoice('DOLLAR', 'a', 10_000, { currency: 'USD' }),
  euro: invoice('EURO', 'a', 10_000, { currency: 'EUR' }),
  agrees: invoice('AGREES', 'h', 10_000),
  differs: invoice('DIFFERS', 'h', 11_000),
  'our-no': invoice('OUR-NO', 'h', 30_000),
  'early-1': invoice('EARLY-1', 'h', 5_000, { issueDate: '2026-07-05', dueDate: '2026-08-05' }),
  'early-2': invoice('EARLY-2', 'h', 6_000, { issueDate: '2026-07-06', dueDate: '2026-08-06' }),
  site: invoice('SITE', 'a', 1_000, { site: { name: 'Flat 2, Mill House', address: { postcode: 'YO1 1CC' } }, reference: 'PO 7' }),
  open: invoice('OPEN', 'a', 10_100),
  part: invoice('PART', 'a', 10_200),
  theirs: invoice('THEIRS', 'a', 10_300),
  void: invoice('VOID', 'a', 10_400),
  cancel: invoice('CANCEL', 'a', 10_500),
  'cancel-paid': invoice('CANCEL-PAID', 'a', 10_600),
  never: invoice('NEVER', 'a', 10_700, { state: 'cancelled' }),
}

const textOf = (found: Awaited<ReturnType<Office['invoice']>>) => found?.LineItems.map(({ Description }) => Description)

test('rule 14: amounts stand to the penny whatever the decimals of price and quantity', async () => {
  expect(await office.invoice('SIX')).toMatchObject({ SubTotal: 43.21, TotalTax: 8.64, Total: 51.85 })
})

test('rule 16: prices in fractions of a penny go as one times their amount, which no screen moves', async () => {
  expect((await office.invoice('SIX'))?.LineItems).toMatchObject([{ Quantity: 1, UnitAmount: 43.21 }])
})

describe('rule 15: rounding', () => {
  test('rule 15: without a standing choice a penny of rounding stops before anything is sent, with both figures and the choice', async () => {
    expect(await office.outcome(first, 'invoice', 'penny')).toEqual(['main failed ROUNDING_DIFFERENCE'])
    expect(await office.invoice('PENNY')).toBeUndefined()
  })

  test('rule 15: with it a marked line without VAT makes the gross the customer’s copy, and the tie-out sums it as explained', async () => {
    await office.press('invoice', 'penny', 'roundingLine', { nominalCode: '860', bookTaxCode: 'NONE' })
    const found = await office.invoice('PENNY')
    expect(found).toMatchObject({ Total: 0.47, TotalTax: 0.09 })
    expect(found?.LineItems.at(-1)).toMatchObject({ LineAmount: -0.01, AccountCode: '860', TaxType: 'NONE' })
    expect((await office.tieOut()).filter(({ id }) => id === 'penny')).toMatchObject([{ list: 'explained' }])
  })
})

test('rule 17: the net after discount is the truth: the provider’s field where it comes to it, else the words', async () => {
  expect(await office.invoice('LESS')).toMatchObject({ SubTotal: 90, LineItems: [{ Quantity: 2, UnitAmount: 50, DiscountRate: 10 }] })
  expect(await office.invoice('ODD')).toMatchObject({ SubTotal: 19.99, LineItems: [{ Quantity: 1, UnitAmount: 19.99 }] })
  expect(textOf(await office.invoice('ODD'))).toEqual(['Boiler service (3 × 9.99, less 33.33 %)'])
})

describe('rule 18: treatment before code', () => {
  test('rule 18: zero, exempt and reduced go to codes of their own, though two of them are 0 %', async () => {
    const found = await office.invoice('ZERO')
    expect(found?.LineItems.map(({ TaxType }) => TaxType)).toEqual(['ZERORATEDOUTPUT', 'EXEMPTOUTPUT', 'RROUTPUT'])
    expect(found).toMatchObject({ TotalTax: 1.5 })
  })

  test('rule 18: a code that nobody mapped stops, and is not guessed by its rate', async () => {
    expect(await office.outcome(first, 'invoice', 'unmapped')).toEqual(['main failed TAX_CODE_NOT_MAPPED'])
    expect(await office.invoice('UNMAPPED')).toBeUndefined()
  })
})

test('rule 19: a reverse charge stands with gross equal to net, under its own code, with the words and the amount', async () => {
  const found = await office.invoice('REVERSE')
  expect(found).toMatchObject({ SubTotal: 100, TotalTax: 0, Total: 100, LineItems: [{ TaxType: 'DRCHARGE20' }, {}] })
  expect(textOf(found)?.at(-1)).toBe('Reverse charge: customer to pay the VAT to HMRC: GBP 20.00')
})

test('rule 21: a retention is a negative line with the same code, and an invoice of its own when due', async () => {
  expect(await office.invoice('KEPT')).toMatchObject({
    SubTotal: 950,
    TotalTax: 190,
    LineItems: [{ TaxType: 'OUTPUT2' }, { TaxType: 'OUTPUT2' }],
  })
  expect(await office.invoice('KEPT-DUE')).toMatchObject({ SubTotal: 50, TotalTax: 10 })
})

test('rule 24: a document goes in its own currency, and not at all in one that the books do not have', async () => {
  const found = (await office.books()).invoices.find(({ InvoiceNumber }) => InvoiceNumber === 'EURO')
  expect(found).toMatchObject({ CurrencyCode: 'EUR', Total: 120 })
  expect(await office.outcome(first, 'invoice', 'dollar')).toEqual(['main failed CURRENCY_NOT_SUBSCRIBED'])
})

test('rule 27: the customer pays, the site is text on the document', async () => {
  expect(await office.invoice('SITE')).toMatchObject({ Contact: { Name: 'Ashbrook Motors' }, Reference: 'PO 7 / Flat 2, Mill House' })
})

describe('rule 34: adopting', () => {
  test('rule 34: number, contact, date, currency and total agree: linked, not sent', async () => {
    expect(await office.outcome(first, 'invoice', 'agrees')).toEqual(['main adopted'])
    expect((await office.books()).invoices.filter(({ InvoiceNumber }) => InvoiceNumber === 'AGREES')).toHaveLength(1)
  })

  test('rule 34: the same number with another total is a problem, and nothing is sent', async () => {
    expect(await office.outcome(first, 'invoice', 'differs')).toEqual(['main failed NUMBER_DIFFERENT_IN_BOOKS'])
    expect((await office.books()).invoices.filter(({ InvoiceNumber }) => InvoiceNumber === 'DIFFERS')).toMatchObject([{ SubTotal: 111 }])
  })

  test('rule 34: another number with the same contact, date and total is a question; "another" sends it', async () => {
    expect(await office.outcome(first, 'invoice', 'our-no')).toEqual(['main asked SAME_TOTAL_OTHER_NUMBER'])
    await office.press('invoice', 'our-no', 'create')
    expect(await office.invoice('OUR-NO')).toMatchObject({ SubTotal: 300 })
  })

  test('rule 34: an adopted document is never changed by itself', async () => {
    await office.engine.save('invoice', { agrees: { ...invoices.agrees, reference: 'PO 99' } })
    const run = await office.engine.sync()
    expect(await office.outcome(run, 'invoice', 'agrees')).toEqual(['main asked ADOPTED_NOT_UPDATED'])
    expect((await office.invoice('AGREES'))?.Reference ?? '').toBe('')
  })
})

describe('rule 42: the start date', () => {
  test('rule 42: an earlier invoice is linked if found, and never created', async () => {
    expect(await office.outcome(first, 'invoice', 'early-1')).toEqual(['main adopted'])
    expect(await office.outcome(first, 'invoice', 'early-2')).toEqual([])
    expect(await office.invoice('EARLY-2')).toBeUndefined()
  })

  test('rule 42: a later receipt for an earlier invoice goes if that is linked, else waits with the choice on account or never', async () => {
    await office.engine.save('payment', {
      'for-1': payment('h', 6_000, { 'early-1': 6_000 }),
      'for-2': payment('h', 7_200, { 'early-2': 7_200 }),
    })
    const run = await office.engine.sync()
    expect(await office.outcome(run, 'payment', 'for-1')).toEqual(['main pushed'])
    expect(await office.invoice('EARLY-1')).toMatchObject({ AmountDue: 0 })
    expect((await office.outcome(run, 'payment', 'for-2')).join()).toContain('EARLIER_INVOICE_NOT_LINKED')
    expect((await office.books()).payments.filter(({ Amount }) => Amount === 72)).toEqual([])
  })
})

describe('rules 35 to 38: what is in the books and changes', () => {
  test('rule 35: an open invoice is updated line by line: the ids of its lines stay', async () => {
    const before = (await office.invoice('OPEN'))?.LineItems
    await office.engine.save('invoice', {
      open: { ...invoices.open, lines: [line(10_100, { description: 'Boiler service, two visits' })] },
    })
    await office.engine.sync()
    const after = (await office.invoice('OPEN'))?.LineItems
    expect(after).toMatchObject([{ LineItemID: before?.[0]?.LineItemID, Description: 'Boiler service, two visits' }])
  })

  test('rule 35: after a part payment a reference is sent, and a change of money is never attempted', async () => {
    await office.engine.save('payment', { part: payment('a', 5_000, { part: 5_000 }) })
    await office.engine.sync()
    await office.engine.save('invoice', { part: { ...invoices.part, reference: 'PO 12' } })
    await office.engine.sync()
    expect(await office.invoice('PART')).toMatchObject({ Reference: 'PO 12', Total: 122.4, AmountDue: 72.4 })
    await office.engine.save('invoice', { part: { ...invoice('PART', 'a', 20_000), reference: 'PO 12' } })
    const run = await office.engine.sync()
    expect(await office.outcome(run, 'invoice', 'part')).toEqual(['main asked CHANGE_NOT_ALLOWED'])
    expect(await office.invoice('PART')).toMatchObject({ Total: 122.4 })
  })

  test('rule 36: coding and due date are the bookkeeper’s, and stay when something else is sent', async () => {
    const [own] = (await office.invoice('THEIRS'))?.LineItems ?? []
    const LineItems = [
      { LineItemID: own?.LineItemID, Description: own?.Description, Quantity: 1, UnitAmount: 103, AccountCode: '260', TaxType: 'OUTPUT2' },
    ]
    await office.edit('editInvoice', { invoiceNumber: 'THEIRS', record: { DueDate: '2026-12-24', LineItems } })
    await office.engine.save('invoice', { theirs: { ...invoices.theirs, reference: 'PO 36' } })
    await office.engine.sync()
    expect(await office.invoice('THEIRS')).toMatchObject({
      Reference: 'PO 36',
      DueDateString: '2026-12-24T00:00:00',
      LineItems: [{ AccountCode: '260' }],
    })
  })

  test('rule 36: lines that changed here are not sent over what the bookkeeper saved there without a yes', async () => {
    await office.engine.save('invoice', {
      theirs: { ...invoices.theirs, reference: 'PO 36', lines: [line(10_300, { description: 'Two boilers' })] },
    })
    const run = await office.engine.sync()
    expect(await office.outcome(run, 'invoice', 'theirs')).toEqual(['main asked CHANGED_IN_BOOKS'])
    expect(await office.invoice('THEIRS')).toMatchObject({ LineItems: [{ AccountCode: '260', Description: 'Boiler service' }] })
  })

  test('rule 36: an amount changed in the books is a difference, shown and not changed back; "keep theirs" ends it', async () => {
    await office.edit('editInvoice', {
      invoiceNumber: 'OPEN',
      record: {
        LineItems: [{ Description: 'Agreed on the telephone', Quantity: 1, UnitAmount: 90, AccountCode: '200', TaxType: 'OUTPUT2' }],
      },
    })
    await office.engine.save('invoice', { open: { ...invoices.open, reference: 'PO 1' } })
    const run = await office.engine.sync()
    expect(await office.outcome(run, 'invoice', 'open')).toEqual(['main asked CHANGED_IN_BOOKS'])
    await office.press('invoice', 'open', 'acceptTheirs')
    expect(await office.invoice('OPEN')).toMatchObject({ Total: 108 })
    expect((await office.tieOut()).filter(({ id, list }) => id === 'open' && list !== 'balances')).toMatchObject([{ list: 'explained' }])
  })

  test('rule 37: cancelled before it was sent: not sent', async () => {
    expect(await office.invoice('NEVER')).toBeUndefined()
  })

  test('rule 37: cancelled while open: a choice; void only where a person says that it never left the house', async () => {
    await office.engine.save('invoice', { cancel: { ...invoices.cancel, state: 'cancelled' } })
    const run = await office.engine.sync()
    expect(await office.outcome(run, 'invoice', 'cancel')).toEqual(['main asked CANCELLED_IN_HOST'])
    expect(await office.invoice('CANCEL')).toMatchObject({ Status: 'AUTHORISED' })
    await office.press('invoice', 'cancel', 'void')
    expect(await office.invoice('CANCEL')).toMatchObject({ Status: 'VOIDED' })
  })

  test('rule 37: cancelled after a payment: only a credit note takes it back', async () => {
    await office.engine.save('payment', { cp: payment('a', 1_000, { 'cancel-paid': 1_000 }) })
    await office.engine.sync()
    await office.engine.save('invoice', { 'cancel-paid': { ...invoices['cancel-paid'], state: 'cancelled' } })
    const run = await office.engine.sync()
    expect(await office.outcome(run, 'invoice', 'cancel-paid')).toEqual(['main asked CANCELLED_NEEDS_CREDIT'])
    await office.engine.save('credit', { ck: credit('CK', 'a', 10_600, { corrects: [{ invoice: 'cancel-paid' }] }) })
    await office.engine.sync()
    expect(await office.invoice('CANCEL-PAID')).toMatchObject({ AmountDue: 0, Status: 'PAID' })
  })

  test('rule 38: voided in the books is a difference; nothing is entered again unless a person asks', async () => {
    await office.edit('voidInvoice', { invoiceNumber: 'VOID' })
    await office.engine.save('invoice', { void: { ...invoices.void, reference: 'PO 2' } })
    const run = await office.engine.sync()
    expect(await office.outcome(run, 'invoice', 'void')).toEqual(['main asked VOIDED_IN_BOOKS'])
    expect((await office.books()).invoices.filter(({ InvoiceNumber }) => InvoiceNumber === 'VOID')).toMatchObject([{ Status: 'VOIDED' }])
  })
})
