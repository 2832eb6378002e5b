import { inCompany } from '../ledger/database.ts'
import { countPlanned } from '../ledger/sync-run-items.ts'
import { enterStage } from '../ledger/sync-runs.ts'
import type { Deps } from './deps.ts'

/** How many writes each push step has; the push begins with it. */
export const ledgerCountPlanned =
  ({ ledger }: Deps) =>
  ({ companyId, syncRunId }: { companyId: string; syncRunId: string }): Promise<Record<string, number>> =>
    inCompany(ledger, companyId, async (scope) => {
      await enterStage(scope, syncRunId, 'push')
      return countPlanned(scope, syncRunId)
    })
