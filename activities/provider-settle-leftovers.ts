import type { Lane } from '../domain/entities.ts'
import { inCompany } from '../ledger/database.ts'
import { openEnvelopes } from '../ledger/envelopes.ts'
import type { Deps } from './deps.ts'
import { withDesk } from './with-desk.ts'
import { LOOK_UP_PATIENCE_MS, settleAll } from './provider-settle-step.ts'

/** Nobody is forgotten: every run begins with the connection's envelopes whose lease is over, whichever run wrote them (exactly-once rule 17). */
export const providerSettleLeftovers =
  (deps: Deps) =>
  (input: { companyId: string; connectionId: string; lane: Lane }): Promise<{ settled: number }> =>
    withDesk(
      deps,
      input,
      async (desk) => {
        const open = await inCompany(deps.ledger, input.companyId, (scope) => openEnvelopes(scope, { connectionId: input.connectionId }))
        const left = open.filter((envelope) => envelope.leaseLeftMs === 0)
        await settleAll(deps, desk, input.companyId, left)
        return { settled: left.length }
      },
      LOOK_UP_PATIENCE_MS,
    )
