import { type Selectable, sql } from 'kysely'
import type { Stage, SyncStatus } from '../domain/entities.ts'
import type { ErrorCode } from '../domain/errors.ts'
import type { Scope } from './database.ts'
import type { RunCounts } from './shapes.ts'
import type { SyncRunsTable } from './sync-runs.table.ts'

export type SyncRun = Selectable<SyncRunsTable>

/** A run with what it knows of itself; undefined: this company has no such run. */
export function readRun(scope: Scope, syncRunId: string): Promise<SyncRun | undefined> {
  return scope.db.selectFrom('sync_runs').where('id', '=', syncRunId).selectAll().executeTakeFirst()
}

/** Runs of a connection, newest first. `before` is the creation time of the last one seen. */
export function listRuns(
  scope: Scope,
  connectionId: string,
  { before, limit = 50, mode = 'sync' }: { before?: Date; limit?: number; mode?: 'sync' | 'preview' } = {},
) {
  return scope.db
    .selectFrom('sync_runs')
    .where('connection_id', '=', connectionId)
    .where('mode', '=', mode)
    .$if(before !== undefined, (query) => query.where('created_at', '<', before ?? new Date()))
    .selectAll()
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute()
}

/** Marks that a run has begun; a repeated beginning keeps the first time. */
export async function beginRun(scope: Scope, syncRunId: string, settingsVersion: number): Promise<void> {
  await scope.db
    .updateTable('sync_runs')
    .set({ status: 'Running', stage: 'open', started_at: sql`coalesce(started_at, clock_timestamp())`, settings_version: settingsVersion })
    .where('id', '=', syncRunId)
    .where('finished_at', 'is', null)
    .execute()
}

/** Moves a run to a stage, for the page. */
export async function enterStage(scope: Scope, syncRunId: string, stage: Stage, status: SyncStatus = 'Running'): Promise<void> {
  await scope.db.updateTable('sync_runs').set({ stage, status }).where('id', '=', syncRunId).where('finished_at', 'is', null).execute()
}

/** Ends a run with its counts. A run that ended stays as it ended. */
export async function finishRun(
  scope: Scope,
  syncRunId: string,
  end: { status: 'Done' | 'NeedsAttention' | 'Failed'; code?: ErrorCode; detail?: string },
): Promise<void> {
  const counts = await countItems(scope, syncRunId)
  await scope.db
    .updateTable('sync_runs')
    .set({
      status: end.status,
      stage: 'close',
      code: end.code ?? null,
      detail: end.detail ?? null,
      counts: JSON.stringify(counts),
      finished_at: sql`clock_timestamp()`,
    })
    .where('id', '=', syncRunId)
    .where('finished_at', 'is', null)
    .execute()
}

/** Keeps the compact history of a run that is over. */
export async function saveHistory(scope: Scope, syncRunId: string, history: unknown): Promise<void> {
  await scope.db
    .updateTable('sync_runs')
    .set({ history: JSON.stringify(history) })
    .where('id', '=', syncRunId)
    .execute()
}

/** A person asks the run to stop after its current batch. */
export async function askStop(scope: Scope, syncRunId: string): Promise<void> {
  await scope.db
    .updateTable('sync_runs')
    .set({ stop_asked_at: sql`coalesce(stop_asked_at, clock_timestamp())` })
    .where('id', '=', syncRunId)
    .execute()
}

/** Whether a person has asked the run to stop. */
export async function isStopAsked(scope: Scope, syncRunId: string): Promise<boolean> {
  const run = await scope.db.selectFrom('sync_runs').where('id', '=', syncRunId).select('stop_asked_at').executeTakeFirst()
  return run !== undefined && run.stop_asked_at !== null
}

/** Items of a run: all that it planned, what of it is still to be done, and per kind of document and outcome. */
export async function countItems(scope: Scope, syncRunId: string): Promise<RunCounts> {
  const rows = await scope.db
    .selectFrom('sync_run_items')
    .where('sync_run_id', '=', syncRunId)
    .select(['kind', 'outcome', ({ fn }) => fn.countAll<number>().as('count')])
    .groupBy(['kind', 'outcome'])
    .execute()
  const counts: RunCounts = { planned: 0, toGo: 0, byKind: {} }
  for (const row of rows) addCount(counts, row)
  return counts
}

function addCount(
  counts: RunCounts,
  row: { kind: string; outcome: keyof NonNullable<RunCounts['byKind']>[string] | null; count: number },
): void {
  counts.planned = (counts.planned ?? 0) + row.count
  if (row.outcome === null) {
    counts.toGo = (counts.toGo ?? 0) + row.count
    return
  }
  const kinds = (counts.byKind ??= {})
  const kind = (kinds[row.kind] ??= {})
  kind[row.outcome] = row.count
}
