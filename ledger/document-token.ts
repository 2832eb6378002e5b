import { randomInt } from 'node:crypto'

/** Crockford's base32: no I, L, O or U, so that a person can read it out. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 6

/** A short token that marks a document in the books where it has no number of its own (`CF-7K3QX9`, accounting rule 8). Unique per company by index. */
export function newDocumentToken(): string {
  return `CF-${Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`
}
