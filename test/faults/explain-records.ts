import { bookLists, type BookRecord, type Books, isLive, textOf } from './books.ts'
import { ids, say, type Side } from './side.ts'

/** The other way round: every live record of the books is explained by exactly one part of one document. */
export function explainRecords(side: Side): void {
  const linked = new Map<string, string[]>()
  for (const [part, bookId] of side.links) {
    const id =
      bookId
        .replace(/^batch:/, '')
        .split('/')
        .at(-1) ?? ''
    linked.set(id, [...(linked.get(id) ?? []), part])
  }
  for (const list of bookLists)
    for (const record of side.books[list]) {
      if (!isLive(record) || isByHand(record)) continue
      const parts = linked.get(explainedBy(list, record)) ?? []
      if (parts.length !== 1)
        say(
          side,
          `${list} ${textOf(record, ids[list])}`,
          `${textOf(record, 'Name') || textOf(record, 'Reference') || textOf(record, 'InvoiceNumber')} is explained by [${parts.join(', ')}]`,
        )
    }
}

/** A payment in a batch is the batch's, a bank transaction the over-payment's that it made. */
function explainedBy(list: keyof Books, record: BookRecord): string {
  if (list === 'payments' && record.BatchPayment?.BatchPaymentID) return record.BatchPayment.BatchPaymentID
  if (list === 'bankTransactions') return textOf(record, 'OverpaymentID')
  return textOf(record, ids[list])
}

/** What the bookkeeper entered: a contact and an invoice that are none of ours. */
export const isByHand = (record: BookRecord): boolean => (textOf(record, 'Name') || (record.Contact?.Name ?? '')).startsWith('By hand ')

/** No number and no token twice, ended records counted too where they are ours. */
export function checkOnce({ books, words }: Side): void {
  const numbers = [
    ...books.invoices.filter(isLive).map((record) => `invoice number ${textOf(record, 'InvoiceNumber')}`),
    ...books.creditNotes.filter(isLive).map((record) => `credit number ${textOf(record, 'CreditNoteNumber')}`),
    ...books.contacts.filter(isLive).map((record) => `contact name ${textOf(record, 'Name')}`),
    ...books.contacts.map((record) => `contact number ${textOf(record, 'ContactNumber')}`).filter((each) => each !== 'contact number '),
  ]
  const single = books.payments.filter((record) => isLive(record) && !record.BatchPayment?.BatchPaymentID)
  const tokens = [...single, ...books.batchPayments.filter(isLive)].map((record) => tokenOf(record))
  const onAccount = books.bankTransactions.filter(isLive).map((record) => `on account ${tokenOf(record)}`)
  const seen = new Set<string>()
  for (const each of [...numbers, ...tokens, ...onAccount]) {
    if (seen.has(each)) words.push(`${each} stands twice in the books`)
    seen.add(each)
  }
}

const tokenOf = (record: BookRecord): string =>
  /CF-\w{6}/.exec(textOf(record, 'Reference'))?.[0] ?? `no token on ${textOf(record, 'Reference')}`
