import type { Scope } from './database.ts'

/** Ids of the company's invoices or credits by their number, where the two differ and the document is not cancelled. */
export async function idsByNumber(scope: Scope, kind: 'invoice' | 'credit'): Promise<Map<string, string>> {
  const rows = await scope.db
    .selectFrom('documents')
    .where('company_id', '=', scope.companyId)
    .where('kind', '=', kind)
    .where('state', '<>', 'cancelled')
    .whereRef('number', '<>', 'external_id')
    .select(['number', 'external_id'])
    .execute()
  return new Map(rows.map((row) => [row.number ?? '', row.external_id]))
}
