import type { DocumentKind } from '../domain/entities.ts'
import type { Scope } from './database.ts'

/** Records that a run or preview has decided to adopt for these documents so far, with the part they stand for: a preview links nothing, and plans on as if it had. */
export function adoptedInPlan(scope: Scope, syncRunId: string, kind: DocumentKind, externalIds: string[]) {
  return scope.db
    .selectFrom('sync_run_items')
    .where('sync_run_id', '=', syncRunId)
    .where('kind', '=', kind)
    .where('decision', '=', 'adopt')
    .where('book_id', 'is not', null)
    .where('external_id', 'in', externalIds)
    .select(['external_id', 'part', 'version', (eb) => eb.fn.coalesce('book_id', eb.val('')).as('book_id')])
    .execute()
}
