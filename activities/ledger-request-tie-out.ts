import { inCompany } from '../ledger/database.ts'
import { requestTieOut } from '../ledger/sync-requests.ts'
import type { Deps } from './deps.ts'

/** Writes down the nightly wish for a tie-out. */
export const ledgerRequestTieOut =
  ({ ledger }: Deps) =>
  ({ companyId, connectionId }: { companyId: string; connectionId: string }): Promise<{ requestId: string; tieOutId: string }> =>
    inCompany(ledger, companyId, (scope) => requestTieOut(scope, connectionId, 'schedule'))
