import { sql } from 'kysely'
import type { Document, DocumentRef } from '../domain/document.ts'
import type { DocumentStatus } from '../domain/entities.ts'
import type { Scope } from './database.ts'
import { type Link, liveLinks } from './links.ts'

/** One of our documents as a tie-out sees it, with where it stands and the token that marks it in the books. */
export type DocumentToTieOut = Document & { token: string; status: DocumentStatus }

/** Our side as at one moment: what both sides are compared by. */
export interface OursToTieOut {
  documents: DocumentToTieOut[]
  /** Live links of the connection, all kinds and parts. */
  links: Link[]
  /** Records of the books that an open problem is about. */
  asked: Set<string>
  /** By ref: what a person last chose on a problem of the document as it is now; by `invoice/4711#writeOff` on one of its write-off. */
  choices: Map<string, string>
}

/** Everything of ours at a connection, for the tie-out: all documents of the company, so some tens of thousands of rows. */
export async function oursToTieOut(scope: Scope, connectionId: string): Promise<OursToTieOut> {
  return {
    documents: await documentsToTieOut(scope, connectionId),
    links: await liveLinks(scope, connectionId).execute(),
    asked: await askedRecords(scope, connectionId),
    choices: await choices(scope, connectionId),
  }
}

async function documentsToTieOut(scope: Scope, connectionId: string): Promise<DocumentToTieOut[]> {
  const { rows } = await sql<DocumentToTieOut>`
    select d.kind, d.external_id as "externalId", d.version, d.body, d.token, coalesce(s.status, 'waiting') as status
    from documents d
    left join standings s on s.connection_id = ${connectionId} and s.kind = d.kind and s.external_id = d.external_id
    where d.company_id = ${scope.companyId}
    order by d.kind, d.date, d.external_id`.execute(scope.db)
  return rows
}

async function askedRecords(scope: Scope, connectionId: string): Promise<Set<string>> {
  const { rows } = await sql<{ book_id: string }>`
    select distinct book_id from problems
    where company_id = ${scope.companyId} and connection_id = ${connectionId} and state = 'open' and book_id is not null`.execute(scope.db)
  return new Set(rows.map((row) => row.book_id))
}

/** As `choicesMade`, of all documents at once. */
async function choices(scope: Scope, connectionId: string): Promise<Map<string, string>> {
  const { rows } = await sql<DocumentRef & { choice: string; of: string }>`
    select distinct on (p.kind, p.external_id, "of") p.kind, p.external_id as "externalId", p.choice,
      case when p.part in ('writeOff', 'allocation:writeOff') then '#writeOff' else '' end as "of"
    from problems p join documents d on d.company_id = p.company_id and d.kind = p.kind and d.external_id = p.external_id
      and (p.version is null or p.version = d.version)
    where p.company_id = ${scope.companyId} and p.connection_id = ${connectionId} and p.choice is not null and p.choice not in ('retry', 'dismiss')
    order by p.kind, p.external_id, "of", p.seen_at desc`.execute(scope.db)
  return new Map(rows.map(({ kind, externalId, of, choice }) => [`${kind}/${externalId}${of}`, choice]))
}
