import type { Json } from '../plan.ts'

/**
 * Puts ids of the books where a composed body says `{"$ref": "customer/123"}`; changes nothing else. Throws RangeError for a ref
 * without an id: the claim has checked that everything needed is linked.
 */
export function fillRefs(body: Json, ids: Record<string, string>): Json {
  if (Array.isArray(body)) return body.map((entry) => fillRefs(entry, ids))
  if (body === null || typeof body !== 'object') return body
  if (typeof body['$ref'] === 'string') return idOf(body['$ref'], ids)
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, fillRefs(value, ids)]))
}

function idOf(ref: string, ids: Record<string, string>): string {
  const id = ids[ref]
  if (id === undefined) throw new RangeError(`no id in the books for ${ref}`)
  return id
}
