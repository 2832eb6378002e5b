import { randomUUID } from 'node:crypto'
import { totalsOf } from './arithmetic.ts'
import { documentsOf } from './books.ts'
import { type Call, today } from './call.ts'
import { contactOfDocument, markContact } from './document-contact.ts'
import { readLines } from './document-lines.ts'
import { currencyProblem, dayRate, defaultContactMark, lockProblem, urlProblem } from './document-rules.ts'
import { child, day, type Element, filled, flag, list, number } from './element.ts'
import { shortText } from '../kit/decimal.ts'
import { note } from './history.ts'
import { accountProblem, moneyAccount } from './payment-write.ts'
import { refuseIf } from './refusal.ts'
import type { Account, BankTransaction, BookDocument, Contact, DocumentType, Line, LineAmountTypes } from './rows.ts'
import { isSettledInPart } from './settlement.ts'

/** Creates money received or spent; the -OVERPAYMENT and -PREPAYMENT types leave a credit behind that can be allocated. */
export function createBankTransaction(call: Call, element: Element): BankTransaction {
  const type = (filled(element, 'Type') ?? '').toUpperCase()
  const given = list(element, 'LineItems') ?? []
  refuseIf([
    !TYPES.includes(type) && `The Type of the bank transaction must be one of ${TYPES.join(', ')}`,
    given.length === 0 && 'One or more line items must be specified',
    type.endsWith('OVERPAYMENT') && given.length > 1 && 'An overpayment can only have one line item',
  ])
  const contact = contactOfDocument(call, element)
  const account = moneyAccount(call, { Account: child(element, 'BankAccount') ?? {} })
  const types = type.endsWith('OVERPAYMENT') ? 'NoTax' : lineTypes(element)
  const lines = linesOf(call, type, given, types)
  const row = composed(call, element, { type, contact, account, types, lines })
  refuseIf(problems(call, row, account))
  markContact(call, contact, defaultContactMark(type))
  const settled = leaveCredit(call, row, contact)
  note(call, settled.id, 'Created', `Created through the API using ${call.appName}`)
  return call.books.bankTransactions.put(settled)
}

/** Deletes or voids one; a credit that has been used keeps it. */
export function endBankTransaction(call: Call, before: BankTransaction, status: 'DELETED' | 'VOIDED'): BankTransaction {
  const credit = call.books.overpayments.get(before.overpaymentId) ?? call.books.prepayments.get(before.prepaymentId)
  refuseIf(
    [
      before.status !== 'AUTHORISED' && 'Bank transaction not of valid status for modification',
      before.isReconciled &&
        call.quirks.reconciledPayments === 'kept' &&
        'This Bank Transaction cannot be edited as it has been reconciled with a Bank Statement.',
      credit !== undefined &&
        isSettledInPart(call.books, credit) &&
        'This document cannot be edited as it has a payment or credit note allocated to it.',
      lockProblem(call, before.date),
    ],
    before.id,
  )
  if (credit) documentsOf(call.books, credit.kind).put({ ...credit, status: 'VOIDED', updatedAt: call.now })
  return call.books.bankTransactions.put({ ...before, status, updatedAt: call.now })
}

const TYPES = ['RECEIVE', 'SPEND', 'RECEIVE-OVERPAYMENT', 'RECEIVE-PREPAYMENT', 'SPEND-OVERPAYMENT', 'SPEND-PREPAYMENT']

function lineTypes(element: Element): LineAmountTypes {
  const given = filled(element, 'LineAmountTypes')?.toLowerCase()
  return (['Exclusive', 'Inclusive', 'NoTax'] as const).find((each) => each.toLowerCase() === given) ?? 'Exclusive'
}

/** An overpayment's line stands on the debtors (or creditors) account, whatever else is left out. */
function linesOf(call: Call, type: string, given: Element[], types: LineAmountTypes): Line[] {
  const over = type.endsWith('OVERPAYMENT')
  const control = call.books.accounts.all().find((row) => row.systemAccount === (type.startsWith('RECEIVE') ? 'DEBTORS' : 'CREDITORS'))
  const withAccount = over
    ? given.map((each) => (filled(each, 'AccountCode') || filled(each, 'AccountID') ? each : { ...each, AccountID: control?.id }))
    : given
  const context = {
    type: over || type.endsWith('PREPAYMENT') ? (type as DocumentType) : ('BANK' as const),
    types,
    approved: true,
    stored: [],
  }
  const read = readLines(call, withAccount, context)
  refuseIf(read.problems)
  return read.lines
}

interface Parts {
  type: string
  contact: Contact
  account: Account | undefined
  types: LineAmountTypes
  lines: Line[]
}

function composed(call: Call, element: Element, { type, contact, account, types, lines }: Parts): BankTransaction {
  const base = call.books.organisation().baseCurrency
  const currencyCode = filled(element, 'CurrencyCode')?.toUpperCase() ?? account?.currencyCode ?? base
  const rate = number(element, 'CurrencyRate')
  const { subTotal, totalTax, total } = totalsOf(lines, types)
  return {
    id: randomUUID(),
    type,
    status: 'AUTHORISED',
    contactId: contact.id,
    accountId: account?.id ?? '',
    date: day(element, 'Date') ?? today(call),
    reference: filled(element, 'Reference'),
    url: filled(element, 'Url'),
    isReconciled: flag(element, 'IsReconciled') ?? false,
    lineAmountTypes: types,
    lines,
    subTotal,
    totalTax,
    total,
    currencyCode,
    currencyRate: currencyCode === base || !rate ? dayRate(base, currencyCode) : shortText(rate, 6),
    updatedAt: call.now,
  }
}

function problems(call: Call, row: BankTransaction, account: Account | undefined): (string | false | undefined)[] {
  return [
    accountProblem(account),
    account !== undefined && account.type !== 'BANK' && 'The bank account of a bank transaction must be of type BANK',
    row.total <= 0 && 'The bank transaction total must be greater than zero',
    currencyProblem(call, row.currencyCode),
    lockProblem(call, row.date),
    urlProblem(row.url),
  ]
}

/** The overpayment or prepayment that the money leaves behind. */
function leaveCredit(call: Call, row: BankTransaction, contact: Contact): BankTransaction {
  const kind = row.type.endsWith('OVERPAYMENT') ? 'overpayment' : row.type.endsWith('PREPAYMENT') ? 'prepayment' : undefined
  if (!kind) return row
  const id = call.quirks.overpaymentId === 'own' ? randomUUID() : row.id
  const credit: BookDocument = {
    id,
    kind,
    type: row.type as DocumentType, // one of the four types that end so
    status: 'AUTHORISED',
    reference: row.reference,
    contactId: contact.id,
    date: row.date,
    lineAmountTypes: row.lineAmountTypes,
    lines: row.lines,
    ...totalsOf(row.lines, row.lineAmountTypes),
    currencyCode: row.currencyCode,
    currencyRate: row.currencyRate,
    sentToContact: false,
    bankTransactionId: row.id,
    createdBy: call.clientId,
    updatedAt: call.now,
  }
  documentsOf(call.books, kind).put(credit)
  return kind === 'overpayment' ? { ...row, overpaymentId: id } : { ...row, prepaymentId: id }
}
