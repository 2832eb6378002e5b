import { expect, test } from 'vitest'
import { cell, day, jsonOf, pence, type Row, rowsOf, sum } from './read-example.ts'

const customers = rowsOf('customers')
const invoices = rowsOf('invoices')
const lines = rowsOf('invoice_lines')
const credits = rowsOf('credits')
const payments = rowsOf('payments')

const having = (rows: Row[], header: string, wanted: RegExp): Row[] => rows.filter((row) => wanted.test(cell(row, header)))
const paidFor = Map.groupBy(having(payments, 'Inv No', /./), (row) => cell(row, 'Inv No'))
const byReceipt = Map.groupBy(payments, (row) => cell(row, 'Receipt No'))
const totalOf = new Map(invoices.map((row) => [cell(row, 'Inv No'), pence(cell(row, 'Total'))]))

const cases: [string, number, () => number][] = [
  ['customers without a postcode', 15, () => having(customers, 'Post Code', /^$/).length],
  ['names with doubled or trailing blanks', 15, () => having(customers, 'Company / Name', / {2}| $/).length],
  ['names with commas, quotes, accents or signs', 15, () => having(customers, 'Company / Name', /[,"<&é-ü]/).length],
  ['customers whose e-mail is `n/a`', 1, () => having(customers, 'E-mail', /^n\/a$/).length],
  ['branches of an agent', 12, () => having(customers, 'Branch Of', /./).length],
  ['cards merged into another', 6, () => having(customers, 'Merged Into', /./).length],
  ['e-mails that several customers share', 5, () => shared(customers, 'E-mail')],
  ['names that two customers share', 3, () => shared(customers, 'Company / Name')],
  ['invoices with a site', 150, () => having(invoices, 'Site Ref', /./).length],
  ['invoices whose prices include VAT', 200, () => having(invoices, 'Prices Inc VAT', /^Y$/).length],
  ['invoices whose prices exclude VAT', 200, () => having(invoices, 'Prices Inc VAT', /^N$/).length],
  ...['S', 'R', 'Z', 'E', 'O', 'RC'].map((code): [string, number, () => number] => [
    `lines with VAT code ${code}`,
    5,
    () => lines.filter((row) => cell(row, 'VAT Code') === code).length,
  ]),
  ['discounts in percent', 20, () => having(lines, 'Disc %', /./).length],
  ['discounts of an amount', 10, () => having(lines, 'Disc Amt', /./).length],
  ['unit prices of four decimals', 50, () => having(lines, 'Unit Price', /\.\d{4}$/).length],
  ['unit prices of six decimals', 2, () => having(lines, 'Unit Price', /\.\d{6}$/).length],
  ['amounts that are rounded from a part of a penny', 50, () => lines.filter(partOfAPenny).length],
  ['descriptions of several lines', 5, () => having(lines, 'Details', /\n/).length],
  ['deposit invoices', 5, () => having(invoices, 'Doc Type', /^Deposit$/).length],
  ['lines that take a deposit off', 5, () => having(lines, 'Deposit Inv', /./).length],
  ['invoices with CIS deducted', 2, () => having(invoices, 'CIS Deducted', /./).length],
  ['drafts', 12, () => having(invoices, 'Status', /^Draft$/).length],
  ['invoices on hold', 6, () => having(invoices, 'Hold', /^Y$/).length],
  ['cancelled invoices', 2, () => having(invoices, 'Status', /^Cancelled$/).length],
  ['whole credits', 14, () => [...Map.groupBy(credits, (row) => cell(row, 'Credit No')).values()].filter(isWhole).length],
  [
    'credits that take back two invoices',
    2,
    () =>
      [...Map.groupBy(credits, (row) => cell(row, 'Credit No')).values()].filter(
        (rows) => new Set(rows.map((row) => cell(row, 'Against Inv'))).size === 2,
      ).length,
  ],
  ['credits for good will', 6, () => having(credits, 'Against Inv', /^$/).length],
  ['invoices paid in two parts', 30, () => [...paidFor.values()].filter((rows) => rows.length === 2).length],
  [
    'invoices paid in two parts on one day by one reference',
    2,
    () =>
      [...paidFor.values()].filter(([one, two]) => one && two && ['Date', 'Bank Ref'].every((header) => one[header] === two[header]))
        .length,
  ],
  ['receipts for three invoices or more', 7, () => [...byReceipt.values()].filter((rows) => rows.length >= 3).length],
  [
    'receipts of an invoice, 10.00 over',
    6,
    () => [...paidFor].filter(([number, rows]) => sum(rows.map(amount)) - (totalOf.get(number) ?? 0) === 1000).length,
  ],
  [
    'receipts of an invoice, a penny short',
    8,
    () => [...paidFor].filter(([number, rows]) => (totalOf.get(number) ?? 0) - sum(rows.map(amount)) === 1).length,
  ],
  ['receipts on account', 8, () => payments.filter((row) => cell(row, 'Inv No') + cell(row, 'Credit No') === '').length],
  ['receipts before the date of their invoice', 3, () => payments.filter(beforeInvoice).length],
  ['refunds', 1, () => having(payments, 'In / Out', /^Refund$/).length],
  ['returned cheques', 1, () => having(payments, 'Status', /^Returned$/).length],
  ['two spellings of a method', 5, () => having(payments, 'How Paid', /^(Bacs|D\/D)$/).length],
]

test.each(cases)('the export has %s: %i or more', (_, least, found) => {
  expect(found()).toBeGreaterThanOrEqual(least)
})

test('the books know archived, merged and supplying contacts', () => {
  const { contacts } = jsonOf<{ contacts: { ContactStatus: string; MergedTo?: string; IsSupplier?: boolean }[] }>('books')
  expect(contacts.filter(({ ContactStatus, MergedTo }) => ContactStatus === 'ARCHIVED' && !MergedTo)).toHaveLength(3)
  expect(contacts.filter(({ MergedTo }) => MergedTo)).toHaveLength(2)
  expect(contacts.filter(({ IsSupplier }) => IsSupplier).length).toBeGreaterThan(10)
})

function shared(rows: Row[], header: string): number {
  const counts = Map.groupBy(rows, (row) => cell(row, header))
  return [...counts].filter(([value, same]) => value.length > 3 && same.length > 1).length
}

const amount = (row: Row): number => pence(cell(row, 'Amount'))

const partOfAPenny = (row: Row): boolean => {
  const exact = Number(cell(row, 'Qty')) * Number(cell(row, 'Unit Price')) * 100
  return Math.abs(exact - Math.round(exact)) > 0.001
}

function isWhole(rows: Row[]): boolean {
  const [first] = rows
  return first !== undefined && pence(cell(first, 'Total')) === totalOf.get(cell(first, 'Against Inv'))
}

function beforeInvoice(row: Row): boolean {
  const invoice = invoices.find((one) => cell(one, 'Inv No') === cell(row, 'Inv No'))
  return invoice !== undefined && day(cell(row, 'Date')) < day(cell(invoice, 'Inv Date'))
}
