import type { Generated } from 'kysely'
import type { DocumentKind } from '../domain/entities.ts'
import type { DocumentBodies } from '../domain/document.ts'
import type { Json } from './json-column.ts'

export interface DocumentsTable {
  company_id: string
  kind: DocumentKind
  external_id: string
  version: number
  source_version: string | null
  fingerprint: Buffer
  token: string
  state: string
  hold: Generated<boolean>
  body: Json<DocumentBodies[DocumentKind]>
  /** Read out of the body, to find and order by. */
  name: string | null
  number: string | null
  customer: string | null
  date: string | null
  amount: number | null
  currency: string | null
  first_received_at: Generated<Date>
  received_at: Generated<Date>
}

export interface DocumentVersionsTable {
  company_id: string
  kind: DocumentKind
  external_id: string
  version: number
  fingerprint: Buffer
  body: Json<DocumentBodies[DocumentKind]>
  received_at: Generated<Date>
}
