import { sql } from 'kysely'
import type { DocumentRef } from '../domain/document.ts'
import type { DocumentKind } from '../domain/entities.ts'
import type { Scope } from './database.ts'

/*
 * Who links a document and who decides on what stands on it do so one after the other: the first locks the parent's standing before it inserts the link and wakes the
 * children, the second locks it before it reads where the parent stands. So one always sees the other, and no child is left behind (exactly-once rule 21).
 * Locks are taken parent before child, in this order everywhere.
 */
export const parentsFirst = sql`array_position(array['customer', 'invoice', 'credit', 'payment'], s.kind), s.external_id`

/** Holds documents still until the commit: what claims them, links them or decides on what stands on them does so one after the other (exactly-once rules 3 and 21). */
export async function lockStandings(
  scope: Scope,
  connectionId: string,
  documents: { kind: DocumentKind; external_id: string }[],
): Promise<void> {
  await sql`
    select from standings s
    where s.connection_id = ${connectionId} and (s.kind, s.external_id) in (${among(documents)})
    order by ${parentsFirst} for update`.execute(scope.db)
}

/**
 * Before a plan reads where the parents of a page stand: the parents stay as they are until its decisions are written. Other plans may read them too; those of the page's
 * own kind are locked with the page, once.
 */
export async function lockForPlan(scope: Scope, connectionId: string, page: DocumentRef[], parents: string[]): Promise<void> {
  const kind = page[0]?.kind
  if (kind === undefined) return
  const refs = parents.map(asRef)
  await sql`
    select from standings s
    where s.connection_id = ${connectionId} and (s.kind, s.external_id) in (${among(refs.filter((ref) => ref.kind !== kind))})
    order by ${parentsFirst} for share`.execute(scope.db)
  const own = page.map(({ externalId }) => ({ kind, external_id: externalId }))
  await lockStandings(scope, connectionId, [
    ...own,
    ...refs.flatMap((ref) => (ref.kind === kind ? [{ kind, external_id: ref.external_id }] : [])),
  ])
}

/** Money on account stands and falls with its payment. */
function asRef(ref: string): { kind: string; external_id: string } {
  const at = ref.indexOf('/')
  const kind = ref.slice(0, at)
  return { kind: kind === 'onAccount' ? 'payment' : kind, external_id: ref.slice(at + 1) }
}

/** As two arrays: the planner knows how many they hold, and goes by the key instead of reading every standing of the company. */
const among = (documents: { kind: string; external_id: string }[]) => sql`
  select kind, external_id
  from unnest(${documents.map(({ kind }) => kind)}::text[], ${documents.map(({ external_id }) => external_id)}::text[]) as r(kind, external_id)`
