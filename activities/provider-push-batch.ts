import type { Lane, PushStep } from '../domain/entities.ts'
import { SyncError } from '../domain/errors.ts'
import type { Json } from '../domain/plan.ts'
import { fillRefs } from '../domain/rules/fill-refs.ts'
import { looksUpFirst } from '../domain/rules/set-back.ts'
import { type Claim, claimWrites } from '../ledger/claim-writes.ts'
import { inCompany } from '../ledger/database.ts'
import { type Hold, openEnvelopes, takeOver, writeEnvelope } from '../ledger/envelopes.ts'
import { countToClaim } from '../ledger/sync-run-items.ts'
import { COUNTED_TO_CLAIM } from '../workflows/contract.ts'
import { carryEnvelope, leaseMs } from './carry-envelope.ts'
import type { Deps, RunIds } from './deps.ts'
import { type Desk, LOOK_UP_PATIENCE_MS, withDesk } from './with-desk.ts'

export interface PushInput extends RunIds {
  lane: Lane
  step: PushStep
}

/** Bodies fill a request up to here; names of lists and ids that are filled in need the rest. */
const ROOM_FOR_ENVELOPE = 0.9

/**
 * Pushes one batch of a step: first an envelope of this run that somebody let go, else the next claim. An unknown outcome is left to
 * `providerSettleStep`, so that other batches go on. Answers how many writes of the step are still to be claimed
 * (up to `COUNTED_TO_CLAIM`), and whether there was one to claim now.
 */
export const providerPushBatch =
  (deps: Deps) =>
  (input: PushInput): Promise<{ left: number; claimed: boolean }> =>
    withDesk(
      deps,
      input,
      async (desk) => {
        const hold = (await takeLetGo(deps, desk, input)) ?? (await claimBatch(deps, desk, input))
        if (hold) {
          const carried = await carryEnvelope(deps, desk, hold)
          // Rate limits and expired tokens are waited for by the activity's own retry; a settle time is left to the end of the step.
          if (carried.state === 'notTaken') throw new SyncError('PROVIDER_RATE_LIMITED', { retryAfterSeconds: carried.afterMs / 1000 })
        }
        return { left: await leftToClaim(deps, input), claimed: hold !== undefined }
      },
      LOOK_UP_PATIENCE_MS,
    )

/** An envelope of this run that was written and not sent: after a turn was not to be had, or a 429. */
async function takeLetGo(deps: Deps, desk: Desk, input: PushInput): Promise<Hold | undefined> {
  const open = await inCompany(deps.ledger, input.companyId, (scope) =>
    openEnvelopes(scope, { connectionId: input.connectionId, syncRunId: input.syncRunId }),
  )
  for (const envelope of open) {
    if (envelope.state !== 'written' || envelope.leaseLeftMs > 0) continue
    const hold = await takeOver(deps.ledger, input.companyId, envelope.id, leaseMs(desk.provider.manifest))
    if (hold) return hold
  }
  return undefined
}

/** One transaction: claim, decide again, fill refs, write the envelope (law 1). */
function claimBatch(deps: Deps, desk: Desk, input: PushInput): Promise<Hold | undefined> {
  const { manifest } = desk.provider
  return inCompany(deps.ledger, input.companyId, async (scope) => {
    const claim = await claimWrites(
      scope,
      { id: input.syncRunId, connectionId: input.connectionId },
      input.step,
      (operation) => manifest.batch[operation],
      manifest.maxRequestBytes * ROOM_FOR_ENVELOPE,
    )
    if (!claim || claim.items.length === 0) return undefined
    return writeEnvelope(scope, deps.vault, {
      connectionId: input.connectionId,
      organisationId: desk.organisationId,
      epoch: desk.connection.epoch,
      syncRunId: input.syncRunId,
      lane: input.lane,
      operation: claim.operation,
      request: desk.provider.request(claim.operation, bodiesOf(claim)),
      items: claim.items,
      leaseMs: leaseMs(manifest),
      lookUpFirst: looksUpFirst(claim.operation, {
        epoch: desk.connection.epoch,
        mirrorFilled: desk.connection.mirror_filled_at !== null,
      }),
    })
  })
}

const bodiesOf = (claim: Claim): Json[] => claim.items.map((item) => fillRefs(JSON.parse(item.body) as Json, item.ids)) // stored by planItems from a Json

const leftToClaim = (deps: Deps, { companyId, syncRunId, step }: PushInput): Promise<number> =>
  inCompany(deps.ledger, companyId, (scope) => countToClaim(scope, syncRunId, step, COUNTED_TO_CLAIM))
