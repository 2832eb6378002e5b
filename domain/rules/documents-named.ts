import type { Document } from '../document.ts'
import { onAccountRef, refOf } from './refs.ts'

/** Every other document that a document names, as refs: who pays, what it corrects or settles, what it gives back. */
export function documentsNamed(document: Document): string[] {
  switch (document.kind) {
    case 'customer':
      return [document.body.parent, document.body.mergedInto].flatMap((id) => (id === undefined ? [] : [refOf('customer', id)]))
    case 'invoice':
      return [
        refOf('customer', document.body.customer),
        ...document.body.lines.flatMap(({ depositInvoice }) => (depositInvoice === undefined ? [] : [refOf('invoice', depositInvoice)])),
      ]
    case 'credit':
      return [
        refOf('customer', document.body.customer),
        ...[
          ...(document.body.corrects ?? []),
          ...document.body.lines.flatMap((line) => line.corrects ?? []),
          ...(document.body.allocations ?? []),
        ].map(({ invoice }) => refOf('invoice', invoice)),
      ]
    case 'payment':
      return [refOf('customer', document.body.customer), ...settledBy(document.body), ...givenBack(document.body)]
    default:
      return document satisfies never
  }
}

type PaymentBody = Extract<Document, { kind: 'payment' }>['body']

const settledBy = (body: PaymentBody): string[] =>
  (body.allocations ?? []).flatMap(({ invoice, credit }) => [
    ...(invoice === undefined ? [] : [refOf('invoice', invoice)]),
    ...(credit === undefined ? [] : [refOf('credit', credit)]),
  ])

function givenBack({ refunds }: PaymentBody): string[] {
  if (refunds?.credit !== undefined) return [refOf('credit', refunds.credit)]
  return refunds?.payment === undefined ? [] : [refOf('payment', refunds.payment), onAccountRef(refunds.payment)]
}
