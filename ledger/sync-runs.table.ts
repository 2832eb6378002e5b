import type { Generated } from 'kysely'
import type { DocumentKind, Includable, Lane, LinkPart, Operation, Outcome, PushStep, Stage, SyncStatus } from '../domain/entities.ts'
import type { ErrorCode } from '../domain/errors.ts'
import type { Expected, Note, Values } from '../domain/plan.ts'
import type { DocumentRef } from '../domain/document.ts'
import type { RunCounts } from './shapes.ts'
import type { NullableJson, DefaultedJson } from './json-column.ts'

export interface SyncRunsTable {
  id: Generated<string>
  company_id: string
  connection_id: string
  lane: Lane
  mode: 'sync' | 'preview'
  status: Generated<SyncStatus>
  stage: Stage | null
  include: Includable[]
  documents: NullableJson<DocumentRef[]>
  preview_id: string | null
  settings_version: number | null
  counts: DefaultedJson<RunCounts>
  asked_by: string
  code: ErrorCode | null
  detail: string | null
  stop_asked_at: Date | null
  created_at: Generated<Date>
  started_at: Date | null
  finished_at: Date | null
  history: NullableJson<unknown>
  /** What its items would have sent was removed: its time was over. */
  bodies_removed_at: Date | null
}

export interface SyncRequestsTable {
  id: Generated<string>
  company_id: string
  connection_id: string
  lane: Lane
  kind: 'sync' | 'preview' | 'reconcile'
  /** The run that will serve it: made with the first waiting request of its lane, joined by the others. */
  sync_run_id: string | null
  tie_out_id: string | null
  include: Includable[]
  documents: NullableJson<DocumentRef[]>
  asked_by: string
  asked_at: Generated<Date>
  served_at: Date | null
  /** Which taking served it, so that a repeated taking answers the same. */
  served_by: string | null
}

export interface SyncRunItemsTable {
  id: Generated<string>
  company_id: string
  sync_run_id: string
  connection_id: string
  seq: Generated<number>
  kind: DocumentKind
  external_id: string
  part: Generated<LinkPart>
  version: number
  decision: 'write' | 'adopt' | 'skip' | 'wait' | 'hold' | 'ask' | 'refuse'
  operation: Operation | null
  step: PushStep | null
  batch_group: string | null
  body: string | null
  expected: NullableJson<Expected>
  needs: Generated<string[]>
  book_id: string | null
  notes: DefaultedJson<Note[]>
  /** planned → claimed → done; a preview's items stay planned. */
  state: Generated<'planned' | 'claimed' | 'done'>
  outcome: Outcome | null
  code: ErrorCode | null
  values: DefaultedJson<Values>
  detail: string | null
  waits_for: string | null
  alone: Generated<boolean>
  at: Generated<Date>
}

export interface SyncLogTable {
  id: Generated<number>
  company_id: string
  sync_run_id: string
  at: Generated<Date>
  level: 'info' | 'warning' | 'error'
  stage: string
  event: string
  facts: DefaultedJson<Values>
}
