import { SyncError } from '../domain/errors.ts'
import { inCompany } from '../ledger/database.ts'
import { type OpenEnvelope, openEnvelopes, takeOver } from '../ledger/envelopes.ts'
import { countPlanned } from '../ledger/sync-run-items.ts'
import { carryEnvelope, leaseMs } from './carry-envelope.ts'
import type { Deps } from './deps.ts'
import { type Desk, withDesk } from './with-desk.ts'
import type { PushInput } from './provider-push-batch.ts'

/** Look-ups of a whole batch may need many turns: they wait in place, so that what was learnt is not lost. */
export const LOOK_UP_PATIENCE_MS = 100_000

/**
 * Ends a step: every envelope of the run that is still open is settled, so that the next step finds its parents linked. While one may
 * still be working at the provider the activity fails with the time to come back, and holds no slot. Answers how many writes came back
 * as due.
 */
export const providerSettleStep =
  (deps: Deps) =>
  (input: PushInput): Promise<{ left: number }> =>
    withDesk(
      deps,
      input,
      async (desk) => {
        const open = await inCompany(deps.ledger, input.companyId, (scope) =>
          openEnvelopes(scope, { connectionId: input.connectionId, syncRunId: input.syncRunId }),
        )
        await settleAll(deps, desk, input.companyId, open)
        const counts = await inCompany(deps.ledger, input.companyId, (scope) => countPlanned(scope, input.syncRunId))
        return { left: counts[input.step] ?? 0 }
      },
      LOOK_UP_PATIENCE_MS,
    )

/** Settles what can be settled now; throws with the shortest wait when something has to wait. */
export async function settleAll(deps: Deps, desk: Desk, companyId: string, open: OpenEnvelope[]): Promise<void> {
  const waits: number[] = []
  for (const envelope of open) {
    if (envelope.leaseLeftMs > 0) {
      waits.push(envelope.leaseLeftMs)
      continue
    }
    const hold = await takeOver(deps.ledger, companyId, envelope.id, leaseMs(desk.provider.manifest))
    if (!hold) continue
    const carried = await carryEnvelope(deps, desk, hold)
    if (carried.state === 'later') waits.push(carried.afterMs)
  }
  if (waits.length > 0) throw new SyncError('OUTCOME_UNKNOWN', { retryAfterSeconds: Math.min(...waits) / 1000 + 0.2 })
}
