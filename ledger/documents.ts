import { sql } from 'kysely'
import type { DocumentBodies } from '../domain/document.ts'
import type { DocumentKind, DocumentStatus } from '../domain/entities.ts'
import { asCursor, fromCursor } from './cursor.ts'
import type { Scope } from './database.ts'

/** The newest version of one of the host's documents. */
export interface KeptDocument<K extends DocumentKind = DocumentKind> {
  kind: K
  externalId: string
  version: number
  body: DocumentBodies[K]
  /** The short token that marks it in the books where it has no number. */
  token: string
  firstReceivedAt: Date
  receivedAt: Date
}

/** What a list of documents can be narrowed to. `query`: a part of the number, the id or the customer's name. `status`: at any connection. */
export interface DocumentFilter {
  state?: string | undefined
  status?: DocumentStatus | undefined
  customer?: string | undefined
  query?: string | undefined
  cursor?: string | undefined
  limit?: number | undefined
}

/** One document; undefined: this company has none of that id. */
export async function readDocument<K extends DocumentKind>(
  scope: Scope,
  kind: K,
  externalId: string,
): Promise<KeptDocument<K> | undefined> {
  const [document] = await readDocuments(scope, kind, [externalId])
  return document
}

/** Documents of a kind by id; those that the company has, in the order of their ids. */
export async function readDocuments<K extends DocumentKind>(scope: Scope, kind: K, externalIds: string[]): Promise<KeptDocument<K>[]> {
  const rows = await documentsOf(scope, kind)
    .where('d.external_id', '=', sql<string>`any(${externalIds})`)
    .orderBy('d.external_id')
    .execute()
  return rows.map(asKept<K>)
}

/** One version as it was received, with the moment. */
export async function readVersion<K extends DocumentKind>(
  scope: Scope,
  kind: K,
  externalId: string,
  version: number,
): Promise<{ body: DocumentBodies[K]; receivedAt: Date } | undefined> {
  const row = await scope.db
    .selectFrom('document_versions')
    .where('company_id', '=', scope.companyId)
    .where('kind', '=', kind)
    .where('external_id', '=', externalId)
    .where('version', '=', version)
    .select(['body', 'received_at'])
    .executeTakeFirst()
  // Written from the document of that kind.
  return row && { body: row.body as DocumentBodies[K], receivedAt: row.received_at }
}

/** A page of documents: customers by name, the others newest first. `next` goes on from here; undefined: that was all. */
export async function listDocuments<K extends DocumentKind>(
  scope: Scope,
  kind: K,
  filter: DocumentFilter = {},
): Promise<{ documents: KeptDocument<K>[]; next: string | undefined }> {
  const limit = filter.limit ?? 50
  const byName = kind === 'customer'
  const key = byName ? sql<string>`d.name` : sql<string>`coalesce(d.date, '0001-01-01')::text`
  const direction = byName ? 'asc' : 'desc'
  const after = fromCursor(filter.cursor)
  const rows = await documentsOf(scope, kind)
    .select(key.as('key'))
    .$if(filter.state !== undefined, (query) => query.where('d.state', '=', filter.state ?? ''))
    .$if(filter.customer !== undefined, (query) => query.where('d.customer', '=', filter.customer ?? ''))
    .$if(filter.status !== undefined, (query) => query.where(standsAt(filter.status ?? 'waiting')))
    .$if(Boolean(filter.query), (query) => query.where(mentions(filter.query ?? '')))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(${key}, d.external_id) ${sql.raw(byName ? '>' : '<')} (${after?.[0] ?? ''}, ${after?.[1] ?? ''})`),
    )
    .orderBy(key, direction)
    .orderBy('d.external_id', direction)
    .limit(limit + 1)
    .execute()
  const last = rows[limit - 1]
  return {
    documents: rows.slice(0, limit).map(asKept<K>),
    next: rows.length > limit && last ? asCursor(last.key, last.external_id) : undefined,
  }
}

const standsAt = (status: DocumentStatus) => sql<boolean>`exists (
  select from standings s where s.company_id = d.company_id and s.kind = d.kind and s.external_id = d.external_id and s.status = ${status})`

function mentions(query: string) {
  const part = `%${query.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  return sql<boolean>`(d.number ilike ${part} or d.external_id ilike ${part} or d.name ilike ${part} or exists (
    select from documents c where c.company_id = d.company_id and c.kind = 'customer' and c.external_id = d.customer and c.name ilike ${part}))`
}

const documentsOf = (scope: Scope, kind: DocumentKind) =>
  scope.db
    .selectFrom('documents as d')
    .where('d.company_id', '=', scope.companyId)
    .where('d.kind', '=', kind)
    .select(['d.kind', 'd.external_id', 'd.version', 'd.body', 'd.token', 'd.first_received_at', 'd.received_at'])

interface Row {
  kind: DocumentKind
  external_id: string
  version: number
  body: DocumentBodies[DocumentKind]
  token: string
  first_received_at: Date
  received_at: Date
}

/** The body is of its row's kind: only save-documents writes it. */
const asKept = <K extends DocumentKind>(row: Row): KeptDocument<K> => ({
  kind: row.kind as K,
  externalId: row.external_id,
  version: row.version,
  body: row.body as DocumentBodies[K],
  token: row.token,
  firstReceivedAt: row.first_received_at,
  receivedAt: row.received_at,
})
