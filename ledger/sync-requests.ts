import { sql } from 'kysely'
import type { DocumentRef } from '../domain/document.ts'
import type { Includable, Lane } from '../domain/entities.ts'
import type { Scope } from './database.ts'

/** What a person, a schedule or the host's saving asks for. */
export interface SyncWish {
  connectionId: string
  lane: Lane
  include: Includable[]
  /** Only these documents; absent: everything that is due. */
  documents?: DocumentRef[]
  /** Carries out exactly this preview (accounting rule 40); never merged with other wishes. */
  previewId?: string
  askedBy: string
}

/** The row that was written and the run that will serve it. `joined`: the run was waiting already and now serves this wish too. */
export interface SyncRequested {
  requestId: string
  syncRunId: string
  joined: boolean
}

/** One thing a mailbox has to carry out, in the order asked. */
export type Execution =
  | { form: 'run'; syncRunId: string; mode: 'sync' | 'preview'; include: Includable[] }
  | { form: 'reconcile'; tieOutId: string }

/**
 * Writes down a wish for a sync run. The row is the truth; ring the mailbox after the commit. A wish that finds a waiting run of its
 * connection and lane joins it: the run's scope becomes the union.
 */
export async function requestSync(scope: Scope, wish: SyncWish): Promise<SyncRequested> {
  await lockLane(scope, wish.connectionId, wish.lane)
  const waiting = wish.previewId ? undefined : await waitingRun(scope, wish)
  if (waiting) await widenRun(scope, waiting.id, wish)
  const syncRunId = waiting?.id ?? (await newRun(scope, wish, 'sync'))
  return { requestId: await newRequest(scope, wish, { kind: 'sync', syncRunId }), syncRunId, joined: waiting !== undefined }
}

/** Writes down a wish for a preview: a run that stops after planning. Each preview is a run of its own. */
export async function requestPreview(scope: Scope, wish: SyncWish): Promise<SyncRequested> {
  const syncRunId = await newRun(scope, wish, 'preview')
  return { requestId: await newRequest(scope, wish, { kind: 'preview', syncRunId }), syncRunId, joined: false }
}

/** Writes down a wish for a tie-out of the connection; it goes by the bulk lane. */
export async function requestTieOut(scope: Scope, connectionId: string, askedBy: string): Promise<{ requestId: string; tieOutId: string }> {
  const { id: tieOutId } = await scope.db
    .insertInto('tie_outs')
    .values({ company_id: scope.companyId, connection_id: connectionId, asked_by: askedBy })
    .returning('id')
    .executeTakeFirstOrThrow()
  const requestId = await newRequest(scope, { connectionId, lane: 'bulk', include: [], askedBy }, { kind: 'reconcile', tieOutId })
  return { requestId, tieOutId }
}

/**
 * Hands the waiting requests of a lane to a mailbox, and those that an ended mailbox never began. `takenBy` names the taking: taking again under the same name answers the same,
 * so a repeated activity loses nothing.
 */
export async function takeRequests(scope: Scope, connectionId: string, lane: Lane, takenBy: string): Promise<Execution[]> {
  await lockLane(scope, connectionId, lane)
  await scope.db
    .updateTable('sync_requests')
    .set({ served_at: sql`clock_timestamp()`, served_by: takenBy })
    .where('connection_id', '=', connectionId)
    .where('lane', '=', lane)
    .where(isForgotten)
    .execute()
  const rows = await scope.db
    .selectFrom('sync_requests')
    .leftJoin('sync_runs', 'sync_runs.id', 'sync_requests.sync_run_id')
    .where('sync_requests.connection_id', '=', connectionId)
    .where('served_by', '=', takenBy)
    .select(['sync_requests.sync_run_id', 'tie_out_id', 'sync_runs.mode', 'sync_runs.include'])
    .orderBy('asked_at')
    .execute()
  return distinctExecutions(rows)
}

/** What was handed out and has not begun after this is handed out again: its mailbox was ended in between. */
const NEVER_BEGUN_MINUTES = 10

/** A request that nobody carries out: not taken, or taken and never begun. */
export const isForgotten = sql<boolean>`(sync_requests.served_at is null or (
  sync_requests.served_at < clock_timestamp() - make_interval(mins => ${NEVER_BEGUN_MINUTES}) and (
    exists (select from sync_runs r where r.id = sync_requests.sync_run_id and r.started_at is null and r.finished_at is null)
    or exists (select from tie_outs t where t.id = sync_requests.tie_out_id and t.state = 'waiting'))))`

function distinctExecutions(
  rows: { sync_run_id: string | null; tie_out_id: string | null; mode: 'sync' | 'preview' | null; include: Includable[] | null }[],
): Execution[] {
  const executions = new Map<string, Execution>()
  for (const row of rows) {
    if (row.tie_out_id) executions.set(row.tie_out_id, { form: 'reconcile', tieOutId: row.tie_out_id })
    else if (row.sync_run_id && row.mode)
      executions.set(row.sync_run_id, { form: 'run', syncRunId: row.sync_run_id, mode: row.mode, include: row.include ?? [] })
  }
  return [...executions.values()]
}

/** Joining and taking exclude each other: a wish never joins a run that was just handed out. */
async function lockLane(scope: Scope, connectionId: string, lane: Lane): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`requests:${connectionId}:${lane}`}, 0))`.execute(scope.db)
}

function waitingRun(scope: Scope, wish: SyncWish) {
  return scope.db
    .selectFrom('sync_runs')
    .innerJoin('sync_requests', 'sync_requests.sync_run_id', 'sync_runs.id')
    .where('sync_runs.connection_id', '=', wish.connectionId)
    .where('sync_runs.lane', '=', wish.lane)
    .where('sync_runs.mode', '=', 'sync')
    .where('sync_runs.preview_id', 'is', null)
    .where('sync_requests.served_at', 'is', null)
    .where('sync_runs.finished_at', 'is', null)
    .select('sync_runs.id')
    .executeTakeFirst()
}

/** A wish for everything widens a run of some documents to everything; two lists become one. */
async function widenRun(scope: Scope, syncRunId: string, wish: SyncWish): Promise<void> {
  const run = await scope.db
    .selectFrom('sync_runs')
    .where('id', '=', syncRunId)
    .select(['include', 'documents'])
    .forUpdate()
    .executeTakeFirstOrThrow()
  const documents = run.documents && wish.documents ? [...run.documents, ...wish.documents] : null
  await scope.db
    .updateTable('sync_runs')
    .set({ include: [...new Set([...run.include, ...wish.include])], documents: documents && JSON.stringify(documents) })
    .where('id', '=', syncRunId)
    .execute()
}

async function newRun(scope: Scope, wish: SyncWish, mode: 'sync' | 'preview'): Promise<string> {
  const { id } = await scope.db
    .insertInto('sync_runs')
    .values({
      company_id: scope.companyId,
      connection_id: wish.connectionId,
      lane: wish.lane,
      mode,
      include: wish.include,
      documents: wish.documents ? JSON.stringify(wish.documents) : null,
      preview_id: wish.previewId ?? null,
      asked_by: wish.askedBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function newRequest(
  scope: Scope,
  wish: SyncWish,
  serves: { kind: 'sync' | 'preview'; syncRunId: string } | { kind: 'reconcile'; tieOutId: string },
): Promise<string> {
  const { id } = await scope.db
    .insertInto('sync_requests')
    .values({
      company_id: scope.companyId,
      connection_id: wish.connectionId,
      lane: wish.lane,
      kind: serves.kind,
      sync_run_id: serves.kind === 'reconcile' ? null : serves.syncRunId,
      tie_out_id: serves.kind === 'reconcile' ? serves.tieOutId : null,
      include: wish.include,
      documents: wish.documents ? JSON.stringify(wish.documents) : null,
      asked_by: wish.askedBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
