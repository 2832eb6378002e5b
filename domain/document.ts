import type { z } from 'zod'
import { credit, type Credit } from './credit.ts'
import { customer, type Customer } from './customer.ts'
import type { DocumentKind } from './entities.ts'
import { invoice, type Invoice } from './invoice.ts'
import { payment, type Payment } from './payment.ts'

/** The body of each kind of document. */
export interface DocumentBodies {
  customer: Customer
  invoice: Invoice
  credit: Credit
  payment: Payment
}

/** The schema that the door parses each kind with. */
export const documentSchemas = { customer, invoice, credit, payment } satisfies { [K in DocumentKind]: z.ZodType<DocumentBodies[K]> }

/** One version of one of the host's documents. `version` starts at 1 and rises with every change of content. */
export type Document<K extends DocumentKind = DocumentKind> = {
  [Kind in K]: { kind: Kind; externalId: string; version: number; body: DocumentBodies[Kind] }
}[K]

/** A document by kind and the host's id. */
export interface DocumentRef {
  kind: DocumentKind
  externalId: string
}
