import type { Lane } from '../domain/entities.ts'
import { nextForLeftover } from '../domain/rules/next-for-envelope.ts'
import { refOf } from '../domain/rules/refs.ts'
import { inCompany } from '../ledger/database.ts'
import { openEnvelopes, readEnvelope, takeOver } from '../ledger/envelopes.ts'
import { readRun } from '../ledger/sync-runs.ts'
import { dissolve, leaseMs } from './carry-envelope.ts'
import type { Deps } from './deps.ts'
import { settleAll, waitFor } from './provider-settle-step.ts'
import { type Desk, LOOK_UP_PATIENCE_MS, withDesk } from './with-desk.ts'

export interface LeftoversInput {
  companyId: string
  connectionId: string
  lane: Lane
  /** Absent in a reconcile. */
  syncRunId?: string
}

/**
 * Nobody is forgotten: every run begins with the connection's envelopes whose lease is over, whichever run wrote them (exactly-once rule
 * 17). One that was never sent is given up, because its documents may have changed since; one that may have arrived is looked up. An
 * express run waits for an envelope only if one of its own documents is in it.
 */
export const providerSettleLeftovers =
  (deps: Deps) =>
  (input: LeftoversInput): Promise<{ settled: number }> =>
    withDesk(
      deps,
      input,
      async (desk) => {
        const open = await inCompany(deps.ledger, input.companyId, (scope) => openEnvelopes(scope, { connectionId: input.connectionId }))
        const left = open.filter((envelope) => nextForLeftover(envelope) !== 'leave')
        for (const envelope of left) if (nextForLeftover(envelope) === 'giveUp') await giveUp(deps, desk, input.companyId, envelope.id)
        const waits = await settleAll(
          deps,
          desk,
          input.companyId,
          left.filter((envelope) => nextForLeftover(envelope) === 'lookUp'),
        )
        const own = await ownRefs(deps, input)
        waitFor(waits.filter(({ envelope }) => own === undefined || envelope.refs.some((ref) => own.has(ref))))
        return { settled: left.length - waits.length }
      },
      LOOK_UP_PATIENCE_MS,
    )

async function giveUp(deps: Deps, desk: Desk, companyId: string, envelopeId: string): Promise<void> {
  const hold = await takeOver(deps.ledger, companyId, envelopeId, leaseMs(desk.provider.manifest))
  if (!hold) return
  const envelope = await inCompany(deps.ledger, companyId, (scope) => readEnvelope(scope, envelopeId))
  if (envelope?.state === 'written') await dissolve(deps, hold, envelope)
}

/** The documents that an express run was asked for; undefined: everything. */
function ownRefs(deps: Deps, { companyId, lane, syncRunId }: LeftoversInput): Promise<Set<string> | undefined> {
  return inCompany(deps.ledger, companyId, async (scope) => {
    const run = lane === 'express' && syncRunId !== undefined ? await readRun(scope, syncRunId) : undefined
    return run?.documents ? new Set(run.documents.map(({ kind, externalId }) => refOf(kind, externalId))) : undefined
  })
}
