import { createHash } from 'node:crypto'

/** SHA-256 of a document's content, the same whatever the order of its keys. The host's counter is no content: a new one alone starts nothing. */
export function fingerprint(body: object): Buffer {
  return createHash('sha256')
    .update(stableJson({ ...body, sourceVersion: undefined }))
    .digest()
}

/** JSON with the keys of every object in order, and what is undefined left out. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (isRecord(inner) ? inOrder(inner) : inner))
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

const inOrder = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
