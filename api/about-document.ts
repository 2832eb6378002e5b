import type { DocumentKind } from '../domain/entities.ts'
import { moneyWords } from '../domain/errors/fill-words.ts'
import type { Values } from '../domain/errors.ts'

/** What a person knows a document by; amount in minor units. */
interface Known {
  externalId: string
  name: string | null
  number: string | null
  amount: number | null
  currency: string | null
}

/** The values with which words name the document that they are about: “invoice INV-7”, “customer A. Smith”, “payment of £120.00”. Those of a problem go before them. */
export function aboutDocument(kind: DocumentKind, known: Known): Values {
  const { number, currency } = known
  return {
    document: `${kind} ${called[kind](known)}`,
    ...(number === null ? {} : { number }),
    ...(currency === null ? {} : { currency }),
    ...(kind === 'customer' && known.name !== null ? { customer: known.name } : {}),
  }
}

const called: Record<DocumentKind, (known: Known) => string> = {
  customer: ({ name, externalId }) => name ?? externalId,
  invoice: ({ number, externalId }) => number ?? externalId,
  credit: ({ number, externalId }) => number ?? externalId,
  payment: ({ amount, currency, externalId }) => (amount === null ? externalId : `of ${moneyWords(amount, currency ?? '')}`),
}
