import type { BookDocument, BookPayment } from '../../../domain/books.ts'
import type { Credit } from '../../../domain/credit.ts'
import type { Customer } from '../../../domain/customer.ts'
import type { Invoice } from '../../../domain/invoice.ts'
import type { Payment } from '../../../domain/payment.ts'
import type { LinkFacts, OpenInvoice, ParentFacts, PlanContext, PushFacts } from '../../../domain/push-facts.ts'
import { codes, credit, customer, invoice, payment, perLine, settings } from './samples.ts'

/* Facts of a document whose parents are in the books, to change one thing at a time. */

export const context = (fields: Partial<PlanContext> = {}): PlanContext => ({
  today: '2026-11-21',
  settings,
  organisation: {
    organisationId: 'o1',
    name: 'Acme Gas',
    country: 'GB',
    baseCurrency: 'GBP',
    currencies: ['GBP', 'EUR'],
    notAllowed: [],
    isDemo: false,
  },
  codes,
  arithmetic: perLine,
  limits: {
    numberMaxLength: 255,
    referenceMaxLength: 255,
    editableAfterPayment: ['reference', 'dueDate', 'number', 'url', 'description', 'nominalCode', 'tracking'],
    providerLabel: 'the books',
  },
  ...fields,
})

export const withSettings = (fields: Partial<PlanContext['settings']>): PlanContext => context({ settings: { ...settings, ...fields } })
export const lockedUntil = (day: string, more: Partial<PlanContext> = {}): PlanContext => {
  const base = context(more)
  return { ...base, organisation: { ...base.organisation, lockedUntil: day } }
}

const linked = (bookId: string): ParentFacts => ({ state: 'linked', bookId })
export const parents = (more: Record<string, ParentFacts> = {}): ReadonlyMap<string, ParentFacts> =>
  new Map(
    Object.entries({
      'customer/c1': linked('B-c1'),
      'invoice/i1': linked('B-i1'),
      'invoice/i2': linked('B-i2'),
      'credit/n1': linked('B-n1'),
      ...more,
    }),
  )

export const openInvoice = (fields: Partial<OpenInvoice> = {}): OpenInvoice => ({
  customer: 'c1',
  currency: 'GBP',
  number: 'INV-1',
  issueDate: '2026-10-05',
  gross: 12000,
  open: 12000,
  ...fields,
})
export const open = (more: Record<string, OpenInvoice> = {}): ReadonlyMap<string, OpenInvoice> =>
  new Map(Object.entries({ 'invoice/i1': openInvoice(), 'invoice/i2': openInvoice({ number: 'INV-2' }), ...more }))

export const link = (fields: Partial<LinkFacts> = {}): LinkFacts => ({ bookId: 'B-1', how: 'pushed', version: 1, alias: false, ...fields })

const basis = { token: 'CF-7K3QX9', links: {}, candidates: { documents: [], payments: [], onAccount: [] }, rivals: 1 }

export const invoiceFacts = (body: Partial<Invoice> = {}, more: Partial<PushFacts<'invoice'>> = {}): PushFacts<'invoice'> => ({
  ...basis,
  document: { kind: 'invoice', externalId: 'i1', version: 1, body: invoice(body) },
  parents: parents(),
  open: open(),
  customer: customer(),
  ...more,
})

export const creditFacts = (body: Partial<Credit> = {}, more: Partial<PushFacts<'credit'>> = {}): PushFacts<'credit'> => ({
  ...basis,
  document: { kind: 'credit', externalId: 'n1', version: 1, body: credit(body) },
  parents: parents(),
  open: open(),
  customer: customer(),
  ...more,
})

export const paymentFacts = (body: Partial<Payment> = {}, more: Partial<PushFacts<'payment'>> = {}): PushFacts<'payment'> => ({
  ...basis,
  document: { kind: 'payment', externalId: 'p1', version: 1, body: payment(body) },
  parents: parents(),
  open: open(),
  customer: customer(),
  ...more,
})

export const customerFacts = (body: Partial<Customer> = {}, more: Partial<PushFacts<'customer'>> = {}): PushFacts<'customer'> => ({
  ...basis,
  document: { kind: 'customer', externalId: 'c1', version: 1, body: customer(body) },
  parents: parents(),
  open: open(),
  ...more,
})

/** The record of `invoice()` in the books. */
export const bookInvoice = (fields: Partial<BookDocument> = {}): BookDocument => ({
  kind: 'invoice',
  bookId: 'B-1',
  number: 'INV-1',
  contactId: 'B-c1',
  date: '2026-10-05',
  currency: 'GBP',
  net: 10000,
  tax: 2000,
  gross: 12000,
  taxes: [{ bookTaxCode: 'OUTPUT2', net: 10000, tax: 2000 }],
  state: 'inLedger',
  amountDue: 12000,
  updatedAt: '2026-10-05T10:00:00Z',
  ...fields,
})

/** A payment of invoice i1 in the books. */
export const bookPayment = (fields: Partial<BookPayment> = {}): BookPayment => ({
  bookId: 'P-1',
  form: 'payment',
  contactId: 'B-c1',
  date: '2026-10-20',
  amount: 12000,
  currency: 'GBP',
  bankAccountId: 'bank',
  reconciled: false,
  state: 'live',
  allocations: [{ documentId: 'B-i1', amount: 12000 }],
  updatedAt: '2026-10-20T10:00:00Z',
  ...fields,
})
