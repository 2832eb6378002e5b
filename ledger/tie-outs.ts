import { type Selectable, sql } from 'kysely'
import type { ErrorCode } from '../domain/errors.ts'
import type { Scope } from './database.ts'
import type { TieOutLinesTable, TieOutsTable } from './tie-outs.table.ts'

export type TieOut = Selectable<TieOutsTable>
export type TieOutLine = Selectable<TieOutLinesTable>

/** One line of the sheet: which list it stands in, what both sides say, and the cause of a difference. */
export interface NewTieOutLine {
  list: string
  kind?: string
  externalId?: string
  bookId?: string
  cause?: string
  ours?: unknown
  theirs?: unknown
}

/** Lines go in portions of this size, below PostgreSQL's limit of parameters. */
const PORTION = 2_000

/** Marks that a comparison has begun. */
export async function beginTieOut(scope: Scope, tieOutId: string): Promise<void> {
  await scope.db.updateTable('tie_outs').set({ state: 'running' }).where('id', '=', tieOutId).where('state', '=', 'waiting').execute()
}

/** Stores a finished sheet; it is dated and never changed. */
export async function finishTieOut(
  scope: Scope,
  tieOutId: string,
  sheet: { asOf: Date; agrees: boolean; summary: unknown; lines: NewTieOutLine[] },
): Promise<void> {
  await scope.db.deleteFrom('tie_out_lines').where('tie_out_id', '=', tieOutId).execute()
  for (let from = 0; from < sheet.lines.length; from += PORTION)
    await insertLines(scope, tieOutId, sheet.lines.slice(from, from + PORTION), from)
  await scope.db
    .updateTable('tie_outs')
    .set({
      state: 'done',
      as_of: sheet.asOf,
      agrees: sheet.agrees,
      summary: JSON.stringify(sheet.summary),
      finished_at: sql`clock_timestamp()`,
    })
    .where('id', '=', tieOutId)
    .execute()
}

/** A comparison that could not be made, with the reason. */
export async function failTieOut(scope: Scope, tieOutId: string, code: ErrorCode): Promise<void> {
  await scope.db
    .updateTable('tie_outs')
    .set({ state: 'failed', code, finished_at: sql`clock_timestamp()` })
    .where('id', '=', tieOutId)
    .where('state', '<>', 'done')
    .execute()
}

/** One sheet; undefined: this company has none of that id. */
export function readTieOut(scope: Scope, tieOutId: string): Promise<TieOut | undefined> {
  return scope.db.selectFrom('tie_outs').where('id', '=', tieOutId).selectAll().executeTakeFirst()
}

/** The newest sheet of a connection, waiting or finished. */
export function latestTieOut(scope: Scope, connectionId: string): Promise<TieOut | undefined> {
  return scope.db
    .selectFrom('tie_outs')
    .where('connection_id', '=', connectionId)
    .selectAll()
    .orderBy('asked_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Lines of a sheet in order, of one list or all; `after` is the position of the last one seen. */
export function listTieOutLines(
  scope: Scope,
  tieOutId: string,
  { list, after = -1, limit = 500 }: { list?: string | undefined; after?: number; limit?: number } = {},
): Promise<TieOutLine[]> {
  return scope.db
    .selectFrom('tie_out_lines')
    .where('tie_out_id', '=', tieOutId)
    .where('position', '>', after)
    .$if(list !== undefined, (query) => query.where('list', '=', list ?? ''))
    .selectAll()
    .orderBy('position')
    .limit(limit)
    .execute()
}

/** How many differences a filed sheet has that nobody decided: a balance that differs follows from them, and counts where it stands alone. */
export async function countDifferences(scope: Scope, tieOutId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select case when t.agrees then 0 else greatest(1, count(l.position))::int end as count
    from tie_outs t left join tie_out_lines l on l.tie_out_id = t.id and l.list = 'differences'
    where t.company_id = ${scope.companyId} and t.id = ${tieOutId} group by t.agrees`.execute(scope.db)
  return rows[0]?.count ?? 0
}

async function insertLines(scope: Scope, tieOutId: string, lines: NewTieOutLine[], from: number): Promise<void> {
  const rows = JSON.stringify(lines.map((line, index) => ({ ...line, position: from + index })))
  await sql`
    insert into tie_out_lines (company_id, tie_out_id, position, list, kind, external_id, book_id, cause, ours, theirs)
    select ${scope.companyId}::uuid, ${tieOutId}::uuid, position, list, kind, "externalId", "bookId", cause, ours, theirs
    from jsonb_to_recordset(${rows}::jsonb) as r(position int, list text, kind text, "externalId" text, "bookId" text, cause text, ours jsonb, theirs jsonb)`.execute(
    scope.db,
  )
}
