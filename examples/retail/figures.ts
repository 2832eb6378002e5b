import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { amountOf, type RetailDocument, type RetailReceipt, sum } from './documents.ts'
import { settleRetail } from './settle.ts'

type Row = Record<string, string>

/** Everything that the books must show for the retail data, worked out from its five files; pence. */
export function retailFigures(folder: string) {
  const read = (name: string): Row[] => parse(readFileSync(join(folder, `${name}.csv`), 'utf8'), { columns: true, bom: true })
  const lines = read('invoice_lines')
  const paymentRows = read('payments')
  const invoices = withLines(read('invoices'), lines)
  const credits = creditDocuments(read('credits'))
  const receipts = transfers(paymentRows)
  const several = receipts.filter(({ rows }) => rows.length > 1)
  return {
    customers: read('customers').length,
    invoices: totals(invoices),
    invoiceLines: lines.length,
    credits: totals(credits),
    paymentRows: paymentRows.length,
    receipts: { count: receipts.length, amount: sum(receipts.map(amountOf)) },
    transfersOfSeveralRows: {
      count: several.length,
      rows: sum(several.map(({ rows }) => rows.length)),
      amount: sum(several.map(amountOf)),
    },
    balance: sum(invoices.map(({ gross }) => gross)) - sum(credits.map(({ gross }) => gross)) - sum(receipts.map(amountOf)),
    customersWithBalance: balances(invoices, credits, receipts),
    ...settleRetail(invoices, credits, receipts),
  }
}

/** `12.5` → 1250. */
function pence(decimal: string): number {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.')
  const value = Number(whole) * 100 + Number(fraction.padEnd(2, '0').slice(0, 2))
  return decimal.startsWith('-') ? -value : value
}

/** VAT of a line, half up; nets are positive in this data. */
const vat = (net: number, rate: string): number => Math.floor((net * Number(rate) + 50) / 100)

function withLines(heads: Row[], lines: Row[]): RetailDocument[] {
  const byInvoice = Map.groupBy(lines, (line) => line['invoice_number'] ?? '')
  return heads.map((head) => {
    const number = head['invoice_number'] ?? ''
    const made = documentOf(number, head['customer_id'] ?? '', byInvoice.get(number) ?? [])
    const printed = [pence(head['net'] ?? ''), pence(head['vat_rounded_per_line'] ?? ''), pence(head['gross_per_line'] ?? '')]
    if (printed.join() !== [made.net, made.tax, made.gross].join()) throw new RangeError(`${number}: its lines come to other totals`)
    return made
  })
}

const creditDocuments = (rows: Row[]): RetailDocument[] =>
  [...Map.groupBy(rows, (row) => row['credit_number'] ?? '')].map(([number, lines]) =>
    documentOf(number, lines[0]?.['customer_id'] ?? '', lines),
  )

function documentOf(number: string, customer: string, lines: Row[]): RetailDocument {
  const nets = lines.map((line) => pence(line['net'] ?? ''))
  const net = sum(nets)
  const tax = sum(lines.map((line, index) => vat(nets[index] ?? 0, line['vat_rate'] ?? '')))
  const corrects = [...new Set(lines.map((line) => line['against_invoice'] ?? ''))].filter((invoice) => invoice !== '')
  return { number, customer, net, tax, gross: net + tax, corrects }
}

function transfers(rows: Row[]): RetailReceipt[] {
  const groups = Map.groupBy(rows, (row) => [row['customer_id'], row['date'], row['reference']].join('|'))
  return [...groups.values()].map((group) => ({
    customer: group[0]?.['customer_id'] ?? '',
    rows: group.map((row) => ({ invoice: row['invoice_number'] ?? '', amount: pence(row['amount'] ?? '') })),
  }))
}

const totals = (documents: RetailDocument[]) => ({
  count: documents.length,
  net: sum(documents.map(({ net }) => net)),
  tax: sum(documents.map(({ tax }) => tax)),
  gross: sum(documents.map(({ gross }) => gross)),
})

function balances(invoices: RetailDocument[], credits: RetailDocument[], receipts: RetailReceipt[]): number {
  const byCustomer = new Map<string, number>()
  const add = (customer: string, amount: number) => byCustomer.set(customer, (byCustomer.get(customer) ?? 0) + amount)
  for (const { customer, gross } of invoices) add(customer, gross)
  for (const { customer, gross } of credits) add(customer, -gross)
  for (const receipt of receipts) add(receipt.customer, -amountOf(receipt))
  return [...byCustomer.values()].filter((amount) => amount !== 0).length
}
