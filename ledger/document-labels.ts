import { sql } from 'kysely'
import type { DocumentRef } from '../domain/document.ts'
import type { Scope } from './database.ts'

/** What a person knows a document by; amount in minor units. */
export interface DocumentLabel {
  name: string | null
  number: string | null
  amount: number | null
  currency: string | null
  url: string | null
}

/** Labels by ref (`invoice/4711`); unknown documents are absent. A document without a name of its own bears its customer's. */
export async function documentsByRef(scope: Scope, refs: DocumentRef[]): Promise<Map<string, DocumentLabel>> {
  if (refs.length === 0) return new Map()
  const { rows } = await sql<DocumentLabel & { ref: string }>`
    select d.kind || '/' || d.external_id as ref, coalesce(d.name, c.name) as name, d.number, d.amount, d.currency, d.body ->> 'url' as url
    from jsonb_to_recordset(${JSON.stringify(refs)}::jsonb) as r(kind text, "externalId" text)
    join documents d on d.company_id = ${scope.companyId} and d.kind = r.kind and d.external_id = r."externalId"
    left join documents c on c.company_id = d.company_id and c.kind = 'customer' and c.external_id = d.customer`.execute(scope.db)
  return new Map(rows.map(({ ref, ...label }) => [ref, label]))
}
