import { ledger } from '../proxies.ts'
import type { Run, StageEnd } from '../run.ts'

/** What the provider says it booked equals what was sent, per document; a difference is a problem at once. */
export async function confirmStage({ input, show }: Run): Promise<StageEnd> {
  const { companyId, connectionId, syncRunId } = input
  const { confirmed, different } = await ledger.ledgerConfirmRun({ companyId, connectionId, syncRunId })
  show(`${confirmed} confirmed, ${different} different`)
  return { next: 'go' }
}
