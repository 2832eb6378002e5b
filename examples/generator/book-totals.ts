import { sum } from './amounts.ts'
import type { CreditRecord } from './credits.ts'
import { START_FROM } from './days.ts'
import type { InvoiceRecord, LineRecord, PrintedTotals } from './invoice-record.ts'
import type { Office } from './office.ts'
import { type Fate, isInBooks, type Receipt, receiptsOf } from './outcomes.ts'
import { lineVat } from './printed-totals.ts'
import { type VatCode, vatCodes } from './tax.ts'

/** Documents that are in the books after the run. */
export interface InBooks {
  invoices: InvoiceRecord[]
  credits: CreditRecord[]
  receipts: Receipt[]
  refunds: Receipt[]
}

/** Those that were pushed or adopted. */
export function documentsInBooks(office: Office, all: Fate[]): InBooks {
  const ids = new Set(all.filter(isInBooks).map(({ kind, externalId }) => `${kind}/${externalId}`))
  const money = receiptsOf(office.payments).filter(({ id }) => ids.has(`receipt/${id}`))
  return {
    invoices: office.invoices.filter(({ number }) => ids.has(`invoice/${number}`)),
    credits: office.credits.filter(({ number }) => ids.has(`credit/${number}`)),
    receipts: money.filter(({ rows }) => rows[0]?.type === 'Receipt'),
    refunds: money.filter(({ rows }) => rows[0]?.type === 'Refund'),
  }
}

/** Totals as both sides of the tie-out should show them, pence, dated from the start date on. */
export function bookTotals(inBooks: InBooks) {
  const invoices = inBooks.invoices.filter(({ issueDate }) => issueDate >= START_FROM)
  const { credits, receipts, refunds } = inBooks
  const totals = {
    invoices: documentTotals(invoices),
    credits: documentTotals(credits),
    receipts: moneyTotals(receipts),
    refunds: moneyTotals(refunds),
  }
  return {
    ...totals,
    balance: totals.invoices.gross - totals.credits.gross - totals.receipts.amount + totals.refunds.amount,
    taxOfInvoices: taxes(invoices),
    taxOfCredits: taxes(credits),
    balanceByCustomer: balances(invoices, credits, receipts, refunds),
  }
}

const documentTotals = (documents: { totals: PrintedTotals }[]) => ({
  count: documents.length,
  net: sum(documents.map(({ totals }) => totals.net)),
  tax: sum(documents.map(({ totals }) => totals.vat)),
  gross: sum(documents.map(({ totals }) => totals.gross)),
})

const moneyTotals = (receipts: Receipt[]) => ({
  count: receipts.length,
  rows: sum(receipts.map(({ rows }) => rows.length)),
  amount: sum(receipts.map(amountOf)),
})

/** What arrived, or went out, as one amount. */
export const amountOf = ({ rows }: Receipt): number => sum(rows.map(({ amount }) => amount))

/** Net and VAT per code; what a document rounded once per rate printed differently stays with its own code. */
function taxes(documents: { lines: LineRecord[]; includesVat: boolean; totals: PrintedTotals }[]) {
  const byCode = new Map<VatCode, { net: number; tax: number }>()
  for (const { lines, includesVat, totals } of documents) {
    const apart = totals.vat - sum(lines.map((line) => lineVat(line, includesVat)))
    for (const [index, line] of lines.entries()) {
      const entry = byCode.get(line.vat) ?? { net: 0, tax: 0 }
      const tax = lineVat(line, includesVat)
      byCode.set(line.vat, {
        net: entry.net + (includesVat ? line.amount - tax : line.amount),
        tax: entry.tax + tax + (index === 0 ? apart : 0),
      })
    }
  }
  return Object.fromEntries(Object.keys(vatCodes).flatMap((code) => [[code, byCode.get(code as VatCode) ?? { net: 0, tax: 0 }]]))
}

/** Customers whose balance is not nil, pence, by ref of the card on the documents. */
function balances(invoices: InvoiceRecord[], credits: CreditRecord[], receipts: Receipt[], refunds: Receipt[]): Record<string, number> {
  const byRef = new Map<string, number>()
  const add = (ref: string, amount: number) => byRef.set(ref, (byRef.get(ref) ?? 0) + amount)
  for (const { customer, totals } of invoices) add(customer.ref, totals.gross)
  for (const { customer, totals } of credits) add(customer.ref, -totals.gross)
  for (const { rows } of receipts) for (const { customer, amount } of rows) add(customer.ref, -amount)
  for (const { rows } of refunds) for (const { customer, amount } of rows) add(customer.ref, amount)
  return Object.fromEntries([...byRef].filter(([, amount]) => amount !== 0).sort(([one], [other]) => (one < other ? -1 : 1)))
}
