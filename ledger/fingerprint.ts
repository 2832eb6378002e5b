import { createHash } from 'node:crypto'
import { canonicalJson } from '../domain/rules/canonical-json.ts'

/** SHA-256 of a document's content, the same whatever the order of its keys. The host's counter is no content: a new one alone starts nothing. */
export function fingerprint(body: object): Buffer {
  return createHash('sha256')
    .update(canonicalJson({ ...body, sourceVersion: undefined }))
    .digest()
}
