import { inCompany } from '../ledger/database.ts'
import { settleDelivery } from '../ledger/events.ts'
import type { Deps } from './deps.ts'

/** A webhook that could not be delivered in three days is given up; the event can still be replayed. */
export const ledgerGiveUpDelivery =
  ({ ledger }: Deps) =>
  ({ companyId, deliveryId }: { companyId: string; deliveryId: string }): Promise<void> =>
    inCompany(ledger, companyId, (scope) => settleDelivery(scope, deliveryId, { state: 'failed' }))
