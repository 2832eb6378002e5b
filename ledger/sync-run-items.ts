import { type Selectable, sql } from 'kysely'
import type { DocumentKind, LinkPart, Outcome, PushStep } from '../domain/entities.ts'
import type { ErrorCode } from '../domain/errors.ts'
import type { Decision, Note, Values } from '../domain/plan.ts'
import type { Scope } from './database.ts'
import type { SyncRunItemsTable } from './sync-runs.table.ts'

export type SyncRunItem = Selectable<SyncRunItemsTable>

/** A decision about one document or part, as planned. */
export interface PlannedItem {
  kind: DocumentKind
  externalId: string
  version: number
  decision: Decision
  alone?: boolean
}

/** What became of an item without a write. */
const outcomeOf = {
  adopt: 'adopted',
  skip: 'skipped',
  wait: 'waiting',
  hold: 'held',
  ask: 'asked',
  refuse: 'failed',
} as const satisfies Record<Exclude<Decision['decision'], 'write'>, Outcome>

/**
 * Stores what a run decided. A page planned again (a repeated activity) changes nothing. Decisions without a write are done at once,
 * except in a preview, where everything stays planned.
 */
export async function planItems(
  scope: Scope,
  run: { id: string; connection_id: string; mode: 'sync' | 'preview' },
  items: PlannedItem[],
): Promise<void> {
  if (items.length === 0) return
  await sql`
    insert into sync_run_items (company_id, sync_run_id, connection_id, kind, external_id, part, version, decision, operation, step, batch_group,
      body, expected, needs, book_id, notes, state, outcome, code, values, detail, waits_for, alone)
    select ${scope.companyId}::uuid, ${run.id}::uuid, ${run.connection_id}::uuid, kind, external_id, part, version, decision, operation, step, batch_group,
      body, expected, needs, book_id, notes, state, outcome, code, values, detail, waits_for, alone
    from jsonb_to_recordset(${JSON.stringify(items.map((item) => rowOf(run, item)))}::jsonb) as r(kind text, external_id text, part text, version int,
      decision text, operation text, step text, batch_group text, body text, expected jsonb, needs text[], book_id text, notes jsonb, state text,
      outcome text, code text, values jsonb, detail text, waits_for text, alone boolean)
    on conflict (sync_run_id, kind, external_id, part) do nothing`.execute(scope.db)
}

/** Allocations that this run has planned and not yet seen in the books, per invoice, in minor units. */
export async function plannedAllocations(scope: Scope, syncRunId: string, documents: string[]): Promise<Map<string, number>> {
  if (documents.length === 0) return new Map()
  const rows = await sql<{ document: string; amount: number }>`
    select wanted.document, sum((allocation->>'amount')::bigint)::bigint as amount
    from sync_run_items, jsonb_array_elements(coalesce(expected->'allocations', '[]')) allocation
    join unnest(${documents}::text[]) as wanted(document) on wanted.document = allocation->>'document'
    where sync_run_id = ${syncRunId} and kind in ('payment', 'credit') and decision = 'write' and (outcome is null or outcome not in ('failed', 'waiting'))
      and operation in ('receipt', 'allocateCredit', 'allocateOnAccount')
    group by 1`.execute(scope.db)
  return new Map(rows.rows.map((row) => [row.document, row.amount]))
}

/** How many writes of a step are still to be claimed. */
export async function countPlanned(scope: Scope, syncRunId: string): Promise<Record<string, number>> {
  const rows = await scope.db
    .selectFrom('sync_run_items')
    .where('sync_run_id', '=', syncRunId)
    .where('decision', '=', 'write')
    .where('state', '=', 'planned')
    .select(['step', ({ fn }) => fn.countAll<number>().as('count')])
    .groupBy('step')
    .execute()
  return Object.fromEntries(rows.map((row) => [row.step ?? '', row.count]))
}

/** How many writes of a step are still to be claimed, counted up to `atMost`: only whether there is more matters to who asks. */
export async function countToClaim(scope: Scope, syncRunId: string, step: PushStep, atMost: number): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select count(*)::int as left from (
      select from sync_run_items where sync_run_id = ${syncRunId} and step = ${step} and state = 'planned' and decision = 'write'
      limit ${atMost}) planned`.execute(scope.db)
  return rows[0]?.left ?? 0
}

/** Closes an item with what became of it. */
export async function closeItem(
  scope: Scope,
  itemId: string,
  end: { outcome: Outcome; bookId?: string; code?: ErrorCode; values?: Values; detail?: string; waitsFor?: string },
): Promise<void> {
  await scope.db
    .updateTable('sync_run_items')
    .set({
      state: 'done',
      outcome: end.outcome,
      code: end.code ?? null,
      values: JSON.stringify(end.values ?? {}),
      detail: end.detail ?? null,
      waits_for: end.waitsFor ?? null,
      at: sql`clock_timestamp()`,
      ...(end.bookId ? { book_id: end.bookId } : {}),
    })
    .where('id', '=', itemId)
    .execute()
}

/** Writes that a run did not get to, because it was stopped or failed: they stay due and go with the next run. */
export async function closePlanned(scope: Scope, syncRunId: string): Promise<void> {
  await scope.db
    .updateTable('sync_run_items')
    .set({ state: 'done', outcome: 'waiting', at: sql`clock_timestamp()` })
    .where('sync_run_id', '=', syncRunId)
    .where('state', '=', 'planned')
    .execute()
}

/** Items of a run as the history shows them, in the order planned; `after` is the seq of the last one seen. */
export function listItems(
  scope: Scope,
  syncRunId: string,
  filter: { outcome?: Outcome; after?: number; limit?: number } = {},
): Promise<SyncRunItem[]> {
  let query = scope.db
    .selectFrom('sync_run_items')
    .where('sync_run_id', '=', syncRunId)
    .where('seq', '>', filter.after ?? 0)
  if (filter.outcome) query = query.where('outcome', '=', filter.outcome)
  return query
    .selectAll()
    .orderBy('seq')
    .limit(filter.limit ?? 100)
    .execute()
}

function rowOf(run: { mode: 'sync' | 'preview' }, item: PlannedItem) {
  const { decision } = item
  const write = decision.decision === 'write' ? decision : undefined
  const done = !write && run.mode === 'sync'
  return {
    kind: item.kind,
    external_id: item.externalId,
    part: decision.part satisfies LinkPart,
    version: item.version,
    decision: decision.decision,
    operation: write?.operation ?? null,
    step: write?.step ?? null,
    batch_group: write?.group ?? null,
    body: write ? JSON.stringify(write.body) : null,
    expected: write?.expected ?? null,
    needs: write?.needs ?? [],
    book_id: decision.decision === 'adopt' ? decision.bookId : (write?.bookId ?? null),
    notes: 'notes' in decision ? (decision.notes satisfies Note[]) : [],
    state: done ? ('done' as const) : ('planned' as const),
    outcome: decision.decision === 'write' ? null : run.mode === 'preview' ? null : outcomeOf[decision.decision],
    code: 'code' in decision ? decision.code : null,
    values: 'values' in decision ? decision.values : {},
    detail: decision.decision === 'refuse' ? (decision.detail ?? null) : null,
    waits_for: decision.decision === 'wait' ? decision.waitsFor : null,
    alone: item.alone ?? false,
  }
}
