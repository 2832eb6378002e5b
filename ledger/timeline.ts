import { sql } from 'kysely'
import type { DocumentRef } from '../domain/document.ts'
import type { ErrorCode, Values } from '../domain/errors.ts'
import type { Scope } from './database.ts'

/** One thing that happened to a document. */
export interface TimelineRow {
  at: Date
  event: 'received' | 'item' | 'linked' | 'detached' | 'problem' | 'problemClosed' | 'question' | 'decided'
  version: number | null
  connection_id: string | null
  sync_run_id: string | null
  outcome: string | null
  part: string | null
  book_id: string | null
  book_number: string | null
  waits_for: string | null
  code: ErrorCode | null
  values: Values | null
  detail: string | null
  by: string | null
}

/** Everything that is known to have happened to one document, oldest first: versions, runs, links, problems, questions. */
export async function readTimeline(scope: Scope, { kind, externalId }: DocumentRef): Promise<TimelineRow[]> {
  const mine = sql`company_id = ${scope.companyId} and kind = ${kind} and external_id = ${externalId}`
  const empty = sql`null::text`
  const { rows } = await sql<TimelineRow>`
    select received_at as at, 'received' as event, version, null::uuid as connection_id, null::uuid as sync_run_id, ${empty} as outcome, ${empty} as part,
      ${empty} as book_id, ${empty} as book_number, ${empty} as waits_for, ${empty} as code, null::jsonb as values, ${empty} as detail, ${empty} as by
    from document_versions where ${mine}
    union all
    select at, 'item', version, connection_id, sync_run_id, outcome, part, book_id, null, waits_for, code, values, detail, null
    from sync_run_items where ${mine} and outcome is not null
    union all
    select linked_at, 'linked', version, connection_id, null, how, part, book_id, book_number, null, null, null, null, decided_by from links where ${mine}
    union all
    select detached_at, 'detached', version, connection_id, null, null, part, book_id, book_number, null, null, null, null, detached_by
    from links where ${mine} and detached_at is not null
    union all
    select opened_at, 'problem', version, connection_id, sync_run_id, null, part, book_id, null, null, code, values, detail, null from problems where ${mine}
    union all
    select closed_at, 'problemClosed', version, connection_id, sync_run_id, coalesce(choice, state), part, book_id, null, null, code, values, detail, closed_by
    from problems where ${mine} and closed_at is not null
    union all
    select asked_at, 'question', null, connection_id, null, null, null, null, null, null, null, null, null, null
    from matches where company_id = ${scope.companyId} and customer = ${externalId} and ${kind} = 'customer'
    union all
    select decided_at, 'decided', null, connection_id, null, decision ->> 'link', null, decision ->> 'link', null, null, null, null, null, decided_by
    from matches where company_id = ${scope.companyId} and customer = ${externalId} and ${kind} = 'customer' and decided_at is not null
    order by at`.execute(scope.db)
  return rows
}
