import type { DocumentKind } from '../entities.ts'

/** A document by kind and id, in the form that refs use. */
export const refOf = (kind: DocumentKind, externalId: string): string => `${kind}/${externalId}`

/** A ref to the credit that writes off the rest of an invoice: a part of the invoice, as the claim names parts. */
export const writeOffRef = (externalId: string): string => `${refOf('invoice', externalId)}#writeOff`

/** What kind of record a part of a document is in the books: what writes off the rest of an invoice is a credit. */
export const recordKind = (kind: DocumentKind, part: string): DocumentKind => (part === 'writeOff' ? 'credit' : kind)

/** A ref to the part of a receipt that is money on account: `onAccount/{externalId}` of the payment. */
export const onAccountRef = (externalId: string): string => `onAccount/${externalId}`
