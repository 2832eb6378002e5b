import { createHash } from 'node:crypto'
import type { DocumentKind } from '../domain/entities.ts'

/** Crockford's base32: no I, L, O or U, so that a person can read it out. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 6

/**
 * A short token that marks a document in the books where it has no number of its own (`CF-7K3QX9`, accounting rule 8). Unique per company by index;
 * where another document has it already, the next `attempt` gives another. It follows from the document alone: a database that was set back
 * and receives the document again knows its record in the books by it (exactly-once rule 19).
 */
export function documentToken(companyId: string, kind: DocumentKind, externalId: string, attempt: number): string {
  const print = createHash('sha256')
    .update(JSON.stringify([companyId, kind, externalId, attempt]))
    .digest()
  return `CF-${[...print.subarray(0, LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')}`
}
