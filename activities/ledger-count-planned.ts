import { inCompany } from '../ledger/database.ts'
import { countPlanned } from '../ledger/sync-run-items.ts'
import type { Deps } from './deps.ts'

/** How many writes each push step has. */
export const ledgerCountPlanned =
  ({ ledger }: Deps) =>
  ({ companyId, syncRunId }: { companyId: string; syncRunId: string }): Promise<Record<string, number>> =>
    inCompany(ledger, companyId, (scope) => countPlanned(scope, syncRunId))
