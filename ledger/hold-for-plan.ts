import type { DocumentKind } from '../domain/entities.ts'
import { documentsNamed } from '../domain/rules/documents-named.ts'
import type { Scope } from './database.ts'
import { type DueDocument, type DueOptions, dueDocuments } from './due-documents.ts'
import { lockForPlan } from './lock-standings.ts'

/**
 * Holds a page of due documents and their parents still until the commit, and reads the page once more: what was saved, claimed or settled between reading and holding is
 * left to the next plan. Without it a plan would call a document done of which it has seen an older version (exactly-once rules 3 and 21).
 */
export async function holdForPlan(
  scope: Scope,
  connectionId: string,
  kind: DocumentKind,
  found: DueDocument[],
  options: Pick<DueOptions, 'today' | 'decidedBy'> = {},
): Promise<DueDocument[]> {
  if (found.length === 0) return []
  await lockForPlan(scope, connectionId, found, [...new Set(found.flatMap((document) => documentsNamed(document)))])
  const now = await dueDocuments(scope, connectionId, kind, { ...options, only: found.map(({ externalId }) => externalId) })
  const versions = new Map(found.map(({ externalId, version }) => [externalId, version]))
  // A newer version may name other parents, which are not held.
  return now.filter(({ externalId, version }) => versions.get(externalId) === version)
}
