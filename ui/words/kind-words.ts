import type { DocumentRow } from '../../api/contract.ts'

export type DocumentKind = DocumentRow['kind']

/** What each kind of document is called. */
export const kindWords = {
  customer: { one: 'Customer', many: 'Customers' },
  invoice: { one: 'Invoice', many: 'Invoices' },
  credit: { one: 'Credit', many: 'Credits' },
  payment: { one: 'Payment', many: 'Payments' },
} as const satisfies Record<DocumentKind, { one: string; many: string }>

export const documentKinds = ['customer', 'invoice', 'credit', 'payment'] as const satisfies readonly DocumentKind[]

export const isDocumentKind = (text: string): text is DocumentKind => text in kindWords

interface Named {
  kind: DocumentKind
  externalId: string
  name: string | null
  number: string | null
}

/** A document as the office knows it: a customer by name, an invoice by number, a payment, which has neither, by its id. */
export const documentName = ({ kind, externalId, name, number }: Named): string => (kind === 'customer' ? name : number) ?? externalId

/** A ref `invoice/1001` in words: `invoice 1001`. */
export function refWords(ref: string): string {
  const { kind, externalId } = splitRef(ref)
  return isDocumentKind(kind) ? `${kindWords[kind].one.toLowerCase()} ${externalId}` : ref
}

export function splitRef(ref: string): { kind: string; externalId: string } {
  const at = ref.indexOf('/')
  return { kind: ref.slice(0, at), externalId: ref.slice(at + 1) }
}
