import { sql } from 'kysely'
import type { DocumentKind } from '../domain/entities.ts'
import type { Scope } from './database.ts'

/**
 * The number that the first create of each document carried whose request may still arrive; every later create carries it too until the
 * document is linked (exactly-once rule 5). A number that was plainly refused is not kept: changing it is how a clash is mended.
 */
export async function firstNumbers(
  scope: Scope,
  connectionId: string,
  kind: DocumentKind,
  externalIds: string[],
): Promise<Map<string, string>> {
  if (externalIds.length === 0) return new Map()
  const { rows } = await sql<{ external_id: string; number: string }>`
    select distinct on (item.external_id) item.external_id, item.expected->>'number' as number
    from envelope_items item join envelopes envelope on envelope.id = item.envelope_id
    where item.connection_id = ${connectionId} and item.kind = ${kind} and item.external_id = any(${externalIds}) and item.part = 'main'
      and item.operation in ('createInvoice', 'createCredit') and item.expected ? 'number'
      and envelope.sent_at is not null and (item.open or (item.result = 'absent' and envelope.was_unknown))
    order by item.external_id, envelope.written_at`.execute(scope.db)
  return new Map(rows.map((row) => [row.external_id, row.number]))
}
