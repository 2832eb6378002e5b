import { randomUUID } from 'node:crypto'
import { shortText } from '../kit/decimal.ts'
import { converted } from './arithmetic.ts'
import { type Books, documentsOf, folded } from './books.ts'
import { type Call, today } from './call.ts'
import { lockProblem } from './document-rules.ts'
import { amount, child, day, type Element, filled, flag, number } from './element.ts'
import { note } from './history.ts'
import { refuseIf } from './refusal.ts'
import type { Account, BookDocument, DocumentKind, Payment } from './rows.ts'
import { outstanding, settle } from './settlement.ts'

/** What a payment gets from the batch it belongs to. */
export interface FromBatch {
  batchPaymentId: string
  account: Account | undefined
  date: string
}

/** Pays an invoice or gives a credit note, overpayment or prepayment back. */
export function createPayment(call: Call, element: Element, batch?: FromBatch): Payment {
  const targets = targetsOf(call, element)
  refuseIf([targets.length !== 1 && 'Exactly one of Invoice, CreditNote, Prepayment or Overpayment must be specified'])
  const target = targets[0]?.document
  refuseIf([!target && `${targets[0]?.name ?? 'Document'} could not be found`])
  const account = batch ? batch.account : moneyAccount(call, element)
  const date = batch?.date ?? day(element, 'Date') ?? today(call)
  const paid = amount(element, 'Amount')
  refuseIf(paymentProblems(call, target, account, date, paid))
  if (!target || !account || paid === undefined) throw new Error('A payment without problems has a document, an account and an amount')
  const payment = call.books.payments.put(newPayment(call, element, { target, account, date, paid, batch }))
  settle(call.books, target, call.now)
  note(call, target.id, 'Payment Received', `Payment of ${(paid / 100).toFixed(2)} on ${date}`)
  return payment
}

/** Takes a payment back: the record stays with Status DELETED, and what it paid is open again. */
export function deletePayment(call: Call, payment: Payment, byBatch = false): Payment {
  refuseIf(
    [
      payment.status === 'DELETED' && 'The payment has already been deleted',
      !byBatch && payment.batchPaymentId !== undefined && 'Payments made by a batch payment cannot be deleted on their own',
      !byBatch && payment.isReconciled && call.quirks.reconciledPayments === 'kept' && 'The payment is reconciled and cannot be deleted',
      lockProblem(call, payment.date, 'payment'),
    ],
    payment.id,
  )
  const deleted = call.books.payments.put({ ...payment, status: 'DELETED', updatedAt: call.now })
  const document = paidDocument(call.books, payment)
  if (document) settle(call.books, document, call.now)
  return deleted
}

export const paidDocument = (books: Books, payment: Payment): BookDocument | undefined =>
  documentsOf(books, payment.documentKind).get(payment.documentId)

/** The bank account, or an account that takes payments, by id or code. */
export function moneyAccount(call: Call, element: Element): Account | undefined {
  const given = child(element, 'Account') ?? {}
  const id = filled(given, 'AccountID')?.toLowerCase()
  return call.books.accounts.get(id) ?? call.books.accounts.find('code', folded(filled(given, 'Code') ?? filled(element, 'Code')))[0]
}

/** Why this account cannot take the money. Only the first sentence is known from the live API. */
export function accountProblem(account: Account | undefined): string | undefined {
  if (!account) return 'Account could not be found'
  if (account.status !== 'ACTIVE') return 'Account could not be found: it is archived'
  const takes = account.type === 'BANK' || account.enablePayments
  return takes ? undefined : 'Account is neither a bank account nor enabled for payments'
}

/** A date after today is refused unless the quirk allows it. */
export function dateProblems(call: Call, date: string, what: string): (string | false | undefined)[] {
  const future = call.quirks.futurePayments === 'refused' && date > today(call)
  return [future && `The ${what} date cannot be in the future`, lockProblem(call, date, what)]
}

function paymentProblems(
  call: Call,
  target: BookDocument | undefined,
  account: Account | undefined,
  date: string,
  paid: number | undefined,
) {
  const open = target?.status === 'AUTHORISED' ? outstanding(call.books, target) : 0
  return [
    target !== undefined && target.status !== 'AUTHORISED' && 'Payments can only be made against Authorised documents',
    (paid === undefined || paid <= 0) && 'The payment amount must be greater than zero',
    paid !== undefined && paid > open && 'Payment amount exceeds the amount outstanding on this document',
    accountProblem(account),
    ...dateProblems(call, date, 'payment'),
  ]
}

interface Target {
  name: string
  document: BookDocument | undefined
}

function targetsOf(call: Call, element: Element): Target[] {
  return TARGETS.flatMap(({ name, kind, id, number: numberName }) => {
    const given = child(element, name) ?? {}
    const key = filled(given, id)?.toLowerCase()
    const byNumber = numberName === undefined ? undefined : (filled(given, numberName) ?? filled(element, numberName))
    if (key === undefined && byNumber === undefined) return []
    const shelf = documentsOf(call.books, kind)
    return [{ name, document: key === undefined ? shelf.find('number', folded(byNumber))[0] : shelf.get(key) }]
  })
}

const TARGETS: { name: string; kind: DocumentKind; id: string; number?: string }[] = [
  { name: 'Invoice', kind: 'invoice', id: 'InvoiceID', number: 'InvoiceNumber' },
  { name: 'CreditNote', kind: 'creditNote', id: 'CreditNoteID', number: 'CreditNoteNumber' },
  { name: 'Overpayment', kind: 'overpayment', id: 'OverpaymentID' },
  { name: 'Prepayment', kind: 'prepayment', id: 'PrepaymentID' },
]

interface Agreed {
  target: BookDocument
  account: Account
  date: string
  paid: number
  batch: FromBatch | undefined
}

function newPayment(call: Call, element: Element, { target, account, date, paid, batch }: Agreed): Payment {
  const base = call.books.organisation().baseCurrency
  const rate = number(element, 'CurrencyRate')
  const currencyRate = target.currencyCode === base ? '1.000000' : rate ? shortText(rate, 6) : target.currencyRate
  const sameCurrency = (account.currencyCode ?? base) === target.currencyCode
  return {
    id: randomUUID(),
    status: 'AUTHORISED',
    documentKind: target.kind,
    documentId: target.id,
    accountId: account.id,
    date,
    amount: paid,
    bankAmount: sameCurrency ? paid : (amount(element, 'BankAmount') ?? converted(paid, currencyRate)),
    currencyRate,
    reference: filled(element, 'Reference'),
    particulars: filled(element, 'Particulars'),
    details: filled(element, 'Details'),
    code: filled(element, 'Code'),
    isReconciled: flag(element, 'IsReconciled') ?? false,
    batchPaymentId: batch?.batchPaymentId,
    updatedAt: call.now,
  }
}
