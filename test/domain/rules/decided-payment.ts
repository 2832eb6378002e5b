import type { BookOnAccount, BookPayment } from '../../../domain/books.ts'
import type { Expected } from '../../../domain/plan.ts'
import { open, openInvoice } from './facts.ts'

/** The money in the books that a payment could be. */
export const candidates = (payments: BookPayment[], onAccount: BookOnAccount[] = []) => ({
  candidates: { documents: [], payments, onAccount },
})

/** What the invoice of the sample payment is like in these fields. */
export const i1 = (fields: Parameters<typeof openInvoice>[0]) => ({ open: open({ 'invoice/i1': openInvoice(fields) }) })

/** What of a payment was sent before. */
export const sent = (expected: Partial<Expected>) => ({ sent: { expected: { kind: 'payment' as const, ...expected } } })
