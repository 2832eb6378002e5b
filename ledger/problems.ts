import { type Selectable, sql } from 'kysely'
import type { DocumentRef } from '../domain/document.ts'
import type { DocumentKind, LinkPart } from '../domain/entities.ts'
import type { ErrorCode, Values } from '../domain/errors.ts'
import { announce } from './changes.ts'
import { asCursor, fromCursor } from './cursor.ts'
import type { Scope } from './database.ts'
import { appendEvent } from './events.ts'
import type { ProblemsTable } from './problems.table.ts'
import { makeDue } from './standings.ts'

export type Problem = Selectable<ProblemsTable>

/** What is wrong now with a document at a connection, or (without kind and id) with the connection itself. */
export interface NewProblem {
  connectionId: string
  kind?: DocumentKind | undefined
  externalId?: string | undefined
  part?: LinkPart | undefined
  version?: number | undefined
  code: ErrorCode
  values?: Values | undefined
  /** What the other side said, word for word. */
  detail?: string | undefined
  /** The record in the books that it is about. */
  bookId?: string | undefined
  syncRunId?: string | undefined
}

/** `new`: the host and the page are told. `known`: it is open already. `dismissed`: a person has said to stop telling about exactly this. */
export interface OpenedProblem {
  problemId: string
  state: 'new' | 'known' | 'dismissed'
}

/** Opens a problem, or refreshes the one that is open with this code. One that a person dismissed for the same version stays dismissed. */
export async function openProblem(scope: Scope, problem: NewProblem): Promise<OpenedProblem> {
  const dismissed = await dismissedAlike(scope, problem)
  if (dismissed !== undefined) return { problemId: dismissed, state: 'dismissed' }
  const { id, fresh } = await upsert(scope, problem)
  if (!fresh) return { problemId: id, state: 'known' }
  if (problem.kind && problem.externalId !== undefined) {
    const { connectionId, kind, externalId, code } = problem
    appendEvent(scope, 'document.problem', { connectionId, kind, externalId, code })
  }
  await announce(scope, 'problem', id)
  return { problemId: id, state: 'new' }
}

/** A later version of the document, or other values of a connection's problem, are told again. */
async function dismissedAlike(scope: Scope, problem: NewProblem): Promise<string | undefined> {
  const row = await matching(scope, problem.connectionId, problem)
    .where('state', '=', 'dismissed')
    .where('code', '=', problem.code)
    .where('part', '=', problem.part ?? 'main')
    .where('version', 'is not distinct from', problem.version ?? null)
    .$if(problem.kind === undefined, (query) => query.where(sql<boolean>`values = ${JSON.stringify(problem.values ?? {})}::jsonb`))
    .select('id')
    .executeTakeFirst()
  return row?.id
}

async function upsert(scope: Scope, problem: NewProblem): Promise<{ id: string; fresh: boolean }> {
  const { rows } = await sql<{ id: string; fresh: boolean }>`
    insert into problems (company_id, connection_id, kind, external_id, part, version, code, values, detail, book_id, sync_run_id)
    values (${scope.companyId}, ${problem.connectionId}, ${problem.kind ?? null}, ${problem.externalId ?? null}, ${problem.part ?? 'main'}, ${problem.version ?? null},
      ${problem.code}, ${JSON.stringify(problem.values ?? {})}, ${problem.detail ?? null}, ${problem.bookId ?? null}, ${problem.syncRunId ?? null})
    on conflict (connection_id, coalesce(kind, ''), coalesce(external_id, ''), part, code) where state = 'open' do update
    set seen_at = clock_timestamp(), version = excluded.version, values = excluded.values, detail = excluded.detail,
      book_id = excluded.book_id, sync_run_id = excluded.sync_run_id
    returning id, (xmax = 0) as fresh`.execute(scope.db)
  const [row] = rows
  if (!row) throw new Error('An upsert answers its row')
  return row
}

/**
 * Closes what is open of a document, or of the connection itself, because it is mended. `codes`: only these; `except`: all but these; `parts`: of the document itself, or
 * of its other parts. Answers how many.
 */
export async function resolveProblems(
  scope: Scope,
  connectionId: string,
  about: DocumentRef | 'connection',
  { codes, except, parts, by = 'mended' }: { codes?: ErrorCode[]; except?: ErrorCode[]; parts?: 'main' | 'others'; by?: string } = {},
): Promise<number> {
  const ref = about === 'connection' ? {} : about
  const { numUpdatedRows } = await scope.db
    .updateTable('problems')
    .set({ state: 'resolved', closed_at: sql`clock_timestamp()`, closed_by: by })
    .where(
      'id',
      'in',
      matching(scope, connectionId, ref)
        .where('state', '=', 'open')
        .$if(codes !== undefined, (query) => query.where('code', 'in', codes ?? []))
        .$if(parts !== undefined, (query) => query.where('part', parts === 'main' ? '=' : '<>', 'main'))
        .$if(except !== undefined && except.length > 0, (query) => query.where('code', 'not in', except ?? []))
        .select('id'),
    )
    .executeTakeFirst()
  const closed = Number(numUpdatedRows)
  if (closed > 0 && about !== 'connection') appendEvent(scope, 'document.resolved', { connectionId, ...about })
  if (closed > 0) await announce(scope, 'problems', connectionId)
  return closed
}

/** A person has answered a problem. `dismissed`: stop telling, until the document changes. undefined: it is not open any more. */
export async function closeProblem(
  scope: Scope,
  problemId: string,
  { by, choice, state = 'dismissed' }: { by: string; choice?: string | undefined; state?: 'resolved' | 'dismissed' },
): Promise<Problem | undefined> {
  const problem = await scope.db
    .updateTable('problems')
    .set({ state, closed_at: sql`clock_timestamp()`, closed_by: by, choice: choice ?? null })
    .where('company_id', '=', scope.companyId)
    .where('id', '=', problemId)
    .where('state', '=', 'open')
    .returningAll()
    .executeTakeFirst()
  if (problem?.kind && problem.external_id !== null) {
    appendEvent(scope, 'document.resolved', { connectionId: problem.connection_id, kind: problem.kind, externalId: problem.external_id })
  }
  if (problem) await announce(scope, 'problem', problem.id)
  return problem
}

/** A person presses Retry: the document is looked at by the next run, the problem stays until that says otherwise. undefined: not open. */
export async function retryProblem(scope: Scope, problemId: string): Promise<Problem | undefined> {
  const problem = await readProblem(scope, problemId)
  if (problem?.state !== 'open') return undefined
  if (problem.kind && problem.external_id !== null) {
    await makeDue(scope, problem.connection_id, [{ kind: problem.kind, externalId: problem.external_id }])
  }
  return problem
}

/** One problem, open or closed; undefined: the company has none of that id. */
export function readProblem(scope: Scope, problemId: string): Promise<Problem | undefined> {
  return scope.db
    .selectFrom('problems')
    .where('company_id', '=', scope.companyId)
    .where('id', '=', problemId)
    .selectAll()
    .executeTakeFirst()
}

export interface ProblemFilter {
  connectionId?: string | undefined
  state?: Problem['state'] | undefined
  code?: ErrorCode | undefined
  kind?: DocumentKind | undefined
  cursor?: string | undefined
  limit?: number | undefined
}

/** A page of problems, newest first, open ones unless asked otherwise. */
export async function listProblems(scope: Scope, filter: ProblemFilter = {}): Promise<{ problems: Problem[]; next: string | undefined }> {
  const limit = filter.limit ?? 50
  const key = sql<string>`to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`
  const after = fromCursor(filter.cursor)
  const rows = await scope.db
    .selectFrom('problems')
    .where('company_id', '=', scope.companyId)
    .where('state', '=', filter.state ?? 'open')
    .$if(filter.connectionId !== undefined, (query) => query.where('connection_id', '=', filter.connectionId ?? ''))
    .$if(filter.code !== undefined, (query) => query.where('code', '=', filter.code ?? 'INTERNAL'))
    .$if(filter.kind !== undefined, (query) => query.where('kind', '=', filter.kind ?? 'customer'))
    .$if(after !== undefined, (query) => query.where(sql<boolean>`(${key}, id::text) < (${after?.[0] ?? ''}, ${after?.[1] ?? ''})`))
    .selectAll()
    .select(key.as('key'))
    .orderBy(key, 'desc')
    .orderBy(sql`id::text`, 'desc')
    .limit(limit + 1)
    .execute()
  const last = rows[limit - 1]
  return {
    problems: rows.slice(0, limit).map(({ key: _key, ...problem }) => problem),
    next: rows.length > limit && last ? asCursor(last.key, last.id) : undefined,
  }
}

/** Open problems of one document at all connections, newest first. */
export function problemsOfDocument(scope: Scope, ref: DocumentRef): Promise<Problem[]> {
  return scope.db
    .selectFrom('problems')
    .where('company_id', '=', scope.companyId)
    .where('kind', '=', ref.kind)
    .where('external_id', '=', ref.externalId)
    .where('state', '=', 'open')
    .selectAll()
    .orderBy('opened_at', 'desc')
    .execute()
}

/** What one code stops at a connection: problems, the money in their documents by currency (minor units), and documents that wait for them. */
export interface ProblemImpact {
  code: ErrorCode
  count: number
  amounts: Record<string, number>
  waiting: number
}

/** Open problems of a connection by code, the most frequent first. */
export async function problemImpacts(scope: Scope, connectionId: string): Promise<ProblemImpact[]> {
  const { rows } = await sql<ProblemImpact>`
    with open as (
      select p.code, p.kind, p.external_id, d.amount, d.currency
      from problems p left join documents d on d.company_id = p.company_id and d.kind = p.kind and d.external_id = p.external_id
      where p.company_id = ${scope.companyId} and p.connection_id = ${connectionId} and p.state = 'open'
    )
    select o.code, count(*)::int as count,
      coalesce((select jsonb_object_agg(currency, amount) from (
        select currency, sum(amount)::bigint as amount from open i where i.code = o.code and amount is not null group by currency) sums), '{}') as amounts,
      (select count(*)::int from standings s where s.connection_id = ${connectionId}
        and s.waits_for in (select i.kind || '/' || i.external_id from open i where i.code = o.code)) as waiting
    from open o group by o.code order by count(*) desc, o.code`.execute(scope.db)
  return rows
}

const matching = (scope: Scope, connectionId: string, ref: { kind?: DocumentKind | undefined; externalId?: string | undefined }) =>
  scope.db
    .selectFrom('problems')
    .where('company_id', '=', scope.companyId)
    .where('connection_id', '=', connectionId)
    .where('kind', 'is not distinct from', ref.kind ?? null)
    .where('external_id', 'is not distinct from', ref.externalId ?? null)
