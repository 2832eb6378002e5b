import { inCompany } from '../ledger/database.ts'
import { beginTieOut } from '../ledger/tie-outs.ts'
import type { Deps } from './deps.ts'

/** Marks that a comparison has begun. */
export const ledgerBeginTieOut =
  ({ ledger }: Deps) =>
  ({ companyId, tieOutId }: { companyId: string; tieOutId: string }): Promise<void> =>
    inCompany(ledger, companyId, (scope) => beginTieOut(scope, tieOutId))
