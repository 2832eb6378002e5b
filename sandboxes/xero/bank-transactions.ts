import { batchAnswer, type BatchWrite } from './batch.ts'
import { createBankTransaction, endBankTransaction } from './bank-transaction-write.ts'
import { type Answer, type Call, ok } from './call.ts'
import { contactInList, writtenContact } from './contact-shape.ts'
import { lineShape } from './document-shape.ts'
import { echo } from './echo.ts'
import { type Element, filled } from './element.ts'
import { unitdpOf } from './invoices.ts'
import { listAnswer } from './listing.ts'
import { NotFound, refuseIf } from './refusal.ts'
import type { BankTransaction } from './rows.ts'
import { dayText, envelope, fixed, money, msDay, msMoment, ZERO_GUID } from './wire.ts'

/** GET /BankTransactions. */
export function listBankTransactions(call: Call): Answer {
  return listAnswer(call, {
    name: 'BankTransactions',
    rows: call.books.bankTransactions.all(),
    id: (row) => row.id,
    updatedAt: (row) => row.updatedAt,
    fields: {
      BankTransactionID: (row) => row.id,
      Type: (row) => row.type,
      Status: (row) => row.status,
      Date: (row) => Date.parse(row.date),
      Reference: (row) => row.reference,
      Total: (row) => row.total / 100,
      IsReconciled: (row) => row.isReconciled,
      UpdatedDateUTC: (row) => row.updatedAt,
      'Contact.ContactID': (row) => row.contactId,
      'Contact.Name': (row) => call.books.contacts.get(row.contactId)?.name,
      'BankAccount.AccountID': (row) => row.accountId,
      'BankAccount.Code': (row) => call.books.accounts.get(row.accountId)?.code,
    },
    full: (row) => bankTransactionShape(call, row, { lines: true, wholeContact: false }),
    thin: (row) => bankTransactionShape(call, row, { lines: false, wholeContact: false }),
    paged: true,
  })
}

/** GET /BankTransactions/{BankTransactionID}. */
export function getBankTransaction(call: Call): Answer {
  const shape = bankTransactionShape(call, found(call, call.params['id']), { lines: true, wholeContact: true })
  return ok(envelope(call.now, call.appName, { BankTransactions: [shape] }))
}

/** PUT /BankTransactions creates. */
export function putBankTransactions(call: Call): Answer {
  return batchAnswer(call, { ...BATCH, write: (element) => ({ json: written(call, createBankTransaction(call, element)) }) })
}

/** POST creates too; on a stored one only Status DELETED or VOIDED is taken here. */
export function postBankTransactions(call: Call): Answer {
  const write = (element: Element) => {
    const id = call.params['id'] ?? filled(element, 'BankTransactionID')
    if (id === undefined) return { json: written(call, createBankTransaction(call, element)) }
    const before = found(call, id)
    const status = filled(element, 'Status')?.toUpperCase()
    if (status === 'DELETED' || status === 'VOIDED') return { json: written(call, endBankTransaction(call, before, status)) }
    refuseIf(['This sandbox only deletes or voids bank transactions, it does not edit them'], before.id)
    throw new Error('unreachable: the line before always refuses')
  }
  return batchAnswer(call, { ...BATCH, write })
}

const BATCH: Omit<BatchWrite, 'write'> = {
  name: 'BankTransactions',
  errorFlag: 'HasErrors',
  refused: (element, refusal) => ({ ...echo(element), BankTransactionID: refusal.existingId ?? ZERO_GUID }),
}

const written = (call: Call, row: BankTransaction) => bankTransactionShape(call, row, { lines: true, wholeContact: true })

export function bankTransactionShape(
  call: Call,
  row: BankTransaction,
  show: { lines: boolean; wholeContact: boolean },
): Record<string, unknown> {
  const account = call.books.accounts.get(row.accountId)
  const contact = call.books.contacts.get(row.contactId)
  return {
    BankTransactionID: row.id,
    BankAccount: account && { AccountID: account.id, Code: account.code, Name: account.name },
    Type: row.type,
    Reference: row.reference ?? '',
    Url: row.url,
    IsReconciled: row.isReconciled,
    OverpaymentID: row.overpaymentId,
    PrepaymentID: row.prepaymentId,
    HasAttachments: call.books.attachments.find('record', row.id).length > 0,
    CurrencyRate: fixed(row.currencyRate, 6),
    Contact: contact && show.wholeContact ? writtenContact(contact) : contactInList(contact),
    DateString: dayText(row.date),
    Date: msDay(row.date),
    Status: row.status,
    LineAmountTypes: row.lineAmountTypes,
    LineItems: show.lines ? row.lines.map((line) => lineShape(line, unitdpOf(call))) : [],
    SubTotal: money(row.subTotal),
    TotalTax: money(row.totalTax),
    Total: money(row.total),
    UpdatedDateUTC: msMoment(row.updatedAt),
    CurrencyCode: row.currencyCode,
  }
}

function found(call: Call, id: string | undefined): BankTransaction {
  const row = call.books.bankTransactions.get(id?.toLowerCase())
  if (!row) throw new NotFound()
  return row
}
