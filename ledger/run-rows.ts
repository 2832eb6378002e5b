import { sql } from 'kysely'
import type { DocumentKind, Outcome } from '../domain/entities.ts'
import type { ErrorCode } from '../domain/errors.ts'
import type { Scope } from './database.ts'
import type { SyncRunItem } from './sync-run-items.ts'

/** An item with the document as a person knows it. */
export interface RunRow extends SyncRunItem {
  name: string | null
  number: string | null
  customer: string | null
  date: string | null
  amount: number | null
  currency: string | null
  url: string | null
  book_number: string | null
  problem_id: string | null
}

export interface RunRowFilter {
  outcome?: Outcome | undefined
  decision?: SyncRunItem['decision'] | undefined
  kind?: DocumentKind | undefined
  /** The seq of the last item seen. */
  after?: number | undefined
  limit?: number
}

/** Items of a run in the order planned, with name (of a document without one: its customer's), number and amount of their documents (minor units) and the number in the books; of a write-off, its own. */
export async function listRunRows(scope: Scope, syncRunId: string, filter: RunRowFilter = {}): Promise<RunRow[]> {
  const rows = await scope.db
    .selectFrom('sync_run_items as i')
    .leftJoin('documents as d', (join) =>
      join.onRef('d.company_id', '=', 'i.company_id').onRef('d.kind', '=', 'i.kind').onRef('d.external_id', '=', 'i.external_id'),
    )
    .leftJoin('documents as c', (join) =>
      join.onRef('c.company_id', '=', 'd.company_id').on('c.kind', '=', 'customer').onRef('c.external_id', '=', 'd.customer'),
    )
    .leftJoin('links as l', (join) =>
      join
        .onRef('l.connection_id', '=', 'i.connection_id')
        .onRef('l.kind', '=', 'i.kind')
        .onRef('l.external_id', '=', 'i.external_id')
        .on(sql<boolean>`l.part = case i.part when 'writeOff' then 'writeOff' else 'main' end`)
        .on('l.detached_at', 'is', null),
    )
    .where('i.company_id', '=', scope.companyId)
    .where('i.sync_run_id', '=', syncRunId)
    .where('i.seq', '>', filter.after ?? 0)
    .$if(filter.outcome !== undefined, (query) => query.where('i.outcome', '=', filter.outcome ?? null))
    .$if(filter.decision !== undefined, (query) => query.where('i.decision', '=', filter.decision ?? 'write'))
    .$if(filter.kind !== undefined, (query) => query.where('i.kind', '=', filter.kind ?? 'customer'))
    .selectAll('i')
    .select(sql<string | null>`coalesce(d.name, c.name)`.as('name'))
    .select(['d.number', 'd.customer', 'd.date', 'd.amount', 'd.currency', 'l.book_number'])
    .select(sql<string | null>`d.body ->> 'url'`.as('url'))
    .select(problemOf)
    .orderBy('i.seq')
    .limit(filter.limit ?? 50)
    .execute()
  return rows
}

/** The problem of its code that was open when the item was closed: opened in the same transaction at the latest, and not closed before. */
const problemOf = sql<string | null>`(
  select p.id from problems p
  where p.company_id = i.company_id and p.connection_id = i.connection_id and p.kind = i.kind and p.external_id = i.external_id and p.part = i.part and p.code = i.code
    and p.opened_at <= i.at + interval '1 minute' and (p.closed_at is null or p.closed_at >= i.at)
  order by p.opened_at desc limit 1)`.as('problem_id')

/** What a run decided, per kind. */
export async function countDecisions(scope: Scope, syncRunId: string): Promise<{ kind: DocumentKind; decision: string; count: number }[]> {
  return scope.db
    .selectFrom('sync_run_items')
    .where('company_id', '=', scope.companyId)
    .where('sync_run_id', '=', syncRunId)
    .where('part', '=', 'main')
    .select(['kind', 'decision', ({ fn }) => fn.countAll<number>().as('count')])
    .groupBy(['kind', 'decision'])
    .execute()
}

/** What would be written, per kind and currency, in minor units. */
export async function sumWrites(
  scope: Scope,
  syncRunId: string,
): Promise<{ kind: DocumentKind; currency: string; documents: number; amount: number }[]> {
  const { rows } = await sql<{ kind: DocumentKind; currency: string; documents: number; amount: number }>`
    select i.kind, d.currency, count(*) as documents, sum(d.amount)::bigint as amount
    from sync_run_items i join documents d on d.company_id = i.company_id and d.kind = i.kind and d.external_id = i.external_id
    where i.company_id = ${scope.companyId} and i.sync_run_id = ${syncRunId} and i.decision = 'write' and i.part = 'main' and d.amount is not null
    group by 1, 2 order by 1, 2`.execute(scope.db)
  return rows
}

/** Codes of a run with how many items bear them: why something cannot go (`refused`), and what is only said (`notes`). */
export async function countCodes(
  scope: Scope,
  syncRunId: string,
): Promise<{ refused: { code: ErrorCode; count: number }[]; notes: { code: ErrorCode; count: number }[] }> {
  const mine = sql`company_id = ${scope.companyId} and sync_run_id = ${syncRunId}`
  const refused = await sql<{ code: ErrorCode; count: number }>`
    select code, count(*) as count from sync_run_items where ${mine} and code is not null and decision in ('refuse', 'ask', 'wait')
    group by 1 order by 2 desc, 1`.execute(scope.db)
  const notes = await sql<{ code: ErrorCode; count: number }>`
    select note ->> 'code' as code, count(*) as count from sync_run_items cross join lateral jsonb_array_elements(notes) note where ${mine} and decision <> 'wait'
    group by 1 order by 2 desc, 1`.execute(scope.db)
  return { refused: refused.rows, notes: notes.rows }
}

/** The run that carried out a preview; undefined: none did. */
export async function runOfPreview(scope: Scope, previewId: string): Promise<string | undefined> {
  const row = await scope.db
    .selectFrom('sync_runs')
    .where('company_id', '=', scope.companyId)
    .where('preview_id', '=', previewId)
    .select('id')
    .executeTakeFirst()
  return row?.id
}
