import type { Invoice } from '../../../domain/invoice.ts'
import type { Json, WriteIntent } from '../../../domain/plan.ts'
import { refOf } from '../../../domain/rules/refs.ts'
import type { ComposeContext, Composed } from '../../contract.ts'
import type { ComposedLines } from './composed-lines.ts'
import { composeLines } from './lines.ts'
import {
  contactOf,
  currencyOf,
  currencyRefused,
  dateOf,
  dueDateOf,
  expectedOf,
  notSent,
  referenceOf,
  stateFor,
  urlOf,
} from './sales-document.ts'

/** A new sales invoice. The number is the host's, or Xero's own where the setting says so. */
export function composeInvoice(write: WriteIntent, invoice: Invoice, context: ComposeContext): Composed {
  const refused = currencyRefused(invoice)
  if (refused !== undefined) return refused
  const lines = composeLines(write, invoice, context)
  if (!lines.ok) return lines
  const { status, state } = stateFor[context.settings.invoiceState]
  const reference = referenceOf(write, invoice)
  return {
    ok: true,
    body: { Type: 'ACCREC', Status: status, ...whole(write, invoice, context, lines, reference.text) },
    group: 'invoices',
    expected: { ...expectedOf(write, invoice, lines, reference.text), state },
    needs: [refOf('customer', invoice.customer)],
    notes: [...lines.notes, ...reference.notes, ...notSent(invoice)],
  }
}

/** An invoice in the books brought up to date: all of it, or only the fields that may change after a payment (accounting rule 35). */
export function composeInvoiceUpdate(write: WriteIntent, invoice: Invoice, context: ComposeContext): Composed {
  const lines = composeLines(write, invoice, context)
  if (!lines.ok) return lines
  const reference = referenceOf(write, invoice)
  // A reference that was taken away is sent as blank: what is not sent is kept.
  const all = { ...whole(write, invoice, context, lines, reference.text), Reference: reference.text }
  const id = { InvoiceID: write.bookId ?? { $ref: refOf('invoice', write.document.externalId) } }
  const body = write.fields === undefined ? all : chosen(all, write.fields)
  const { lineIds, ...expected } = expectedOf(write, invoice, lines, reference.text)
  return {
    ok: true,
    body: { ...id, ...body },
    group: 'invoices',
    expected: { ...expected, ...('LineItems' in body && { lineIds }), ...(write.theirLines === true && { theirLines: true }) },
    needs: [refOf('customer', invoice.customer)],
    notes: [...lines.notes, ...reference.notes],
  }
}

type Body = { [key: string]: Json }

function whole(
  write: WriteIntent,
  invoice: Invoice,
  context: ComposeContext,
  lines: ComposedLines & { ok: true },
  reference: string,
): Body {
  return {
    Contact: contactOf(invoice.customer),
    ...(write.number !== undefined && { InvoiceNumber: write.number }),
    ...(reference !== '' && { Reference: reference }),
    ...urlOf(invoice),
    Date: dateOf(write, invoice),
    DueDate: dueDateOf(write, invoice, context),
    ...currencyOf(invoice),
    LineAmountTypes: lines.inclusive ? 'Inclusive' : 'Exclusive',
    LineItems: lines.items,
  }
}

/** Which of Xero's properties each field of an invoice stands for; coding and words are in the lines, which mean nothing without their way of showing VAT. */
const properties: Record<string, readonly string[]> = {
  customer: ['Contact'],
  issueDate: ['Date', 'DueDate'],
  amounts: ['LineItems', 'LineAmountTypes', 'CurrencyCode', 'CurrencyRate'],
  reference: ['Reference'],
  dueDate: ['DueDate'],
  number: ['InvoiceNumber'],
  url: ['Url'],
  description: ['LineItems', 'LineAmountTypes', 'Reference'],
  nominalCode: ['LineItems', 'LineAmountTypes'],
  tracking: ['LineItems', 'LineAmountTypes'],
}

function chosen(all: Body, fields: readonly string[]): Body {
  const wanted = new Set(fields.flatMap((field) => properties[field] ?? []))
  return Object.fromEntries(Object.entries(all).filter(([property]) => wanted.has(property)))
}
