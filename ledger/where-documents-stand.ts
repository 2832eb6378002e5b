import { sql } from 'kysely'
import type { DocumentRef } from '../domain/document.ts'
import type { DocumentKind, DocumentStatus } from '../domain/entities.ts'
import type { Scope } from './database.ts'

/** Where a document stands, over all connections of the company. */
export interface DocumentStanding extends DocumentRef {
  status: DocumentStatus
  waitsFor: string | null
  bookNumber: string | null
  problemCode: string | null
}

/** The standing that a person has to know of first: a problem anywhere before anything that goes well. */
const urgency = sql`array_position(array['problem', 'inFlight', 'waiting', 'held', 'notDue', 'inBooks'], s.status)`

/** Where documents stand; one without any connection waits, is held or is not due by its own state. Unknown ids are absent. */
export async function whereDocumentsStand(scope: Scope, refs: DocumentRef[]): Promise<Map<string, DocumentStanding>> {
  if (refs.length === 0) return new Map()
  const { rows } = await sql<StandingRow>`
    select distinct on (d.kind, d.external_id) d.kind, d.external_id, s.waits_for,
      coalesce(s.status, case when d.hold then 'held' when d.state = 'draft' then 'notDue' else 'waiting' end) as status,
      (select l.book_number from links l where l.company_id = d.company_id and l.kind = d.kind and l.external_id = d.external_id
        and l.part = 'main' and l.detached_at is null limit 1) as book_number,
      (select p.code from problems p where p.company_id = d.company_id and p.kind = d.kind and p.external_id = d.external_id
        and p.state = 'open' order by p.opened_at desc limit 1) as code
    from jsonb_to_recordset(${JSON.stringify(refs)}::jsonb) as r(kind text, "externalId" text)
    join documents d on d.company_id = ${scope.companyId} and d.kind = r.kind and d.external_id = r."externalId"
    left join (standings s join connections c on c.id = s.connection_id and c.state <> 'disconnected')
      on s.company_id = d.company_id and s.kind = d.kind and s.external_id = d.external_id
    order by d.kind, d.external_id, ${urgency}`.execute(scope.db)
  return new Map(rows.map((row) => [`${row.kind}/${row.external_id}`, asStanding(row)]))
}

interface StandingRow {
  kind: DocumentKind
  external_id: string
  status: DocumentStatus
  waits_for: string | null
  book_number: string | null
  code: string | null
}

const asStanding = (row: StandingRow): DocumentStanding => ({
  kind: row.kind,
  externalId: row.external_id,
  status: row.status,
  waitsFor: row.waits_for,
  bookNumber: row.book_number,
  problemCode: row.code,
})
