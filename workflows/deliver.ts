import { ActivityFailure } from '@temporalio/workflow'
import type { DeliverInput } from './contract.ts'
import { ledger, outgoing } from './proxies.ts'

/** Sends one webhook to the host for as long as it takes; given up, it can still be replayed from the events. */
export async function deliver(input: DeliverInput): Promise<void> {
  try {
    await outgoing.outgoingDeliverWebhook(input)
  } catch (failure) {
    if (!(failure instanceof ActivityFailure)) throw failure
    await ledger.ledgerGiveUpDelivery(input)
  }
}
