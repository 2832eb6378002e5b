/** The place in a list after which the next page begins: what it is ordered by, and the id. Opaque to those who pass it on. */
export const asCursor = (key: string, id: string): string => Buffer.from(JSON.stringify([key, id])).toString('base64url')

/** Reads a cursor; one that we did not write reads as the beginning. */
export function fromCursor(cursor: string | undefined): [key: string, id: string] | undefined {
  if (cursor === undefined) return undefined
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(parts) && parts.length === 2 ? [String(parts[0]), String(parts[1])] : undefined
  } catch {
    // Not ours: a page from the beginning harms nobody.
    return undefined
  }
}
