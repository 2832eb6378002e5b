import { expect, test } from 'vitest'
import { cell, day, jsonOf, pence, type Row, rowsOf, sum } from './read-example.ts'

interface Expected {
  input: Record<string, number>
  outcomes: Record<string, Record<string, number>>
  exceptions: { kind: string; externalId: string; outcome: string; why: string }[]
  totals: Record<'invoices' | 'credits', { count: number; net: number; tax: number; gross: number }> & {
    receipts: { count: number; rows: number; amount: number }
    refunds: { count: number; rows: number; amount: number }
    balance: number
    taxOfInvoices: Record<string, { net: number; tax: number }>
    taxOfCredits: Record<string, { net: number; tax: number }>
    balanceByCustomer: Record<string, number>
  }
  rounding: { invoice: string; difference: number }[]
}

const expected = jsonOf<Expected>('expected')
const invoices = rowsOf('invoices')
const lines = Map.groupBy(rowsOf('invoice_lines'), (row) => cell(row, 'Inv No'))
const creditLines = rowsOf('credits')
const credits = [...Map.groupBy(creditLines, (row) => cell(row, 'Credit No')).values()].flatMap((rows) => rows.slice(0, 1))
const payments = rowsOf('payments')

const RATE: Record<string, number> = { S: 20, R: 5 }

/** VAT of one line in hundredths of a penny's worth: kept as a fraction, so that rounding is done here and nowhere else. */
function taxOf(row: Row): { net: number; tax: number; exact: number; rate: number } {
  const rate = RATE[cell(row, 'VAT Code')] ?? 0
  const inclusive = cell(row, 'Inc VAT')
  const amount = pence(inclusive || cell(row, 'Ex VAT'))
  const exact = inclusive ? (amount * rate) / (100 + rate) : (amount * rate) / 100
  const tax = Math.sign(exact) * Math.floor(Math.abs(exact) + 0.5 + 1e-9)
  return { net: inclusive ? amount - tax : amount, tax, exact, rate }
}

const printed = (row: Row) => ({ net: pence(cell(row, 'Goods')), tax: pence(cell(row, 'VAT')), gross: pence(cell(row, 'Total')) })

function perLine(rows: Row[]) {
  const each = rows.map(taxOf)
  const net = sum(each.map((line) => line.net))
  const tax = sum(each.map((line) => line.tax))
  return { net, tax, gross: net + tax }
}

const notInBooks = new Set(
  expected.exceptions
    .filter(({ outcome }) => outcome !== 'pushed' && outcome !== 'adopted')
    .map(({ kind, externalId }) => `${kind}/${externalId}`),
)
const soldInBooks = invoices.filter(
  (row) => !notInBooks.has(`invoice/${cell(row, 'Inv No')}`) && day(cell(row, 'Inv Date')) >= '2026-08-01',
)
const creditedInBooks = credits.filter((row) => !notInBooks.has(`credit/${cell(row, 'Credit No')}`))
const moneyInBooks = payments.filter((row) => !notInBooks.has(`receipt/${cell(row, 'Receipt No')}`))
const moneyOf = (direction: string) => moneyInBooks.filter((row) => cell(row, 'In / Out') === direction)

test('every invoice prints what its lines come to with VAT rounded half up per line, but for the six listed', () => {
  const apart = new Map(expected.rounding.map(({ invoice, difference }) => [invoice, difference]))
  expect(apart.size).toBe(6)
  for (const row of invoices) {
    const number = cell(row, 'Inv No')
    const own = perLine(lines.get(number) ?? [])
    const difference = apart.get(number) ?? 0
    expect(printed(row), number).toEqual({ net: own.net, tax: own.tax + difference, gross: own.gross + difference })
  }
})

test('the six listed invoices print VAT rounded once per rate, and differ by one or two pence', () => {
  for (const { invoice, difference } of expected.rounding) {
    const each = (lines.get(invoice) ?? []).map(taxOf)
    const once = [...Map.groupBy(each, ({ rate }) => rate).values()].map((same) =>
      Math.floor(sum(same.map(({ exact }) => Math.round(exact * 100))) / 100 + 0.5),
    )
    const row = invoices.find((one) => cell(one, 'Inv No') === invoice)
    expect(row && printed(row).tax, invoice).toBe(sum(once))
    expect([1, 2], invoice).toContain(Math.abs(difference))
  }
})

test('every credit prints what its lines come to', () => {
  const byNumber = Map.groupBy(creditLines, (row) => cell(row, 'Credit No'))
  for (const row of credits) expect(printed(row), cell(row, 'Credit No')).toEqual(perLine(byNumber.get(cell(row, 'Credit No')) ?? []))
})

test('every line amount is quantity by unit price less discount, to the penny', () => {
  for (const row of [...lines.values()].flat().concat(creditLines)) {
    const amount = pence(cell(row, 'Inc VAT') || cell(row, 'Ex VAT'))
    const product =
      Number(cell(row, 'Qty')) * Number(cell(row, 'Unit Price')) * (100 - Number(cell(row, 'Disc %'))) -
      100 * Number(cell(row, 'Disc Amt') || 0)
    expect(Math.abs(product - amount), JSON.stringify(row)).toBeLessThanOrEqual(0.5 + 1e-6)
  }
})

test('no negative line has VAT that ends in half a penny, where packages round apart', () => {
  const negative = [...lines.values()]
    .flat()
    .map(taxOf)
    .filter(({ exact }) => exact < 0)
  expect(negative.length).toBeGreaterThan(0)
  for (const { exact } of negative) expect(Math.abs((Math.abs(exact) % 1) - 0.5)).toBeGreaterThan(0.01)
})

test('the input counted from the files is what expected.json says', () => {
  const received = payments.filter((row) => cell(row, 'In / Out') === 'Receipt')
  expect(expected.input).toEqual({
    customers: rowsOf('customers').length,
    invoices: invoices.length,
    invoiceLines: rowsOf('invoice_lines').length,
    invoicesGross: sum(invoices.map((row) => printed(row).gross)),
    credits: credits.length,
    creditLines: creditLines.length,
    creditsGross: sum(credits.map((row) => printed(row).gross)),
    paymentRows: payments.length,
    receipts: new Set(payments.map((row) => cell(row, 'Receipt No'))).size,
    received: sum(received.map((row) => pence(cell(row, 'Amount')))),
    purchaseInvoices: rowsOf('purchase_invoices').length,
  })
})

test('the outcomes of each kind add up to the documents of that kind', () => {
  const of = (kind: string) => sum(Object.values(expected.outcomes[kind] ?? {}))
  expect([of('customer'), of('invoice'), of('credit'), of('receipt')]).toEqual([420, 620, 45, expected.input['receipts']])
  for (const outcome of ['asked', 'waiting', 'held', 'failed', 'notDue'])
    for (const kind of Object.keys(expected.outcomes))
      expect(expected.exceptions.filter((one) => one.kind === kind && one.outcome === outcome).length, `${kind} ${outcome}`).toBe(
        expected.outcomes[kind]?.[outcome],
      )
})

test('totals and balances recomputed from the files are what expected.json says', () => {
  const documents = (rows: Row[]) => ({
    count: rows.length,
    net: sum(rows.map((row) => printed(row).net)),
    tax: sum(rows.map((row) => printed(row).tax)),
    gross: sum(rows.map((row) => printed(row).gross)),
  })
  const money = (rows: Row[]) => ({
    count: new Set(rows.map((row) => cell(row, 'Receipt No'))).size,
    rows: rows.length,
    amount: sum(rows.map((row) => pence(cell(row, 'Amount')))),
  })
  const { totals } = expected
  expect(totals.invoices).toEqual(documents(soldInBooks))
  expect(totals.credits).toEqual(documents(creditedInBooks))
  expect(totals.receipts).toEqual(money(moneyOf('Receipt')))
  expect(totals.refunds).toEqual(money(moneyOf('Refund')))
  expect(totals.balance).toBe(totals.invoices.gross - totals.credits.gross - totals.receipts.amount + totals.refunds.amount)
  expect(sum(Object.values(totals.balanceByCustomer))).toBe(totals.balance)
  expect(sum(Object.values(totals.taxOfInvoices).map(({ net, tax }) => net + tax))).toBe(totals.invoices.gross)
  expect(sum(Object.values(totals.taxOfCredits).map(({ tax }) => tax))).toBe(totals.credits.tax)
})
