import { sql } from 'kysely'
import type { DocumentBodies } from '../domain/document.ts'
import type { DocumentKind } from '../domain/entities.ts'
import type { Scope } from './database.ts'

/** Days of issue or payment, both included. */
export interface ExportDays {
  from?: string | undefined
  to?: string | undefined
}

/** What may stand in a package's import: no drafts, nothing cancelled, reversed or merged; in the order of day and number. */
export async function documentsForExport<K extends DocumentKind>(
  scope: Scope,
  kind: K,
  { from, to }: ExportDays,
): Promise<{ externalId: string; body: DocumentBodies[K] }[]> {
  const rows = await scope.db
    .selectFrom('documents')
    .where('company_id', '=', scope.companyId)
    .where('kind', '=', kind)
    .where('state', 'in', ['active', 'issued', 'recorded'])
    .$if(from !== undefined && kind !== 'customer', (query) => query.where('date', '>=', from ?? ''))
    .$if(to !== undefined && kind !== 'customer', (query) => query.where('date', '<=', to ?? ''))
    .select(['external_id', 'body'])
    .orderBy(sql`date nulls first`)
    .orderBy('number')
    .orderBy('external_id')
    .execute()
  // The column holds the body of its row's kind: only save-documents writes it.
  return rows.map((row) => ({ externalId: row.external_id, body: row.body as DocumentBodies[K] }))
}
