import { type BookRecord, dayOf, isLive, penceOf, textOf } from './books.ts'
import { checkLedger } from './check-ledger.ts'
import { expectedMoney, openOf } from './expected-books.ts'
import { checkOnce, explainRecords } from './explain-records.ts'
import { byId, equal, type Found, problemsOf, recordOf, refOfRow, say, type Side } from './side.ts'
import type { ByHand } from './storm-plan.ts'
import { isTakenBack, refOf, type Saved, taxCodes } from './trade.ts'

/** Every way in which books, ledger and the host's documents do not agree, in words; empty: they do, record by record. */
export function disagreements(found: Found): string[] {
  const links = new Map(found.ledger.links.map((link) => [`${link.kind}/${link.external_id}#${link.part}`, link.book_id]))
  const side: Side = { ...found, money: expectedMoney(found.trade), links, byId: byId(found.books), words: [] }
  for (const document of found.trade.last.values()) compare(side, document)
  explainRecords(side)
  checkOnce(side)
  checkLedger(side)
  return side.words
}

function compare(side: Side, document: Saved): void {
  const ref = refOf(document)
  const hand = document.kind === 'invoice' ? side.byHand.get(document.externalId) : undefined
  if (hand !== undefined) return compareByHand(side, ref, hand)
  if (isTakenBack(document)) return compareTakenBack(side, ref, document)
  switch (document.kind) {
    case 'customer':
      return compareCustomer(side, ref, document)
    case 'invoice':
      return compareInvoice(side, ref, document)
    case 'credit':
      return compareCredit(side, ref, document)
    case 'payment':
      return comparePayment(side, ref, document)
    default:
      return document satisfies never
  }
}

/** What the bookkeeper did stays, and is a problem that says so; done a moment after the look-up, it is a difference of the tie-out. */
function compareByHand(side: Side, ref: string, hand: ByHand): void {
  const said = problemsOf(side, ref)
  const cause = side.sheet.differences.get(ref)
  if (!said.some((code) => saidOf[hand].includes(code)) && cause === undefined)
    say(side, ref, `a bookkeeper did "${hand}", its problems are [${said.join(', ')}], and the tie-out does not name it`)
  if ((hand === 'stranger') === side.links.has(`${ref}#main`)) say(side, ref, `a bookkeeper did "${hand}", and its link says otherwise`)
}

const saidOf: Record<ByHand, readonly string[]> = {
  void: ['VOIDED_IN_BOOKS'],
  change: ['ARRIVED_CHANGED', 'CHANGED_IN_BOOKS'],
  stranger: ['NUMBER_TAKEN_BY_STRANGER', 'NUMBER_ALREADY_USED', 'SAME_NUMBER_DIFFERENT_DOCUMENT'],
}

/** Never sent and not due, or in the books with a question that says so. */
function compareTakenBack(side: Side, ref: string, { kind }: Saved): void {
  const linked = side.links.has(`${ref}#main`) || side.links.has(`${ref}#onAccount`)
  if (linked && kind === 'invoice') recordOf(side, ref, 'main', 'invoices')
  if (linked && kind === 'payment') recordOf(side, ref, 'onAccount', 'overpayments')
  const codes = problemsOf(side, ref)
  const asked = codes.some((code) => /^(CANCELLED_|PAYMENT_REVERSED)/.test(code))
  if (linked !== asked) say(side, ref, `taken back, ${linked ? 'in the books' : 'never sent'}, and its problems are [${codes.join(', ')}]`)
  equal(side, ref, 'status', linked ? 'problem' : 'notDue', side.ledger.standings.find((row) => refOfRow(row) === ref)?.status ?? 'none')
}

function compareCustomer(side: Side, ref: string, { body, externalId }: Extract<Saved, { kind: 'customer' }>): void {
  const record = recordOf(side, ref, 'main', 'contacts')
  if (!record) return
  equal(side, ref, 'name', body.name, textOf(record, 'Name'))
  equal(side, ref, 'e-mail', body.email ?? '', textOf(record, 'EmailAddress'))
  equal(side, ref, 'account number', body.accountNumber ?? '', textOf(record, 'AccountNumber'))
  equal(side, ref, 'id', externalId, textOf(record, 'ContactNumber'))
  const phones = JSON.stringify(record['Phones'] ?? [])
  if (body.phone !== undefined && !phones.includes(body.phone)) say(side, ref, `phone ${body.phone} here, not in the books`)
}

function compareInvoice(side: Side, ref: string, document: Extract<Saved, { kind: 'invoice' }>): void {
  const record = recordOf(side, ref, 'main', 'invoices')
  if (!record) return
  compareSale(side, ref, document, record)
  const open = openOf(document, side.money)
  equal(side, ref, 'number', document.body.number, textOf(record, 'InvoiceNumber'))
  equal(side, ref, 'due', document.body.dueDate ?? '', textOf(record, 'DueDateString').slice(0, 10))
  equal(side, ref, 'open', open, penceOf(record, 'AmountDue'))
  equal(side, ref, 'state', open === 0 ? 'PAID' : 'AUTHORISED', textOf(record, 'Status'))
  if (!textOf(record, 'Reference').includes(document.body.reference ?? ''))
    say(side, ref, `reference ${document.body.reference} is not in the books`)
}

function compareCredit(side: Side, ref: string, document: Extract<Saved, { kind: 'credit' }>): void {
  const record = recordOf(side, ref, 'main', 'creditNotes')
  if (!record) return
  compareSale(side, ref, document, record)
  equal(side, ref, 'number', document.body.number, textOf(record, 'CreditNoteNumber'))
  const shares = side.money.allocations.get(document.externalId) ?? new Map<string, number>()
  const left = document.body.totals.gross - [...shares.values()].reduce((sum, each) => sum + each, 0)
  equal(side, ref, 'left', left, penceOf(record, 'RemainingCredit'))
  for (const [invoice, amount] of shares) compareAllocation(side, ref, invoice, amount, textOf(record, 'CreditNoteID'))
}

function compareAllocation(side: Side, ref: string, invoice: string, amount: number, holder: string): void {
  const part = `allocation:${invoice}`
  const record = recordOf(side, ref, part, 'allocations', (bookId) => bookId.split('/').at(-1) ?? '')
  if (!record) return
  equal(side, ref, `${part} amount`, amount, penceOf(record, 'Amount'))
  equal(side, ref, `${part} invoice`, side.links.get(`invoice/${invoice}#main`) ?? '', record.Invoice?.InvoiceID ?? '')
  equal(side, ref, `${part} credit`, holder, record.Source?.ID ?? '')
}

/** What invoices and credits have in common: contact, day, totals, and every line to the penny. */
function compareSale(side: Side, ref: string, { body }: Extract<Saved, { kind: 'invoice' | 'credit' }>, record: BookRecord): void {
  equal(side, ref, 'contact', side.links.get(`customer/${body.customer}#main`) ?? '', record.Contact?.ContactID ?? '')
  equal(side, ref, 'day', body.issueDate, dayOf(record))
  equal(side, ref, 'net', body.totals.net, penceOf(record, 'SubTotal'))
  equal(side, ref, 'tax', body.totals.tax, penceOf(record, 'TotalTax'))
  equal(side, ref, 'gross', body.totals.gross, penceOf(record, 'Total'))
  const ours = body.lines.map((line) => `${line.net} ${line.tax} ${bookTaxCode(line.taxCode)}`).toSorted()
  const theirs = (record.LineItems ?? [])
    .map((line) => `${Math.round((line.LineAmount ?? 0) * 100)} ${Math.round((line.TaxAmount ?? 0) * 100)} ${line.TaxType}`)
    .toSorted()
  equal(side, ref, 'lines', ours.join(', '), theirs.join(', '))
}

const bookTaxCode = (code: string): string => Object.entries(taxCodes).find(([name]) => name === code)?.[1].bookTaxCode ?? code

function comparePayment(side: Side, ref: string, { body, externalId }: Extract<Saved, { kind: 'payment' }>): void {
  const token = side.ledger.documents.find((document) => `${document.kind}/${document.external_id}` === ref)?.token ?? 'no token'
  const reference = `${body.reference} ${token}`
  const shares = side.money.receipts.get(externalId)
  if (shares) compareReceipt(side, ref, body.date, reference, shares)
  const onAccount = side.money.onAccount.get(externalId)
  if (onAccount === undefined) return
  const record = recordOf(side, ref, 'onAccount', 'overpayments')
  if (!record) return
  equal(side, ref, 'on account', onAccount, penceOf(record, 'Total'))
  equal(side, ref, 'left on account', onAccount, penceOf(record, 'RemainingCredit'))
  equal(side, ref, 'day on account', body.date, dayOf(record))
  equal(side, ref, 'contact on account', side.links.get(`customer/${body.customer}#main`) ?? '', record.Contact?.ContactID ?? '')
  const transaction = side.books.bankTransactions.filter((each) => textOf(each, 'OverpaymentID') === textOf(record, 'OverpaymentID'))
  equal(side, ref, 'reference on account', reference, transaction.map((each) => textOf(each, 'Reference')).join(', '))
}

/** One invoice: a payment; several: one batch with a payment for each. */
function compareReceipt(side: Side, ref: string, date: string, reference: string, shares: ReadonlyMap<string, number>): void {
  const several = shares.size > 1
  const record = recordOf(side, ref, 'main', several ? 'batchPayments' : 'payments', (bookId) => bookId.replace(/^batch:/, ''))
  if (!record) return
  equal(side, ref, 'day', date, dayOf(record))
  equal(side, ref, 'reference', reference, textOf(record, 'Reference'))
  const parts = several
    ? side.books.payments.filter((each) => isLive(each) && each.BatchPayment?.BatchPaymentID === textOf(record, 'BatchPaymentID'))
    : [record]
  const ours = [...shares].map(([invoice, amount]) => `${side.links.get(`invoice/${invoice}#main`)} ${amount}`).toSorted()
  const theirs = parts.map((each) => `${each.Invoice?.InvoiceID} ${penceOf(each, 'Amount')}`).toSorted()
  equal(side, ref, 'settles', ours.join(', '), theirs.join(', '))
}
