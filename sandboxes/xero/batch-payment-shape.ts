import type { Books } from './books.ts'
import { bareInvoice } from './document-shape.ts'
import type { BatchPayment } from './rows.ts'
import { dayText, money, msDay, msMoment } from './wire.ts'

/** A batch payment with the invoices that it pays. */
export function batchPaymentShape(books: Books, batch: BatchPayment): Record<string, unknown> {
  const account = books.accounts.get(batch.accountId)
  const payments = books.payments.find('batch', batch.id).filter((payment) => payment.status === 'AUTHORISED')
  return {
    Account: { AccountID: batch.accountId, CurrencyCode: account?.currencyCode ?? books.organisation().baseCurrency },
    Reference: batch.reference,
    Particulars: batch.particulars,
    Code: batch.code,
    Details: batch.details,
    Narrative: batch.narrative,
    BatchPaymentID: batch.id,
    DateString: dayText(batch.date),
    Date: msDay(batch.date),
    Payments: payments.map((payment) => ({
      Invoice: { ...bareInvoice(payment.documentId), CurrencyCode: books.invoices.get(payment.documentId)?.currencyCode },
      PaymentID: payment.id,
      Reference: payment.reference,
      Amount: money(payment.amount),
      BankAmount: money(payment.bankAmount),
    })),
    Type: batch.type,
    Status: batch.status,
    TotalAmount: money(batch.total),
    UpdatedDateUTC: msMoment(batch.updatedAt),
    IsReconciled: batch.isReconciled,
  }
}

/** The batch as it stands inside one of its payments. The example of the schema has TotalAmount and IsReconciled as texts; here they have their declared types. */
export function batchSummary(batch: BatchPayment): Record<string, unknown> {
  return {
    Account: { AccountID: batch.accountId },
    BatchPaymentID: batch.id,
    Date: msDay(batch.date),
    Type: batch.type,
    Status: batch.status,
    TotalAmount: money(batch.total),
    UpdatedDateUTC: msMoment(batch.updatedAt),
    IsReconciled: batch.isReconciled,
  }
}
