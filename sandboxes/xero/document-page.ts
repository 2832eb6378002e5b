import { decimalText, ofMinor } from '../kit/decimal.ts'
import { escaped, link, table } from '../kit/html.ts'
import type { Books } from './books.ts'
import type { BookDocument } from './rows.ts'
import { allocationsOf, amountCredited, amountDue, amountPaid, creditsOn, livePayments, remainingCredit } from './settlement.ts'

/** The page of one invoice, credit note, overpayment or prepayment: lines, totals, payments and credits, history. */
export function documentPage(books: Books, base: string, id: string): { title: string; body: string } | undefined {
  const document = findDocument(books, id.toLowerCase())
  if (!document) return undefined
  const lines = document.lines.map((line) => [
    escaped(line.description),
    escaped(line.quantity),
    escaped(line.unitAmount),
    escaped(line.accountCode),
    escaped(line.taxType),
    amount(line.taxAmount),
    amount(line.lineAmount),
  ])
  const contact = books.contacts.get(document.contactId)
  const head = `<p>${link(`${base}/contacts/contact/${document.contactId}`, contact?.name)} · ${escaped(document.type)} · ${escaped(document.status)} · dated ${escaped(document.date)}${document.dueDate === undefined ? '' : `, due ${escaped(document.dueDate)}`} · ${escaped(document.reference)} · ${escaped(document.currencyCode)} (${escaped(document.lineAmountTypes)})</p>`
  const lineTable = table(['Description', 'Quantity', 'Unit price', 'Account', 'Tax', 'Tax amount', 'Amount'], lines)
  const history = books.history
    .find('record', document.id)
    .map((each) => `<li>${escaped(new Date(each.at).toISOString())} ${escaped(each.changes)}: ${escaped(each.details)}</li>`)
  return {
    title: titleOf(document),
    body: `${head}${lineTable}${totals(books, document)}${settlements(books, base, document)}<h2>History</h2><ul>${history.join('')}</ul>`,
  }
}

function totals(books: Books, document: BookDocument): string {
  const open =
    document.kind === 'invoice'
      ? `<dt>Paid</dt><dd>${amount(amountPaid(books, document))}</dd><dt>Credited</dt><dd>${amount(amountCredited(books, document))}</dd><dt>Due</dt><dd>${amount(amountDue(books, document))}</dd>`
      : `<dt>Remaining</dt><dd>${amount(remainingCredit(books, document))}</dd>`
  return `<dl><dt>Subtotal</dt><dd>${amount(document.subTotal)}</dd><dt>Tax</dt><dd>${amount(document.totalTax)}</dd><dt>Total</dt><dd>${amount(document.total)}</dd>${open}</dl>`
}

function settlements(books: Books, base: string, document: BookDocument): string {
  const payments = livePayments(books, document).map((each) => [
    escaped(each.date),
    'Payment',
    amount(each.amount),
    escaped(each.reference),
  ])
  const credited = creditsOn(books, document).map((each) => [
    escaped(each.date),
    `Credit ${documentLink(base, findDocument(books, each.sourceId))}`,
    amount(each.amount),
    '',
  ])
  const used = allocationsOf(books, document).map((each) => [
    escaped(each.date),
    `Set against ${documentLink(base, findDocument(books, each.invoiceId))}`,
    amount(each.amount),
    '',
  ])
  return `<h2>Payments and credits</h2>${table(['Date', 'What', 'Amount', 'Reference'], [...payments, ...credited, ...used])}`
}

/** A document of any kind by its id. */
export function findDocument(books: Books, id: string): BookDocument | undefined {
  return books.invoices.get(id) ?? books.creditNotes.get(id) ?? books.overpayments.get(id) ?? books.prepayments.get(id)
}

const titleOf = (document: BookDocument): string => `${document.type} ${document.number ?? document.reference ?? document.id.slice(0, 8)}`

export const documentLink = (base: string, document: BookDocument | undefined): string =>
  document
    ? link(
        `${base}/${document.kind === 'invoice' ? 'invoicing/view' : 'credits'}/${document.id}`,
        document.number || document.reference || document.id.slice(0, 8),
      )
    : ''

/** Minor units as a page shows them. */
export const amount = (minor: number): string => `<span class="amount">${decimalText(ofMinor(minor), 2)}</span>`
