import { expect } from 'vitest'
import type { Invoice } from '../../../domain/invoice.ts'
import { decideInvoice } from '../../../domain/rules/decide-invoice.ts'
import { bookInvoice, context, invoiceFacts, link } from './facts.ts'
import { invoice } from './samples.ts'

/** What is decided of an invoice, which is one thing. */
export const one = (facts: ReturnType<typeof invoiceFacts>, using = context()) => {
  const [decision, ...more] = decideInvoice(facts, using)
  expect(more).toEqual([])
  return decision
}

/** An invoice that is in the books as `before` and is `after` here. */
export const linkedInvoice = (after: Partial<Invoice>, more: Parameters<typeof invoiceFacts>[1] = {}) =>
  invoiceFacts(after, { links: { main: link() }, linkedBody: invoice(), record: bookInvoice(), ...more })
