import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SyncRun } from '../../ledger/sync-runs.ts'
import { type Books, byHand, credit, invoice, line, type Office, openOffice, payment } from './office.ts'

/* Rules 1 to 13 and 20 with money moving: one office, one sync of everything, then what happens to it; the books are read by HTTP. */

let office: Office
let first: SyncRun
let books: Books

beforeAll(async () => {
  office = await openOffice(booksFromBefore)
  const { engine, accounts } = office
  await office.settings({ cisSuffered: { mode: 'payment', bankAccount: accounts.cis } })
  await engine.save('customer', { a: { state: 'active', name: 'Ashbrook Motors' }, b: { state: 'active', name: 'Burcombe Foods' }, f: fed })
  await engine.save('invoice', invoices)
  await engine.save('credit', credits)
  await engine.save('payment', payments)
  first = await engine.sync()
  books = await office.books()
})
afterAll(() => office.stop())

const fed = { state: 'active' as const, name: 'Farnwell Dental', email: 'office@farnwell.example' }

/** Two invoices entered by hand, and what the bank feed brought in for them. */
const booksFromBefore = {
  contacts: [{ Name: 'Farnwell Dental', EmailAddress: 'office@farnwell.example' }],
  invoices: [byHand('F-1', { Name: 'Farnwell Dental' }, '100.00').record, byHand('F-2', { Name: 'Farnwell Dental' }, '200.00').record],
  payments: [
    { Invoice: { InvoiceNumber: 'F-1' }, Account: { Code: '090' }, Amount: 50, Date: '2026-10-20', Reference: 'FARNWELL OCT' },
    { Invoice: { InvoiceNumber: 'F-2' }, Account: { Code: '090' }, Amount: 70, Date: '2026-09-20', Reference: 'SOMETHING' },
  ],
}

const invoices = {
  paid: invoice('PAID', 'a', 10_000),
  'two-1': invoice('TWO-1', 'a', 10_000),
  'two-2': invoice('TWO-2', 'a', 20_000),
  part: invoice('PART', 'a', 10_000),
  over: invoice('OVER', 'b', 5_000),
  short: invoice('SHORT', 'b', 5_000),
  equal: invoice('EQUAL', 'b', 10_000),
  early: invoice('EARLY', 'b', 1_000),
  card: invoice('CARD', 'b', 1_000),
  cheque: invoice('CHEQUE', 'b', 1_000),
  bounced: invoice('BOUNCED', 'b', 1_000),
  kept: invoice('KEPT', 'b', 1_000),
  deposit: invoice('DEP', 'b', 20_000, { kind: 'deposit' }),
  final: invoice('FINAL', 'b', 100_000, {
    lines: [line(100_000), line(-20_000, { lineId: '2', description: 'Less deposit DEP', depositInvoice: 'deposit' })],
    totals: { net: 80_000, tax: 16_000, gross: 96_000 },
  }),
  cis: invoice('CIS', 'b', 100_000, { cis: { rate: '20', labourNet: 60_000, deduction: 12_000 } }),
  f1: invoice('F-1', 'f', 10_000),
  f2: invoice('F-2', 'f', 20_000),
}

const credits = {
  taken: credit('K-TAKEN', 'a', 5_000, { corrects: [{ invoice: 'paid' }] }),
  part: credit('K-PART', 'a', 8_000, { corrects: [{ invoice: 'part' }], issueDate: '2026-10-15' }),
  given: credit('K-GIVEN', 'b', 5_000),
}

const payments = {
  paid: payment('a', 12_000, { paid: 12_000 }),
  two: payment('a', 36_000, { 'two-1': 12_000, 'two-2': 24_000 }),
  part: payment('a', 5_000, { part: 5_000 }),
  over: payment('b', 7_000, { over: 6_000 }),
  short: payment('b', 5_999, { short: 5_999 }),
  'equal-1': payment('b', 3_000, { equal: 3_000 }),
  'equal-2': payment('b', 3_000, { equal: 3_000 }),
  early: payment('b', 1_200, { early: 1_200 }, { date: '2026-10-01' }),
  tomorrow: payment('b', 100, {}, { date: '2062-01-01' }),
  card: payment('b', 1_200, { card: 1_200 }, { method: 'card' }),
  cheque: payment('b', 1_200, { cheque: 1_200 }, { method: 'cheque' }),
  bounced: payment('b', 1_200, { bounced: 1_200 }),
  kept: payment('b', 1_200, { kept: 1_200 }),
  cis: payment('b', 108_000, { cis: 108_000 }),
  refund: payment('b', 6_000, {}, { direction: 'refunded', refunds: { credit: 'given' } }),
  'fed-same': payment('f', 5_000, { f1: 5_000 }, { reference: 'Farnwell Oct' }),
  'fed-again': payment('f', 5_000, { f1: 5_000 }, { reference: 'Farnwell Oct' }),
  'fed-far': payment('f', 7_000, { f2: 7_000 }, { reference: 'OTHER' }),
}

const invoiceOf = (number: string) => books.invoices.find((each) => each.InvoiceNumber === number)
const moneyOn = (number: string) => books.payments.filter((each) => each.Invoice?.InvoiceNumber === number && each.Status === 'AUTHORISED')
const creditOf = (number: string) => books.creditNotes.find((each) => each.CreditNoteNumber === number)
const allocationsOf = (number: string) => books.allocations.filter(({ Source, IsDeleted }) => Source.Number === number && !IsDeleted)

describe('rule 1: the order of a push', () => {
  test('rule 1: customers, invoices, credits, receipts, credit allocations, refunds', async () => {
    const { requests } = await office.engine.control<{ requests: { method: string; path: string }[] }>('requests')
    const steps = requests.flatMap(({ method, path }) => (method === 'PUT' ? [stepOf(path)] : []))
    const order = steps.filter((step, at) => step !== steps[at - 1])
    expect(order).toEqual(['customers', 'invoices', 'credits', 'payments', 'allocations', 'payments'])
  })

  test('rule 1: receipts go before credits are allocated, so that no payment is larger than what is open', () => {
    expect(moneyOn('PAID')).toMatchObject([{ Amount: 120 }])
    expect(books.overpayments.filter(({ Contact }) => Contact.Name === 'Ashbrook Motors')).toEqual([])
    expect(creditOf('K-TAKEN')).toMatchObject({ RemainingCredit: 60 })
  })
})

/** What a request writes; receipts and refunds are both payments. */
function stepOf(path: string): string {
  if (/Allocations/.test(path)) return 'allocations'
  if (/Payments|BankTransactions/.test(path)) return 'payments'
  return /Contacts/.test(path) ? 'customers' : /CreditNotes/.test(path) ? 'credits' : 'invoices'
}

test('rule 2: an unallocated credit goes to the invoice it corrects up to what receipts left open; the rest stays on account', () => {
  expect(allocationsOf('K-PART')).toMatchObject([{ Amount: 70, Invoice: { InvoiceNumber: 'PART' } }])
  expect(creditOf('K-PART')).toMatchObject({ Total: 96, RemainingCredit: 26 })
  expect(invoiceOf('PART')).toMatchObject({ AmountDue: 0 })
})

test('rule 3: an allocation is dated with the later of the two documents', () => {
  expect(dayOf(allocationsOf('K-PART')[0]?.Date)).toBe('2026-10-15')
})

test('rule 4: one transfer for two invoices is one receipt on the bank statement; two receipts of one day stay two', () => {
  const [batch, ...others] = books.batchPayments
  expect(others).toEqual([])
  expect(Number(batch?.TotalAmount)).toBe(360)
  expect(new Set([...moneyOn('TWO-1'), ...moneyOn('TWO-2')].map(({ BatchPayment }) => BatchPayment?.BatchPaymentID)).size).toBe(1)
  expect(moneyOn('EQUAL').map(({ Amount, BatchPayment }) => [Amount, BatchPayment])).toEqual([
    [30, undefined],
    [30, undefined],
  ])
})

test('rule 5: an over-payment is recorded in full: the invoice’s part as payment, the rest on account with the same date, bank account and reference', () => {
  const [paid] = moneyOn('OVER')
  const [rest, ...others] = books.bankTransactions
  expect(others).toEqual([])
  expect(paid).toMatchObject({ Amount: 60, Account: { AccountID: office.accounts.bank } })
  expect(rest).toMatchObject({
    Type: 'RECEIVE-OVERPAYMENT',
    Total: 10,
    BankAccount: { AccountID: office.accounts.bank },
    Reference: paid?.Reference,
  })
  expect(rest?.DateString.slice(0, 10)).toBe(dayOf(paid?.Date))
})

test('rule 6: a penny short stays a penny open', () => {
  expect(invoiceOf('SHORT')).toMatchObject({ AmountDue: 0.01, Status: 'AUTHORISED' })
})

describe('rule 7: payments already in the books', () => {
  test('rule 7: the same amount and reference is linked and not sent again; its equal is sent, for two receipts stay two', async () => {
    const equals = [...(await office.outcome(first, 'payment', 'fed-same')), ...(await office.outcome(first, 'payment', 'fed-again'))]
    expect(new Set(equals)).toEqual(new Set(['main adopted', 'main pushed']))
    expect(moneyOn('F-1').map(({ Amount }) => Amount)).toEqual([50, 50])
  })

  test('rule 7: the same amount a month away is a question with both shown, and nothing is sent', async () => {
    expect(await office.outcome(first, 'payment', 'fed-far')).toEqual(['main asked POSSIBLE_DUPLICATE_PAYMENT'])
    expect(moneyOn('F-2').map(({ Amount }) => Amount)).toEqual([70])
  })
})

test('rule 8: every receipt bears a token of its own after the bank’s text', () => {
  const references = moneyOn('EQUAL').map(({ Reference }) => Reference)
  expect(new Set(references).size).toBe(2)
  for (const reference of references) expect(reference).toMatch(/^BGC CF-[0-9A-Z]{6}$/)
})

describe('rule 9: dates of receipts', () => {
  test('rule 9: a receipt dated before its invoice goes as it is', () => {
    expect(moneyOn('EARLY').map(({ Date: day }) => dayOf(day))).toEqual(['2026-10-01'])
  })

  test('rule 9: one dated after today waits for its day', async () => {
    expect(await office.outcome(first, 'payment', 'tomorrow')).toEqual(['main waiting PAYMENT_IN_FUTURE'])
  })
})

test('rule 10: a refund of a credit is money out on that credit, after the credit', () => {
  const refund = books.payments.find(({ PaymentType }) => PaymentType === 'ARCREDITPAYMENT')
  expect(refund).toMatchObject({ Amount: 60, Account: { AccountID: office.accounts.bank } })
  expect(creditOf('K-GIVEN')).toMatchObject({ RemainingCredit: 0, Status: 'PAID' })
})

test('rule 10: giving back more than the credit has left is refused before anything is sent', async () => {
  await office.engine.save('payment', { again: payment('b', 1, {}, { direction: 'refunded', refunds: { credit: 'given' } }) })
  const run = await office.engine.sync()
  expect(await office.outcome(run, 'payment', 'again')).toEqual(['main failed REFUND_TOO_LARGE'])
  expect((await office.books()).payments).toHaveLength(books.payments.length)
})

describe('rule 12: clearing accounts', () => {
  test('rule 12: card money goes to the clearing account that its method has', () => {
    expect(moneyOn('CARD')).toMatchObject([{ Account: { AccountID: office.accounts.clearing } }])
  })

  test('rule 12: a method without an account waits and says so; no account is made up', async () => {
    expect(await office.outcome(first, 'payment', 'cheque')).toEqual(['main waiting METHOD_NOT_MAPPED'])
    expect(moneyOn('CHEQUE')).toEqual([])
    expect(books.accounts.filter(({ Name }) => /cheque/i.test(Name))).toEqual([])
  })
})

test('rule 13: a deposit is an invoice with VAT, and a negative line with the same code takes net and VAT off the final invoice', () => {
  expect(invoiceOf('DEP')).toMatchObject({ SubTotal: 200, TotalTax: 40, Total: 240 })
  expect(invoiceOf('FINAL')).toMatchObject({ SubTotal: 800, TotalTax: 160, Total: 960 })
  expect(invoiceOf('FINAL')?.LineItems.map(({ TaxType }) => TaxType)).toEqual(['OUTPUT2', 'OUTPUT2'])
})

test('rule 20: the invoice stands gross, the customer pays less the deduction, and the deduction is a payment to CIS suffered on the customer’s day', () => {
  expect(invoiceOf('CIS')).toMatchObject({ Total: 1_200, AmountDue: 0 })
  const parts = moneyOn('CIS').map(({ Amount, Account, Date: day }) => [Amount, Account?.AccountID, dayOf(day)])
  expect(parts.toSorted((a, b) => Number(b[0]) - Number(a[0]))).toEqual([
    [1_080, office.accounts.bank, '2026-10-20'],
    [120, office.accounts.cis, '2026-10-20'],
  ])
})

test('after one sync both sides tie out, with nothing but what waits or is asked', async () => {
  const lines = await office.tieOut()
  expect(lines.filter(({ list }) => list === 'differences')).toEqual([])
})

describe('rule 11: bounced or mistyped', () => {
  test('rule 11: a reversed receipt is asked about, and removed in the books only with a yes', async () => {
    await office.engine.save('payment', {
      bounced: { ...payments.bounced, state: 'reversed', reversedOn: '2026-10-25', reason: 'cheque bounced' },
    })
    const run = await office.engine.sync()
    expect(await office.outcome(run, 'payment', 'bounced')).toEqual(['main asked PAYMENT_REVERSED'])
    expect(await office.invoice('BOUNCED')).toMatchObject({ AmountDue: 0 })
    await office.press('payment', 'bounced', 'reverse')
    expect(await office.invoice('BOUNCED')).toMatchObject({ AmountDue: 12, Status: 'AUTHORISED' })
  })

  test('rule 11: a reconciled one is never removed: a task says exactly what to enter', async () => {
    await office.edit('reconcilePayment', { paymentId: await office.bookId('payment', 'kept') })
    await office.engine.save('payment', { kept: { ...payments.kept, state: 'reversed', reversedOn: '2026-10-25', reason: 'mistyped' } })
    const run = await office.engine.sync()
    expect(await office.outcome(run, 'payment', 'kept')).toEqual(['main failed PAYMENT_REVERSED_BY_HAND'])
    expect(await office.invoice('KEPT')).toMatchObject({ AmountDue: 0 })
  })
})

test('rule 12: as soon as the method has an account its payments go', async () => {
  const { bank, clearing, cis } = office.accounts
  await office.settings({
    cisSuffered: { mode: 'payment', bankAccount: cis },
    bankAccounts: { default: bank, byMethod: { card: clearing } },
  })
  const run = await office.engine.sync()
  expect(await office.outcome(run, 'payment', 'cheque')).toEqual(['main pushed'])
  expect(await office.invoice('CHEQUE')).toMatchObject({ AmountDue: 0 })
})

test('rule 7: what a person says of a question is done: another payment is sent', async () => {
  await office.press('payment', 'fed-far', 'create')
  books = await office.books()
  expect(moneyOn('F-2').map(({ Amount }) => Amount)).toEqual([70, 70])
})

test('rule 20: a deduction is entered once, whatever is synced again', async () => {
  await office.engine.save('payment', { 'cis-more': payment('b', 100, {}) })
  await office.engine.sync()
  books = await office.books()
  expect(moneyOn('CIS')).toHaveLength(2)
})

/** Xero writes days as milliseconds. */
const dayOf = (date: string | undefined): string | undefined => {
  const stamp = /\d+/.exec(date?.startsWith('/Date') === true ? date : '')?.[0]
  return stamp === undefined ? date?.slice(0, 10) : new Date(Number(stamp)).toISOString().slice(0, 10)
}
