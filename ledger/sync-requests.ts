import { sql } from 'kysely'
import type { DocumentRef } from '../domain/document.ts'
import { EXPRESS_DOCUMENTS, type Includable, type Lane } from '../domain/entities.ts'
import { SyncError } from '../domain/errors.ts'
import type { Scope } from './database.ts'
import { runOfPreview } from './run-rows.ts'

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

/** The row that was written and the run that will serve it. `joined`: the run was waiting already and now serves this wish too. `lane`: whose mailbox to ring. */
export interface SyncRequested {
  lane: Lane
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
 * connection and lane joins it: the run's scope becomes the union. A run for a person who waits stays small: an express wish for which the
 * waiting run has no room goes by bulk. Throws `PREVIEW_USED` when the preview was carried out already.
 */
export async function requestSync(scope: Scope, wish: SyncWish): Promise<SyncRequested> {
  await lockLane(scope, wish.connectionId, wish.lane)
  if (wish.previewId) await usePreview(scope, wish.previewId)
  const waiting = wish.previewId ? undefined : await waitingRun(scope, wish)
  if (waiting && wish.lane === 'express' && !(await hasRoom(scope, waiting.id, wish))) return requestSync(scope, { ...wish, lane: 'bulk' })
  if (waiting) await widenRun(scope, waiting.id, wish)
  const syncRunId = waiting?.id ?? (await newRun(scope, wish, 'sync'))
  const requestId = await newRequest(scope, wish, { kind: 'sync', syncRunId })
  return { requestId, syncRunId, lane: wish.lane, joined: waiting !== undefined }
}

/** Writes down a wish for a preview: a run that stops after planning. Each preview is a run of its own. */
export async function requestPreview(scope: Scope, wish: SyncWish): Promise<SyncRequested> {
  const syncRunId = await newRun(scope, wish, 'preview')
  const requestId = await newRequest(scope, wish, { kind: 'preview', syncRunId })
  return { requestId, syncRunId, lane: wish.lane, joined: false }
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
  await uniteDocuments(scope, connectionId, takenBy)
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

/** Two tabs may press Proceed at the same moment: whoever comes second waits for the preview's row, and then sees the run of the first. */
async function usePreview(scope: Scope, previewId: string): Promise<void> {
  await scope.db
    .selectFrom('sync_runs')
    .where('company_id', '=', scope.companyId)
    .where('id', '=', previewId)
    .select('id')
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (await runOfPreview(scope, previewId)) throw new SyncError('PREVIEW_USED')
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

/** What the run is to include; which documents is united once, when it is handed out. */
async function widenRun(scope: Scope, syncRunId: string, wish: SyncWish): Promise<void> {
  const { include } = await scope.db
    .selectFrom('sync_runs')
    .where('id', '=', syncRunId)
    .select('include')
    .forUpdate()
    .executeTakeFirstOrThrow()
  await scope.db
    .updateTable('sync_runs')
    .set({ include: [...new Set([...include, ...wish.include])] })
    .where('id', '=', syncRunId)
    .execute()
}

/**
 * Whether the documents of the waiting express run and of this wish are still a few: so many of a kind of sales record in all, and so many
 * customers, who mostly come along with them.
 */
async function hasRoom(scope: Scope, syncRunId: string, wish: SyncWish): Promise<boolean> {
  const rows = await scope.db
    .selectFrom('sync_requests')
    .where('sync_run_id', '=', syncRunId)
    .where('served_at', 'is', null)
    .select('documents')
    .execute()
  const all = [...rows.flatMap(({ documents }) => documents ?? []), ...(wish.documents ?? [])]
  const customers = new Set(all.filter(({ kind }) => kind === 'customer').map(({ externalId }) => externalId))
  const others = new Set(all.filter(({ kind }) => kind !== 'customer').map(({ kind, externalId }) => `${kind}/${externalId}`))
  return customers.size <= EXPRESS_DOCUMENTS && others.size <= EXPRESS_DOCUMENTS
}

/** Wishes that only read name no documents and widen nothing; one that sends and names none wants everything that is due. */
const wantsEverything = sql`(q.documents is null and q.include && array['customersOut', 'invoices', 'credits', 'payments'])`

/** The documents of the runs of a taking: the union of what their requests named, each once. */
async function uniteDocuments(scope: Scope, connectionId: string, takenBy: string): Promise<void> {
  await sql`
    update sync_runs r set documents = wanted.documents
    from (
      select q.sync_run_id as id, case when bool_or(${wantsEverything}) then null else jsonb_agg(distinct d.document) filter (where d.document is not null) end as documents
      from sync_requests q left join lateral jsonb_array_elements(q.documents) as d(document) on true
      where q.connection_id = ${connectionId} and q.kind = 'sync'
        and q.sync_run_id in (select t.sync_run_id from sync_requests t where t.connection_id = ${connectionId} and t.served_by = ${takenBy})
      group by q.sync_run_id
    ) wanted
    where r.id = wanted.id and r.started_at is null`.execute(scope.db)
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
