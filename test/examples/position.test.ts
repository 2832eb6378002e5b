import { expect, test } from 'vitest'
import { cell, day, jsonOf, pence, rowsOf, sum } from './read-example.ts'

interface Expected {
  exceptions: { kind: string; externalId: string; outcome: string }[]
  totals: { balance: number; receipts: { amount: number } }
  position: {
    openInvoices: { count: number; amount: number }
    openByAPenny: string[]
    overpaid: Record<string, number>
    receivedInAdvance: Record<string, number>
    creditLeft: Record<string, number>
  }
  cisSuffered: { invoice: string; deduction: number; customerPaidOn: string | null }[]
  onlyInBooks: { paymentsAskedAbout: string[]; paymentsUnknownToOffice: string[] }
}

const { exceptions, totals, position, cisSuffered, onlyInBooks } = jsonOf<Expected>('expected')
const books = jsonOf<{ payments: { Invoice: { InvoiceNumber: string }; Amount: number }[] }>('books')
const values = (record: Record<string, number>): number[] => Object.values(record)
const payments = rowsOf('payments')

test('open invoices less what is on account is the balance, less what the office does not count: CIS, and money that only the books have', () => {
  const onAccount = sum([...values(position.overpaid), ...values(position.receivedInAdvance), ...values(position.creditLeft)])
  const cis = sum(cisSuffered.filter(({ customerPaidOn }) => customerPaidOn !== null).map(({ deduction }) => deduction))
  const asked = new Set(
    payments.filter((row) => onlyInBooks.paymentsAskedAbout.includes(cell(row, 'Receipt No'))).map((row) => cell(row, 'Inv No')),
  )
  const theirs = books.payments.filter(
    ({ Invoice }) => asked.has(Invoice.InvoiceNumber) || onlyInBooks.paymentsUnknownToOffice.includes(Invoice.InvoiceNumber),
  )
  const theirMoney = sum(theirs.map(({ Amount }) => Math.round(Amount * 100)))
  expect(position.openInvoices.amount - onAccount).toBe(totals.balance - cis - theirMoney + receivedForEarlierInvoices())
})

/** Receipts of the period for invoices of before: they are in the balance without their invoice. */
function receivedForEarlierInvoices(): number {
  const early = new Set(
    rowsOf('invoices')
      .filter((row) => day(cell(row, 'Inv Date')) < '2026-08-01')
      .map((row) => cell(row, 'Inv No')),
  )
  const gone = new Set(
    exceptions.filter(({ kind, outcome }) => kind === 'receipt' && outcome !== 'adopted').map(({ externalId }) => externalId),
  )
  return sum(
    payments.filter((row) => early.has(cell(row, 'Inv No')) && !gone.has(cell(row, 'Receipt No'))).map((row) => pence(cell(row, 'Amount'))),
  )
}

test('six receipts are over by 10.00, eight invoices are open by a penny', () => {
  expect(values(position.overpaid)).toEqual([1000, 1000, 1000, 1000, 1000, 1000])
  expect(position.openByAPenny).toHaveLength(8)
})
