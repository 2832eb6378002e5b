import type { Generated } from 'kysely'
import type { DocumentKind, LinkPart } from '../domain/entities.ts'
import type { ErrorCode } from '../domain/errors.ts'
import type { Values } from '../domain/plan.ts'
import type { MatchCandidate, MatchDecision, NotificationCode } from './shapes.ts'
import type { Json, NullableJson, DefaultedJson } from './json-column.ts'

export interface ProblemsTable {
  id: Generated<string>
  company_id: string
  connection_id: string
  /** Both null: a problem of the connection itself. */
  kind: DocumentKind | null
  external_id: string | null
  part: Generated<LinkPart>
  version: number | null
  code: ErrorCode
  values: DefaultedJson<Values>
  detail: string | null
  book_id: string | null
  sync_run_id: string | null
  opened_at: Generated<Date>
  seen_at: Generated<Date>
  state: Generated<'open' | 'resolved' | 'dismissed'>
  closed_at: Date | null
  closed_by: string | null
  choice: string | null
}

export interface MatchesTable {
  id: Generated<string>
  company_id: string
  connection_id: string
  customer: string
  /** Why it is asked. */
  code: ErrorCode
  candidates: Json<MatchCandidate[]>
  state: Generated<'asked' | 'decided' | 'later' | 'withdrawn'>
  decision: NullableJson<MatchDecision>
  decided_by: string | null
  asked_at: Generated<Date>
  decided_at: Date | null
}

export interface NotificationsTable {
  id: Generated<string>
  company_id: string
  connection_id: string | null
  sync_run_id: string | null
  code: NotificationCode
  values: DefaultedJson<Values>
  at: Generated<Date>
  read_at: Date | null
}
