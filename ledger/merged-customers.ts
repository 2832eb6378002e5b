import { sql } from 'kysely'
import type { DocumentBodies } from '../domain/document.ts'
import type { DocumentKind } from '../domain/entities.ts'
import type { Scope } from './database.ts'

/** Customer → the customer that it was merged into. */
export type Merges = Map<string, string>

/** Before any row is locked: two savings of one company that merge customers take turns, because each alone would see no circle. */
export async function takeTurnToMerge<K extends DocumentKind>(scope: Scope, rows: { body: DocumentBodies[K] }[]): Promise<void> {
  if (rows.some(({ body }) => mergedInto(body) !== undefined))
    await sql`select pg_advisory_xact_lock(hashtextextended(${`merges ${scope.companyId}`}, 0))`.execute(scope.db)
}

/** The merges that saving these rows may close to a circle: every one that can be reached from where they are merged to. */
export async function readMerges<K extends DocumentKind>(scope: Scope, rows: { body: DocumentBodies[K] }[]): Promise<Merges> {
  const targets = rows.flatMap(({ body }) => mergedInto(body) ?? [])
  if (targets.length === 0) return new Map()
  const { rows: merges } = await sql<{ merged: string; target: string }>`
    with recursive chain as (
      select external_id, body ->> 'mergedInto' as target from documents
      where company_id = ${scope.companyId} and kind = 'customer' and state = 'merged' and external_id = any(${targets})
      union
      select d.external_id, d.body ->> 'mergedInto' from documents d join chain c on d.external_id = c.target
      where d.company_id = ${scope.companyId} and d.kind = 'customer' and d.state = 'merged'
    )
    select external_id as merged, target from chain where target is not null`.execute(scope.db)
  return new Map(merges.map(({ merged, target }) => [merged, target]))
}

/** Enters the merge that a row states. Answers the customer that it would be merged into if that leads back to itself; nothing is entered then. */
export function enterMerge<K extends DocumentKind>(merges: Merges, externalId: string, body: DocumentBodies[K]): string | undefined {
  const into = mergedInto(body)
  const seen = new Set<string>()
  for (let at = into; at !== undefined && !seen.has(at); at = merges.get(at)) {
    if (at === externalId) return into
    seen.add(at)
  }
  if (into === undefined) merges.delete(externalId)
  else merges.set(externalId, into)
  return undefined
}

const mergedInto = (body: DocumentBodies[DocumentKind]): string | undefined =>
  body.state === 'merged' && 'mergedInto' in body ? body.mergedInto : undefined
