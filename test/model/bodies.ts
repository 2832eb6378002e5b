import type { DocumentBodies } from '../../domain/document.ts'
import type { DocumentKind } from '../../domain/entities.ts'
import { credit, customer, invoice, payment } from '../domain/rules/samples.ts'
import type { ScenarioDoc } from './scenario.ts'

/** The customer and the invoice that stand in the books of every scenario, for documents that name no other. */
export const BASE_CUSTOMER = 'base'
export const BASE_INVOICE = 'base'

/** What each kind is worth, in pence: payments and allocations are small, so that nothing but the protocol keeps a second one out. */
export const amounts = { customer: 0, invoice: 12_000, credit: 12_000, payment: 2_000, allocation: 2_000 } as const

export const numberOf = (spec: ScenarioDoc, renumbered: number): string => `${spec.number ?? spec.id}${"'".repeat(renumbered)}`

/** The body of a document's version, as the host would have sent it. */
export function bodyOf(spec: ScenarioDoc, version: number, renumbered: number): DocumentBodies[DocumentKind] {
  const who = spec.customer ?? BASE_CUSTOMER
  const on = spec.on ?? BASE_INVOICE
  switch (spec.kind) {
    case 'customer':
      return customer({ name: spec.id, ...(version > 1 && { email: `v${version}@example.com` }) })
    case 'invoice':
      return invoice({ customer: who, number: numberOf(spec, renumbered), reference: `v${version}` })
    case 'credit':
      return credit({
        customer: who,
        number: numberOf(spec, renumbered),
        ...(spec.on !== undefined && { allocations: [{ invoice: on, amount: amounts.allocation }] }),
      })
    case 'payment':
      return payment({ customer: who, amount: amounts.payment, allocations: [{ invoice: on, amount: amounts.payment }], meta: { version } })
    default:
      return spec.kind satisfies never
  }
}
