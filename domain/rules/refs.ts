import type { DocumentKind } from '../entities.ts'

/** A document by kind and id, in the form that refs use. */
export const refOf = (kind: DocumentKind, externalId: string): string => `${kind}/${externalId}`

/** A ref to the part of a receipt that is money on account: `onAccount/{externalId}` of the payment. */
export const onAccountRef = (externalId: string): string => `onAccount/${externalId}`
