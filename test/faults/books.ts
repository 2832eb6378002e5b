/** A record in the sandbox's books, in the provider's own words; amounts are decimal numbers of pounds. */
export interface BookRecord {
  [field: string]: unknown
  Contact?: { ContactID?: string; Name?: string }
  Invoice?: { InvoiceID?: string; InvoiceNumber?: string }
  Source?: { ID?: string; Number?: string; Reference?: string }
  BatchPayment?: { BatchPaymentID?: string }
  Account?: { AccountID?: string }
  BankAccount?: { AccountID?: string }
  LineItems?: { LineAmount?: number; TaxAmount?: number; TaxType?: string; Description?: string }[]
}

export const bookLists = [
  'contacts',
  'invoices',
  'creditNotes',
  'payments',
  'batchPayments',
  'overpayments',
  'bankTransactions',
  'allocations',
  'prepayments',
] as const
/** The whole books as the sandbox tells them, ended records too. */
export type Books = Record<(typeof bookLists)[number], BookRecord[]>

/** A field as text; one that is not there is empty. */
export function textOf(record: BookRecord | undefined, field: string): string {
  const value = record?.[field]
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** An amount of the books in minor units. */
export const penceOf = (record: BookRecord | undefined, field: string): number =>
  Math.round(Number(textOf(record, field) || Number.NaN) * 100)

/** The day of a record: the books write it in one of two ways. */
export function dayOf(record: BookRecord | undefined): string {
  const text = textOf(record, 'DateString') || textOf(record, 'Date')
  const [, milliseconds] = /\/Date\((\d+)/.exec(text) ?? []
  return (milliseconds === undefined ? text : new Date(Number(milliseconds)).toISOString()).slice(0, 10)
}

/** Whether a record still counts: not void, not deleted, not archived. */
export function isLive(record: BookRecord): boolean {
  const status = textOf(record, 'Status') || textOf(record, 'ContactStatus')
  return !['VOIDED', 'DELETED', 'ARCHIVED'].includes(status) && record['IsDeleted'] !== true
}

/** Which fields of each list tell one record from another, ids, times and tokens left out. */
const shown: Record<keyof Books, readonly string[]> = {
  contacts: ['Name', 'ContactStatus', 'EmailAddress', 'AccountNumber'],
  invoices: ['InvoiceNumber', 'Status', 'Reference', 'SubTotal', 'TotalTax', 'Total', 'AmountDue'],
  creditNotes: ['CreditNoteNumber', 'Status', 'Total', 'RemainingCredit'],
  payments: ['Status', 'Amount', 'Reference', 'PaymentType'],
  batchPayments: ['Status', 'TotalAmount', 'Reference'],
  overpayments: ['Status', 'Total', 'RemainingCredit'],
  bankTransactions: ['Status', 'Type', 'Total', 'Reference'],
  allocations: ['Amount', 'IsDeleted'],
  prepayments: ['Status', 'Total'],
}

/** Everything in the books, a line a record: two books with the same lines hold the same, once each. */
export function linesOf(books: Books, leftOut: (record: BookRecord) => boolean): string[] {
  return bookLists
    .flatMap((list) => books[list].filter((record) => !leftOut(record)).map((record) => `${list} ${line(record, shown[list])}`))
    .toSorted()
}

function line(record: BookRecord, fields: readonly string[]): string {
  const texts = [
    ...fields.map((field) => textOf(record, field)),
    dayOf(record),
    record.Contact?.Name,
    record.Invoice?.InvoiceNumber,
    record.Source?.Number,
  ]
  return texts.join(' | ').replace(/CF-\w{6}/g, 'CF-*')
}
