import type { DocumentBodies } from '../domain/document.ts'
import type { DocumentKind } from '../domain/entities.ts'

/** What is read out of a body into columns, to find and order by. Amounts in minor units, days as YYYY-MM-DD. */
export interface DocumentFacts {
  state: string
  hold: boolean
  name: string | null
  number: string | null
  customer: string | null
  date: string | null
  amount: number | null
  currency: string | null
}

/** Reads the columns out of a body. */
export function documentFacts<K extends DocumentKind>(kind: K, body: DocumentBodies[K]): DocumentFacts {
  const facts = readers[kind](body)
  return {
    name: null,
    number: null,
    customer: null,
    date: null,
    amount: null,
    currency: null,
    state: body.state,
    hold: body.hold ?? false,
    ...facts,
  }
}

const sales = (body: DocumentBodies['invoice' | 'credit']): Partial<DocumentFacts> => ({
  number: body.number,
  customer: body.customer,
  date: body.issueDate,
  amount: body.totals.gross,
  currency: body.currency,
})

const readers: { [K in DocumentKind]: (body: DocumentBodies[K]) => Partial<DocumentFacts> } = {
  customer: (body) => ({ name: body.name, currency: body.currency ?? null }),
  invoice: sales,
  credit: sales,
  payment: (body) => ({ customer: body.customer, date: body.date, amount: body.amount, currency: body.currency }),
}

/** The fields that cannot change once a document of the kind is in the books (accounting.md section 6), with how to read them. */
export const bookedFields: { [K in DocumentKind]: Record<string, (body: DocumentBodies[K]) => unknown> } = {
  customer: {},
  invoice: { customer: (body) => body.customer, currency: (body) => body.currency, kind: (body) => body.kind ?? 'invoice' },
  credit: { customer: (body) => body.customer, currency: (body) => body.currency },
  payment: {
    customer: (body) => body.customer,
    amount: (body) => body.amount,
    date: (body) => body.date,
    currency: (body) => body.currency,
    direction: (body) => body.direction ?? 'received',
  },
}
