import { ledger, provider } from '../proxies.ts'
import type { Run, StageEnd } from '../run.ts'

/** Connection healthy, subscription valid, settings complete; envelopes that an earlier run left behind are settled first (exactly-once rule 17). */
export async function openStage({ input, show }: Run): Promise<StageEnd> {
  const { companyId, connectionId, syncRunId } = input
  const { leftovers } = await ledger.ledgerOpenRun({ companyId, syncRunId })
  if (leftovers > 0) {
    show(`settling ${leftovers} request(s) of an earlier run`)
    await provider(input.provider).providerSettleLeftovers({ companyId, connectionId, syncRunId, lane: input.lane })
  }
  await ledger.temporalKeepSchedule({ companyId, connectionId })
  return { next: 'go' }
}
