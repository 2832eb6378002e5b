import { sql } from 'kysely'
import type { DocumentKind } from '../domain/entities.ts'
import type { Scope } from './database.ts'

/** What a person last chose on a problem of each document, as long as the document has not changed since. */
export async function choicesMade(
  scope: Scope,
  connectionId: string,
  kind: DocumentKind,
  externalIds: string[],
): Promise<Map<string, string>> {
  if (externalIds.length === 0) return new Map()
  const { rows } = await sql<{ external_id: string; choice: string }>`
    select distinct on (p.external_id) p.external_id, p.choice
    from problems p join documents d on d.kind = p.kind and d.external_id = p.external_id and (p.version is null or p.version = d.version)
    where p.connection_id = ${connectionId} and p.kind = ${kind} and p.external_id = any(${externalIds}) and p.choice is not null
      and p.choice not in ('retry', 'dismiss')
    order by p.external_id, p.seen_at desc`.execute(scope.db)
  return new Map(rows.map((row) => [row.external_id, row.choice]))
}
