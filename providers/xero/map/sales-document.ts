import type { Credit } from '../../../domain/credit.ts'
import { dueDay } from '../../../domain/days.ts'
import type { Invoice } from '../../../domain/invoice.ts'
import { currencyDigits } from '../../../domain/money.ts'
import type { BookState } from '../../../domain/entities.ts'
import type { Expected, Json, Note, WriteIntent } from '../../../domain/plan.ts'
import { refOf } from '../../../domain/rules/refs.ts'
import type { Settings } from '../../../domain/settings.ts'
import type { ComposeContext, Composed } from '../../contract.ts'
import { cut, joined } from '../words.ts'
import { numberOf } from '../wire-number.ts'
import type { ComposedLines } from './composed-lines.ts'

/** What invoices and credits have in common, as the host sends them. */
export type SalesDocument = Invoice | Credit

/** The day whose rate of VAT counts. */
export const taxPointOf = (document: SalesDocument): string => document.taxPoint ?? document.issueDate

/** The day the document bears in the books: its own, or the open day that a person chose (accounting rule 41). */
export const dateOf = (write: WriteIntent, document: SalesDocument): string => write.date ?? document.issueDate

/** When it is due: as the host says, by the customer's terms, else at once: Xero wants a due date on everything approved. */
export function dueDateOf(write: WriteIntent, document: SalesDocument, { customer }: ComposeContext): string {
  const own = document.dueDate ?? (customer?.terms === undefined ? undefined : dueDay(document.issueDate, customer.terms))
  const date = dateOf(write, document)
  return own === undefined || own < date ? date : own
}

/** The reference as the bookkeeper reads it: ours, the job's, the place, and the first date where it was moved. Cut at 255. */
export function referenceOf(write: WriteIntent, document: SalesDocument): { text: string; notes: Note[] } {
  const moved = dateOf(write, document) === document.issueDate ? undefined : `dated ${document.issueDate}`
  const number = write.number === undefined ? document.number : undefined
  const whole = joined([number, moved, document.reference, document.jobReference, document.site?.name], ' / ')
  const text = cut(whole, 255)
  return { text, notes: text === whole ? [] : [{ code: 'REFERENCE_CUT', values: { reference: whole, limit: 255 } }] }
}

/** What the customer's copy has and Xero does not get (docs/decisions/0013): said in the preview. */
export function notSent(document: SalesDocument): Note[] {
  const what = [
    document.notes === undefined ? [] : 'notes',
    document.terms === undefined ? [] : 'terms',
    (document.attachments ?? []).length === 0 ? [] : 'attachments',
  ].flat()
  return what.length === 0 ? [] : [{ code: 'NOT_SENT_TO_BOOKS', values: { field: what.join(' and ') } }]
}

/** The link back to the host, which Xero refuses where it contains its own name (reference xero.md 7). */
export const urlOf = (document: SalesDocument): { [key: string]: Json } =>
  document.url === undefined || /xero/i.test(document.url) ? {} : { Url: document.url }

/** The contact by its id alone: a further field of a contact inside a document would change the contact (reference xero.md 3). */
export const contactOf = (customer: string): Json => ({ ContactID: { $ref: refOf('customer', customer) } })

/** Currency, and the rate only where the host gave one (accounting rule 24). */
export const currencyOf = (document: SalesDocument): { [key: string]: Json } => ({
  CurrencyCode: document.currency,
  ...(document.currencyRate !== undefined && { CurrencyRate: numberOf(document.currencyRate) }),
})

/** Xero keeps two decimals of every amount, so a currency with none or three has no exact form there. */
export function currencyRefused(document: { currency: string }): Composed | undefined {
  if (currencyDigits(document.currency) === 2) return undefined
  const reason = `Xero keeps two decimals, which does not fit ${document.currency}`
  return { ok: false, code: 'UNSUPPORTED_BY_PROVIDER', values: { reason }, detail: reason }
}

/** The state to enter documents in, in Xero's words and ours. */
export const stateFor: Record<Settings['invoiceState'], { status: string; state: BookState }> = {
  approved: { status: 'AUTHORISED', state: 'inLedger' },
  draft: { status: 'DRAFT', state: 'draft' },
  awaitingApproval: { status: 'SUBMITTED', state: 'submitted' },
}

/** What the books should hold of an invoice or credit. */
export function expectedOf(write: WriteIntent, document: SalesDocument, lines: ComposedLines & { ok: true }, reference: string): Expected {
  const { net, tax, gross, taxes } = lines.predicted
  return {
    kind: write.document.kind,
    customer: refOf('customer', document.customer),
    ...(write.number !== undefined && { number: write.number }),
    date: dateOf(write, document),
    currency: document.currency,
    net,
    tax,
    gross,
    taxes,
    reference,
    lineIds: lines.lineIds,
  }
}
