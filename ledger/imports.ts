import { type Selectable, sql } from 'kysely'
import type { Scope } from './database.ts'
import type { ImportRowsTable, ImportsTable } from './imports.table.ts'

export type Import = Selectable<ImportsTable>
export type ImportRow = Omit<Selectable<ImportRowsTable>, 'company_id' | 'import_id'>

const CHUNK = 2000

/** Keeps what came of one import: its questions, or an answer per row. */
export async function saveImport(
  scope: Scope,
  made: { state: 'asking' | 'done'; mapping: unknown; questions: unknown[]; counts: Record<string, unknown>; askedBy: string },
  rows: ImportRow[],
): Promise<string> {
  const { id } = await scope.db
    .insertInto('imports')
    .values({
      company_id: scope.companyId,
      state: made.state,
      mapping: JSON.stringify(made.mapping),
      questions: JSON.stringify(made.questions),
      counts: JSON.stringify(made.counts),
      asked_by: made.askedBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (let start = 0; start < rows.length; start += CHUNK) await writeRows(scope, id, rows.slice(start, start + CHUNK))
  return id
}

export function readImport(scope: Scope, importId: string): Promise<Import | undefined> {
  return scope.db.selectFrom('imports').where('id', '=', importId).selectAll().executeTakeFirst()
}

/** Answers per row, in the order of the files. */
export function listImportRows(
  scope: Scope,
  importId: string,
  {
    after,
    limit = 50,
    result,
    part,
  }: {
    after?: { part: string; row: number } | undefined
    limit?: number
    result?: ImportRow['result'] | undefined
    part?: string | undefined
  } = {},
): Promise<ImportRow[]> {
  return scope.db
    .selectFrom('import_rows')
    .where('import_id', '=', importId)
    .$if(result !== undefined, (query) => query.where('result', '=', result ?? 'refused'))
    .$if(part !== undefined, (query) => query.where('part', '=', part ?? ''))
    .$if(after !== undefined, (query) => query.where(sql<boolean>`(part, "row") > (${after?.part ?? ''}, ${after?.row ?? 0}::int)`))
    .select(['part', 'row', 'kind', 'external_id', 'result', 'code', 'field', 'message'])
    .orderBy('part')
    .orderBy('row')
    .limit(limit)
    .execute()
}

/** One statement for thousands of rows. */
async function writeRows(scope: Scope, importId: string, rows: ImportRow[]): Promise<void> {
  await sql`
    insert into import_rows (company_id, import_id, part, "row", kind, external_id, result, code, field, message)
    select ${scope.companyId}, ${importId}, part, "row", kind, external_id, result, code, field, message
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(part text, "row" int, kind text, external_id text, result text, code text, field text, message text)`.execute(scope.db)
}
