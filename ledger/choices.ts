import { sql } from 'kysely'
import type { DocumentKind } from '../domain/entities.ts'
import type { Scope } from './database.ts'

/** What is done once and is done then: it must not overrule what somebody changes in the books later. */
const USED_UP_BY_A_WRITE = ['sendOurs', 'sendAgain', 'void', 'voidIt', 'deleteDraft', 'reverse']

/** What a person last chose on a problem of each document, as long as the document has not changed since; a choice that a write has carried out is used up. What was said of a write-off says nothing of its invoice, nor the other way round. */
export async function choicesMade(
  scope: Scope,
  connectionId: string,
  kind: DocumentKind,
  externalIds: string[],
  ofWriteOffs = false,
): Promise<Map<string, string>> {
  if (externalIds.length === 0) return new Map()
  const { rows } = await sql<{ external_id: string; choice: string }>`
    select distinct on (p.external_id) p.external_id, p.choice
    from problems p join documents d on d.kind = p.kind and d.external_id = p.external_id and (p.version is null or p.version = d.version)
    where p.connection_id = ${connectionId} and p.kind = ${kind} and p.external_id = any(${externalIds}) and p.choice is not null
      and p.choice not in ('retry', 'dismiss') and (p.part in ('writeOff', 'allocation:writeOff')) = ${ofWriteOffs}
      and not (p.choice = any(${USED_UP_BY_A_WRITE}) and exists (
        select from links l where l.connection_id = p.connection_id and l.kind = p.kind and l.external_id = p.external_id and l.detached_at is null
          and l.pushed_at > p.closed_at))
    order by p.external_id, p.seen_at desc`.execute(scope.db)
  return new Map(rows.map((row) => [row.external_id, row.choice]))
}
