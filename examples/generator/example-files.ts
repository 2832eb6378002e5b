import { sum } from './amounts.ts'
import { answers } from './answers.ts'
import { csvFile } from './csv-file.ts'
import { customerColumns } from './customer-columns.ts'
import { expected } from './expected.ts'
import { invoiceColumns } from './invoice-columns.ts'
import { creditColumns, creditRows, invoiceLineColumns, invoiceLineRows } from './line-columns.ts'
import { office } from './office.ts'
import { paymentColumns, purchaseColumns } from './payment-columns.ts'

/** Every file of `examples/gas-and-heating`, name → content; the same bytes every time. */
export function exampleFiles(): Map<string, string> {
  const all = office()
  const received = Map.groupBy(all.payments, ({ invoice }) => invoice)
  const invoiceRows = all.invoices.map((invoice) => ({
    invoice,
    received: sum((received.get(invoice.number) ?? []).map(({ amount, returnedOn }) => (returnedOn ? 0 : amount))),
  }))
  return new Map([
    ['customers.csv', csvFile(customerColumns, all.customers, { lineEnd: 'crlf', bom: false, quoteAll: true })],
    ['invoices.csv', csvFile(invoiceColumns, invoiceRows, { lineEnd: 'crlf', bom: false, quoteAll: false })],
    ['invoice_lines.csv', csvFile(invoiceLineColumns, invoiceLineRows(all.invoices), { lineEnd: 'lf', bom: false, quoteAll: false })],
    ['credits.csv', csvFile(creditColumns, creditRows(all.credits), { lineEnd: 'lf', bom: false, quoteAll: false })],
    ['payments.csv', csvFile(paymentColumns, all.payments, { lineEnd: 'crlf', bom: true, quoteAll: false })],
    ['purchase_invoices.csv', csvFile(purchaseColumns, all.purchases, { lineEnd: 'lf', bom: false, quoteAll: false })],
    ['answers.json', json(answers(all))],
    ['books.json', json(all.books)],
    ['expected.json', json(expected(all))],
  ])
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
