import { sql } from 'kysely'
import type { DocumentRef } from '../domain/document.ts'
import type { Scope } from './database.ts'

/**
 * Documents that waited for a parent which was linked while the run went on, that are due now and that the run has not looked at since (exactly-once rule 21): not at all, or
 * before the parent was linked.
 */
export async function unreachedChildren(scope: Scope, syncRunId: string): Promise<DocumentRef[]> {
  const { rows } = await sql<DocumentRef>`
    select s.kind, s.external_id as "externalId"
    from sync_runs run
    join standings s on s.connection_id = run.connection_id and s.due and s.waits_for is not null
    join links l on l.connection_id = s.connection_id and l.detached_at is null and l.linked_at >= run.started_at
      and l.kind = split_part(s.waits_for, '/', 1) and l.external_id = substr(s.waits_for, strpos(s.waits_for, '/') + 1) and l.part = 'main'
    where run.id = ${syncRunId} and run.mode = 'sync'
      and not exists (select from sync_run_items i
        where i.sync_run_id = run.id and i.kind = s.kind and i.external_id = s.external_id and i.at > l.linked_at)
    order by 1, 2`.execute(scope.db)
  return rows
}
