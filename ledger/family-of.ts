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

/** Documents that wait at the connection for one of these. */
export async function waitingForThese(scope: Scope, connectionId: string, documents: DocumentRef[]): Promise<DocumentRef[]> {
  const refs = documents.map(({ kind, externalId }) => `${kind}/${externalId}`)
  return scope.db
    .selectFrom('standings')
    .where('company_id', '=', scope.companyId)
    .where('connection_id', '=', connectionId)
    .where('waits_for', '=', sql<string>`any(${refs}::text[])`)
    .select(['kind', 'external_id as externalId'])
    .execute()
}

/** The customers of invoices, credits and payments: without them nothing of these can go. */
export async function customersOf(scope: Scope, documents: DocumentRef[]): Promise<DocumentRef[]> {
  const { rows } = await sql<{ customer: string }>`
    select distinct d.customer from documents d
    join jsonb_to_recordset(${JSON.stringify(documents)}::jsonb) as r(kind text, "externalId" text) on d.kind = r.kind and d.external_id = r."externalId"
    where d.company_id = ${scope.companyId} and d.customer is not null order by 1`.execute(scope.db)
  return rows.map(({ customer }) => ({ kind: 'customer', externalId: customer }))
}
