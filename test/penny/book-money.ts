import { isLive, pence, type PennyBooks, type PennyPayment } from './penny-books.ts'

/** A receipt or refund as the books hold it, in however many records; refunds are negative, minor units. */
export interface BookMoney {
  /** The first of its records. */
  id: string
  contactId: string
  date: string
  amount: number
  /** Numbers of the invoices that it settles; none: on account. */
  invoices: string[]
  token: string | undefined
}

/** All money of customers in the books: parts with one token are one receipt. Payments to the account for CIS suffered are no money. */
export function bookMoney(books: PennyBooks): BookMoney[] {
  const cis = books.accounts.find(({ Name }) => Name === 'CIS Suffered')?.AccountID
  const records = [...payments(books, cis), ...batches(books), ...onAccount(books)]
  const single = records.filter(({ token }) => token === undefined)
  const joined = [
    ...Map.groupBy(
      records.filter(({ token }) => token !== undefined),
      ({ token }) => token,
    ),
  ].map(([, parts]) => join(parts))
  return [...single, ...joined]
}

function join(parts: BookMoney[]): BookMoney {
  const [first, ...more] = parts
  if (first === undefined) throw new RangeError('a group has a member')
  return {
    ...first,
    invoices: parts.flatMap(({ invoices }) => invoices),
    amount: more.reduce((sum, part) => sum + part.amount, first.amount),
  }
}

const tokenOf = (reference: string | undefined): string | undefined => /\bCF-[0-9A-Z]+\b/.exec(reference ?? '')?.[0]

/** `/Date(1760000000000+0000)/` → the day. */
export const dayOf = (date: string): string => {
  const milliseconds = /\/Date\((-?\d+)/.exec(date)?.[1]
  return milliseconds === undefined ? date.slice(0, 10) : new Date(Number(milliseconds)).toISOString().slice(0, 10)
}

const refunds = new Set(['ARCREDITPAYMENT', 'AROVERPAYMENTPAYMENT', 'ARPREPAYMENTPAYMENT'])

function payments(books: PennyBooks, cis: string | undefined): BookMoney[] {
  const own = books.payments.filter(
    (payment) =>
      isLive(payment) &&
      payment.BatchPayment === undefined &&
      payment.Account?.AccountID !== cis &&
      (payment.PaymentType === 'ACCRECPAYMENT' || refunds.has(payment.PaymentType)),
  )
  return own.map((payment) => ({
    id: payment.PaymentID,
    contactId: contactOf(books, payment),
    date: dayOf(payment.Date),
    amount: refunds.has(payment.PaymentType) ? -pence(payment.Amount) : pence(payment.Amount),
    invoices: [payment.Invoice?.InvoiceNumber ?? ''],
    token: tokenOf(payment.Reference),
  }))
}

function contactOf(books: PennyBooks, payment: PennyPayment): string {
  const index = contactIndex(books)
  const id = [payment.Invoice?.InvoiceID, payment.CreditNote?.CreditNoteID, payment.Overpayment?.OverpaymentID].find(
    (one) => one !== undefined,
  )
  return index.get(id ?? '') ?? ''
}

const indexes = new WeakMap<PennyBooks, Map<string, string>>()

/** Contact by id of invoice, credit note or over-payment. */
function contactIndex(books: PennyBooks): Map<string, string> {
  const known = indexes.get(books)
  if (known !== undefined) return known
  const documents = [...books.invoices, ...books.creditNotes].map(
    (each) => [each.InvoiceID ?? each.CreditNoteID ?? '', each.Contact.ContactID] as const,
  )
  const index = new Map([...documents, ...books.overpayments.map((each) => [each.OverpaymentID, each.Contact.ContactID] as const)])
  indexes.set(books, index)
  return index
}

function batches(books: PennyBooks): BookMoney[] {
  const byBatch = Map.groupBy(books.payments.filter(isLive), ({ BatchPayment }) => BatchPayment?.BatchPaymentID)
  return books.batchPayments.filter(isLive).flatMap((batch) => {
    const [first] = byBatch.get(batch.BatchPaymentID) ?? []
    if (first === undefined || first.PaymentType !== 'ACCRECPAYMENT') return []
    return [
      {
        id: batch.BatchPaymentID,
        contactId: contactOf(books, first),
        date: dayOf(first.Date),
        amount: pence(batch.TotalAmount),
        invoices: (byBatch.get(batch.BatchPaymentID) ?? []).map(({ Invoice }) => Invoice?.InvoiceNumber ?? ''),
        token: tokenOf(batch.Reference) ?? tokenOf(first.Reference),
      },
    ]
  })
}

const onAccount = (books: PennyBooks): BookMoney[] =>
  books.overpayments
    .filter((record) => isLive(record) && record.Type === 'RECEIVE-OVERPAYMENT')
    .map((record) => ({
      id: record.OverpaymentID,
      contactId: record.Contact.ContactID,
      date: dayOf(record.Date),
      amount: pence(record.Total),
      invoices: [],
      token: tokenOf(record.Reference),
    }))
