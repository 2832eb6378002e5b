import type { Scope } from './database.ts'
import type { TokenSetRow } from './token-sets.ts'

/** A token set of the company, sealed; undefined: it has none of that id. */
export function readTokenSet(scope: Scope, tokenSetId: string): Promise<TokenSetRow | undefined> {
  return scope.db
    .selectFrom('token_sets')
    .where('company_id', '=', scope.companyId)
    .where('id', '=', tokenSetId)
    .selectAll()
    .executeTakeFirst()
}
