import { ledger } from '../proxies.ts'
import { showStatus } from '../run-attributes.ts'
import type { Run, StageEnd } from '../run.ts'

/** Counts, the bell, events for the host, and a compact copy of the history, because Temporal forgets it. */
export async function closeStage({ input, show }: Run): Promise<StageEnd> {
  const { companyId, connectionId, syncRunId } = input
  const { status, ring } = await ledger.ledgerCloseRun({ companyId, connectionId, syncRunId })
  showStatus(status)
  show(status)
  if (ring) await ledger.temporalRingMailbox({ companyId, connectionId, lane: ring })
  await ledger.temporalSaveHistory({ companyId, syncRunId })
  await ledger.temporalStartDeliveries({ companyId })
  return { next: 'end' }
}
