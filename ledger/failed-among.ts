import { sql } from 'kysely'
import type { DocumentRef } from '../domain/document.ts'
import type { Scope } from './database.ts'

/** Which of the documents have an open problem at the connection, as refs `invoice/4711`. */
export async function failedAmong(scope: Scope, connectionId: string, documents: DocumentRef[]): Promise<Set<string>> {
  const { rows } = await sql<{ ref: string }>`
    select distinct p.kind || '/' || p.external_id as ref
    from problems p join jsonb_to_recordset(${JSON.stringify(documents)}::jsonb) as r(kind text, "externalId" text)
      on p.kind = r.kind and p.external_id = r."externalId"
    where p.company_id = ${scope.companyId} and p.connection_id = ${connectionId} and p.state = 'open'`.execute(scope.db)
  return new Set(rows.map((row) => row.ref))
}
