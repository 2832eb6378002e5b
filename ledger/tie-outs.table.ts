import type { Generated } from 'kysely'
import type { ErrorCode } from '../domain/errors.ts'
import type { NullableJson } from './json-column.ts'

export interface TieOutsTable {
  id: Generated<string>
  company_id: string
  connection_id: string
  state: Generated<'waiting' | 'running' | 'done' | 'failed'>
  asked_by: string
  asked_at: Generated<Date>
  as_of: Date | null
  agrees: boolean | null
  summary: NullableJson<unknown>
  code: ErrorCode | null
  finished_at: Date | null
}

export interface TieOutLinesTable {
  company_id: string
  tie_out_id: string
  position: number
  list: string
  kind: string | null
  external_id: string | null
  book_id: string | null
  cause: string | null
  ours: NullableJson<unknown>
  theirs: NullableJson<unknown>
}
