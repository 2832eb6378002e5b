import type { Lane } from '../domain/entities.ts'
import { inCompany } from '../ledger/database.ts'
import { type Execution, takeRequests } from '../ledger/sync-requests.ts'
import type { Deps } from './deps.ts'

/** Hands a mailbox what waits in its lane, in the order asked. */
export const ledgerTakeRequests =
  ({ ledger }: Deps) =>
  (input: { companyId: string; connectionId: string; lane: Lane; takenBy: string }): Promise<Execution[]> =>
    inCompany(ledger, input.companyId, (scope) => takeRequests(scope, input.connectionId, input.lane, input.takenBy))
