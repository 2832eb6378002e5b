import { sql } from 'kysely'
import type { Document } from '../domain/document.ts'
import type { DocumentKind, DocumentStatus } from '../domain/entities.ts'
import type { Scope } from './database.ts'

/** A document that the next plan decides on. */
export type DueDocument<K extends DocumentKind = DocumentKind> = Document<K> & {
  token: string
  status: DocumentStatus
  /** To go singly after a whole request was refused. */
  alone: boolean
  since: Date
}

export interface DueOptions {
  after?: string
  limit?: number
  /** The day in the company's zone. */
  today?: string
  /** Narrows to a person's choice. */
  only?: string[]
  /** A run that has decided on the document itself: its allocations are looked at too, though it is due no more. */
  decidedBy?: string
  /** A preview, which wakes nobody: what waits for a document that it has decided to write or adopt counts as due, as it will be in the run. */
  previewId?: string
}

/** No activity holds more than this many documents (design section 6). */
const MOST = 500

/**
 * Documents of a kind that are due at a connection, in the order of their ids, the newest version of each. What has an open envelope
 * item is left for the next plan (exactly-once rule 2).
 */
export async function dueDocuments<K extends DocumentKind>(
  scope: Scope,
  connectionId: string,
  kind: K,
  { after = '', limit = MOST, today, only, decidedBy, previewId }: DueOptions = {},
): Promise<DueDocument<K>[]> {
  const rows = await scope.db
    .selectFrom('standings as s')
    .innerJoin('documents as d', (join) =>
      join.onRef('d.company_id', '=', 's.company_id').onRef('d.kind', '=', 's.kind').onRef('d.external_id', '=', 's.external_id'),
    )
    .where('s.connection_id', '=', connectionId)
    .where('s.kind', '=', kind)
    .where(
      sql<boolean>`(s.due or ${decidedBy === undefined ? sql`false` : isDecidedBy(decidedBy)} or ${previewId === undefined ? sql`false` : wokenIn(previewId)})`,
    )
    .where('s.external_id', '>', after)
    .$if(today !== undefined, (query) =>
      query.where((eb) => eb.or([eb('s.not_before', 'is', null), eb('s.not_before', '<=', today ?? '')])),
    )
    .$if(only !== undefined, (query) => query.where('s.external_id', '=', sql<string>`any(${only})`))
    .where(
      sql<boolean>`not exists (select from envelope_items e
        where e.connection_id = s.connection_id and e.kind = s.kind and e.external_id = s.external_id and e.open)`,
    )
    .select(['d.external_id as externalId', 'd.version', 'd.body', 'd.token', 's.status', 's.alone', 's.since'])
    .orderBy('s.external_id')
    .limit(Math.min(limit, MOST))
    .execute()
  // The column holds the body of its row's kind: only save-documents writes it.
  return rows.map((row) => ({ kind, ...row }) as unknown as DueDocument<K>)
}

/** The run has seen that the document is in the books, or is to write it itself; another lane may have told it to wait since. */
const isDecidedBy = (syncRunId: string) => sql`exists (select from sync_run_items i
  where i.sync_run_id = ${syncRunId} and i.kind = s.kind and i.external_id = s.external_id and i.part = 'main' and i.decision in ('skip', 'adopt', 'write'))`

const wokenIn = (previewId: string) => sql<boolean>`(s.waits_for is not null and exists (
  select from sync_run_items i where i.sync_run_id = ${previewId} and i.part = 'main' and i.decision in ('write', 'adopt', 'skip')
    and i.kind = split_part(s.waits_for, '/', 1) and i.external_id = substr(s.waits_for, strpos(s.waits_for, '/') + 1)))`
