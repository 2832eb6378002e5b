import type { Lane, PushStep } from '../domain/entities.ts'
import { SyncError } from '../domain/errors.ts'
import type { Json } from '../domain/plan.ts'
import { fillRefs } from '../domain/rules/fill-refs.ts'
import { looksUpFirst } from '../domain/rules/set-back.ts'
import { type Claim, claimWrites } from '../ledger/claim-writes.ts'
import { type Scope, inCompany, inCompanyEarly } from '../ledger/database.ts'
import { type Hold, takeOver, writeEnvelope, writtenAndLetGo } from '../ledger/envelopes.ts'
import { countToClaim } from '../ledger/sync-run-items.ts'
import { isStopAsked } from '../ledger/sync-runs.ts'
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

/** Batches are pushed for about so long before the activity answers: one for each batch would cost Temporal more than the batch costs us. */
const WORK_MS = 2_000

/**
 * Pushes batches of a step for a short while: first an envelope of this run that somebody let go, else the next claim. An unknown outcome is left to
 * `providerSettleStep`, so that other batches go on. Answers how many writes of the step are still to be claimed
 * (up to `COUNTED_TO_CLAIM`), and whether there was one to claim at the last look. A stop is noticed after the current batch.
 */
export const providerPushBatch =
  (deps: Deps) =>
  (input: PushInput): Promise<{ left: number; claimed: boolean }> =>
    withDesk(
      deps,
      input,
      async (desk) => {
        const until = performance.now() + WORK_MS
        for (;;) {
          const { hold, stopAsked } = await nextBatch(deps, desk, input)
          const carried = hold && (await carryEnvelope(deps, desk, hold))
          // Rate limits and expired tokens are waited for by the activity's own retry; a settle time is left to the end of the step.
          if (carried?.state === 'notTaken') throw new SyncError('PROVIDER_RATE_LIMITED', { retryAfterSeconds: carried.afterMs / 1000 })
          const goesOn = carried?.state === 'settled' && !stopAsked && performance.now() < until
          if (!goesOn) return { left: await leftToClaim(deps, input), claimed: hold !== undefined }
        }
      },
      LOOK_UP_PATIENCE_MS,
    )

interface NextBatch {
  hold: Hold | undefined
  stopAsked: boolean
}

/**
 * An envelope of this run that was written and not sent (after a turn was not to be had, or a 429), or the next claim. Others wait for a claim, so it does not wait for the
 * disk: `markSent` does, before the first byte, and what was committed before it is on the disk then too (law 1).
 */
async function nextBatch(deps: Deps, desk: Desk, input: PushInput): Promise<NextBatch> {
  const { letGo, ...claimed } = await inCompanyEarly(deps.ledger, input.companyId, async (scope) => {
    const letGo = await writtenAndLetGo(scope, input)
    const stopAsked = await isStopAsked(scope, input.syncRunId)
    return { letGo, stopAsked, hold: letGo.length === 0 ? await claimBatch(deps, desk, scope, input) : undefined }
  })
  for (const envelopeId of letGo) {
    const hold = await takeOver(deps.ledger, input.companyId, envelopeId, leaseMs(desk.provider.manifest))
    if (hold) return { ...claimed, hold }
  }
  return letGo.length === 0 ? claimed : nextBatch(deps, desk, input)
}

const leftToClaim = (deps: Deps, { companyId, syncRunId, step }: PushInput): Promise<number> =>
  inCompany(deps.ledger, companyId, (scope) => countToClaim(scope, syncRunId, step, COUNTED_TO_CLAIM))

/** In the caller's transaction: claim, decide again, fill refs, write the envelope (law 1). */
async function claimBatch(deps: Deps, desk: Desk, scope: Scope, input: PushInput): Promise<Hold | undefined> {
  const { manifest } = desk.provider
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
}

const bodiesOf = (claim: Claim): Json[] => claim.items.map((item) => fillRefs(JSON.parse(item.body) as Json, item.ids)) // stored by planItems from a Json
