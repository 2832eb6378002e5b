import type { RequestSyncInput } from './contract.ts'
import { ledger } from './proxies.ts'

/** What a schedule starts: writes down the wish for a tie-out and rings the mailbox. A schedule's own id is no mutex; the mailbox is. */
export async function requestSync(input: RequestSyncInput): Promise<void> {
  await ledger.ledgerRequestTieOut(input)
  await ledger.temporalRingMailbox({ ...input, lane: 'bulk' })
}
