import type { DocumentKind, LinkPart } from '../domain/entities.ts'
import type { Expected } from '../domain/plan.ts'
import type { Scope } from './database.ts'
import type { BookedAmounts } from './shapes.ts'

/** A document that a run put in the books, with what was sent and what came back. */
export interface ConfirmedItem {
  kind: DocumentKind
  externalId: string
  part: LinkPart
  version: number
  expected: Expected
  amounts: BookedAmounts
  bookId: string | undefined
}

/** Everything that a run put in the books and for which the provider said amounts. */
export async function confirmedItems(scope: Scope, syncRunId: string): Promise<ConfirmedItem[]> {
  const rows = await scope.db
    .selectFrom('envelope_items as item')
    .innerJoin('envelopes as envelope', 'envelope.id', 'item.envelope_id')
    .where('envelope.sync_run_id', '=', syncRunId)
    .where('item.result', '=', 'taken')
    .where('item.result_amounts', 'is not', null)
    .select(['item.kind', 'item.external_id', 'item.part', 'item.version', 'item.expected', 'item.result_amounts', 'item.result_book_id'])
    .execute()
  return rows.map((row) => ({
    kind: row.kind,
    externalId: row.external_id,
    part: row.part,
    version: row.version,
    expected: row.expected,
    amounts: row.result_amounts ?? {},
    bookId: row.result_book_id ?? undefined,
  }))
}
