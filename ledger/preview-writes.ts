import type { DocumentKind } from '../domain/entities.ts'
import type { Scope } from './database.ts'

/** What a preview showed as to be written: version, operation and body by `kind/id#part`. */
export async function previewWrites(
  scope: Scope,
  previewId: string,
  kind: DocumentKind,
  externalIds: string[],
): Promise<Map<string, string>> {
  if (externalIds.length === 0) return new Map()
  const rows = await scope.db
    .selectFrom('sync_run_items')
    .where('sync_run_id', '=', previewId)
    .where('kind', '=', kind)
    .where('external_id', 'in', externalIds)
    .where('decision', '=', 'write')
    .select(['kind', 'external_id', 'part', 'version', 'operation', 'body'])
    .execute()
  return new Map(rows.map((row) => [`${row.kind}/${row.external_id}#${row.part}`, `${row.version} ${row.operation} ${row.body}`]))
}
