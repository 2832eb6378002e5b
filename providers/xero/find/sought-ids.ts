import type { Json } from '../../../domain/plan.ts'
import type { Sought } from '../../contract.ts'

/** The contact that what is sought belongs to, as its id in the books. */
export const contactIdOf = ({ expected, ids }: Sought): string | undefined =>
  expected.customer === undefined ? undefined : ids[expected.customer]

/** What is sought to be settled: ids of the books with amounts in minor units. */
export const allocationsOf = ({ expected, ids }: Sought): { documentId: string | undefined; amount: number }[] =>
  (expected.allocations ?? []).map(({ document, amount }) => ({ documentId: ids[document], amount }))

/** A value of the body that was sent: an id, or a ref that stands for one. */
export function idIn(value: Json | undefined, ids: Record<string, string>): string | undefined {
  if (typeof value === 'string') return value
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined
  const ref = value['$ref']
  return typeof ref === 'string' ? ids[ref] : undefined
}

/** A property of the body that was sent. */
export function bodyValue(body: Json, property: string): Json | undefined {
  return body !== null && typeof body === 'object' && !Array.isArray(body) ? body[property] : undefined
}

/** A text of the body that was sent. */
export function bodyText(body: Json, property: string): string | undefined {
  const value = bodyValue(body, property)
  return typeof value === 'string' ? value : undefined
}
