import { accountShape } from './accounts.ts'
import { bankTransactionShape } from './bank-transactions.ts'
import { batchPaymentShape } from './batch-payment-shape.ts'
import { type Books, documentsOf } from './books.ts'
import { today } from './call.ts'
import { fullContact } from './contact-shape.ts'
import { deskCall } from './desk.ts'
import { bareInvoice, creditShape, LISTED } from './document-shape.ts'
import { invoiceShape } from './invoice-shape.ts'
import { organisationShape } from './organisation.ts'
import { paymentShape } from './payments.ts'
import type { Sandbox } from './sandbox.ts'
import { taxRateShape, trackingShape } from './settings.ts'
import { money } from './wire.ts'

/** Everything in the books in the API's own JSON, deleted, voided and archived things too; allocations as a list of their own. */
export function dumpBooks(sandbox: Sandbox, books: Books): Record<string, unknown> {
  const call = deskCall(sandbox, books, { query: { unitdp: '4' } })
  const options = { ...LISTED, unitdp: 4 } as const
  const day = today(call)
  return {
    organisation: organisationShape(books.organisation()),
    contacts: books.contacts.all().map((row) => fullContact(books, row, day)),
    invoices: books.invoices.all().map((row) => invoiceShape(books, row, sandbox.quirks, options)),
    creditNotes: books.creditNotes.all().map((row) => creditShape(books, row, options)),
    overpayments: books.overpayments.all().map((row) => creditShape(books, row, options)),
    prepayments: books.prepayments.all().map((row) => creditShape(books, row, options)),
    payments: books.payments.all().map((row) => paymentShape(call, row, false)),
    batchPayments: books.batchPayments.all().map((row) => batchPaymentShape(books, row)),
    bankTransactions: books.bankTransactions.all().map((row) => bankTransactionShape(call, row, { lines: true, wholeContact: false })),
    allocations: books.allocations.all().map((row) => {
      const source = documentsOf(books, row.sourceKind).get(row.sourceId)
      return {
        AllocationID: row.id,
        Amount: money(row.amount),
        Date: row.date,
        Source: { Kind: row.sourceKind, ID: row.sourceId, Number: source?.number, Reference: source?.reference },
        Invoice: bareInvoice(row.invoiceId, books.invoices.get(row.invoiceId)?.number),
        IsDeleted: row.deleted,
      }
    }),
    accounts: books.accounts.all().map((row) => accountShape(call, row)),
    taxRates: books.taxRates.all().map(taxRateShape),
    currencies: books.organisation().currencies,
    trackingCategories: books.trackingCategories.all().map(trackingShape),
    history: books.history.all(),
    attachments: books.attachments.all().map(({ base64: _bytes, ...row }) => row),
  }
}
