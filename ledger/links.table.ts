import type { Generated } from 'kysely'
import type { DocumentKind, DocumentStatus, LinkPart } from '../domain/entities.ts'
import type { SentFacts } from './shapes.ts'
import type { NullableJson } from './json-column.ts'

export interface LinksTable {
  id: Generated<string>
  company_id: string
  connection_id: string
  kind: DocumentKind
  external_id: string
  part: Generated<LinkPart>
  book_id: string
  book_number: string | null
  /** An alias shares its contact with the primary customer (accounting rule 26). */
  alias: Generated<boolean>
  how: 'pushed' | 'adopted' | 'decided'
  decided_by: string | null
  version: number
  /** The number first sent: every create of the document carries it until linked (exactly-once rule 5). */
  sent: NullableJson<SentFacts>
  linked_at: Generated<Date>
  pushed_at: Generated<Date>
  detached_at: Date | null
  detached_by: string | null
}

export interface StandingsTable {
  company_id: string
  connection_id: string
  kind: DocumentKind
  external_id: string
  status: DocumentStatus
  due: Generated<boolean>
  waits_for: string | null
  /** Not before this day (a payment dated in the future). */
  not_before: string | null
  /** To go singly after a whole request was refused (exactly-once rule 10). */
  alone: Generated<boolean>
  since: Generated<Date>
}
