import { SyncError } from '../domain/errors.ts'
import { inCompany } from '../ledger/database.ts'
import { type OpenEnvelope, openEnvelopes, takeOver } from '../ledger/envelopes.ts'
import { countPlanned } from '../ledger/sync-run-items.ts'
import { carryEnvelope, leaseMs } from './carry-envelope.ts'
import type { Deps } from './deps.ts'
import { type Desk, LOOK_UP_PATIENCE_MS, withDesk } from './with-desk.ts'
import type { PushInput } from './provider-push-batch.ts'

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
        waitFor(await settleAll(deps, desk, input.companyId, open))
        const counts = await inCompany(deps.ledger, input.companyId, (scope) => countPlanned(scope, input.syncRunId))
        return { left: counts[input.step] ?? 0 }
      },
      LOOK_UP_PATIENCE_MS,
    )

/** Something that has to wait before it can be looked up or sent. */
export interface Wait {
  envelope: OpenEnvelope
  afterMs: number
}

/** Settles what can be settled now; answers what has to wait. */
export async function settleAll(deps: Deps, desk: Desk, companyId: string, open: OpenEnvelope[]): Promise<Wait[]> {
  const waits: Wait[] = []
  for (const envelope of open) {
    if (envelope.leaseLeftMs > 0) {
      waits.push({ envelope, afterMs: envelope.leaseLeftMs })
      continue
    }
    const hold = await takeOver(deps.ledger, companyId, envelope.id, leaseMs(desk.provider.manifest))
    if (!hold) continue
    const carried = await carryEnvelope(deps, desk, hold)
    if (carried.state !== 'settled') waits.push({ envelope, afterMs: carried.afterMs })
  }
  return waits
}

/** A little later than the time itself, so that the next attempt does not come a moment too early. */
const MARGIN_SECONDS = 0.2

/** Fails with the shortest wait when something has to wait: the activity comes back then and holds no slot until it does. */
export function waitFor(waits: Wait[]): void {
  if (waits.length === 0) return
  throw new SyncError('SETTLING', { retryAfterSeconds: Math.min(...waits.map(({ afterMs }) => afterMs)) / 1000 + MARGIN_SECONDS })
}
