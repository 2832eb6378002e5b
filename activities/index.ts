import { Context } from '@temporalio/activity'
import type { Deps } from './deps.ts'
import { ledgerBeginTieOut } from './ledger-begin-tie-out.ts'
import { ledgerCloseRun } from './ledger-close-run.ts'
import { ledgerCompareBooks } from './ledger-compare-books.ts'
import { ledgerConfirmRun } from './ledger-confirm-run.ts'
import { ledgerCountPlanned } from './ledger-count-planned.ts'
import { ledgerFailRun } from './ledger-fail-run.ts'
import { ledgerFailTieOut } from './ledger-fail-tie-out.ts'
import { ledgerGiveUpDelivery } from './ledger-give-up-delivery.ts'
import { ledgerMatchCustomers } from './ledger-match-customers.ts'
import { ledgerOpenRun } from './ledger-open-run.ts'
import { ledgerPlanDocuments } from './ledger-plan-documents.ts'
import { ledgerRequestTieOut } from './ledger-request-tie-out.ts'
import { ledgerTakeRequests } from './ledger-take-requests.ts'
import { ledgerWatch } from './ledger-watch.ts'
import { outgoingDeliverWebhook } from './outgoing-deliver-webhook.ts'
import { providerCheckAbsent } from './provider-check-absent.ts'
import { providerFetchCodes } from './provider-fetch-codes.ts'
import { providerKeepTokenAlive } from './provider-keep-token-alive.ts'
import { providerPushBatch } from './provider-push-batch.ts'
import { providerRefreshMirror } from './provider-refresh-mirror.ts'
import { providerSettleLeftovers } from './provider-settle-leftovers.ts'
import { providerSettleStep } from './provider-settle-step.ts'
import { temporalKeepSchedule } from './temporal-keep-schedule.ts'
import { temporalRingMailbox } from './temporal-ring-mailbox.ts'
import { temporalSaveHistory } from './temporal-save-history.ts'
import { temporalStartDeliveries } from './temporal-start-deliveries.ts'
import { toFailure } from './to-failure.ts'

/** Well below the heartbeat time-out in workflows/proxies.ts, so that a killed worker is noticed and a busy one is not taken for dead. */
const HEARTBEAT_MS = 5_000

/** Every activity, ready to be registered: ids in, counts out. */
export function createActivities(deps: Deps) {
  return {
    ledgerTakeRequests: guarded(ledgerTakeRequests(deps)),
    ledgerOpenRun: guarded(ledgerOpenRun(deps)),
    ledgerMatchCustomers: guarded(ledgerMatchCustomers(deps)),
    ledgerPlanDocuments: guarded(ledgerPlanDocuments(deps)),
    ledgerCountPlanned: guarded(ledgerCountPlanned(deps)),
    ledgerConfirmRun: guarded(ledgerConfirmRun(deps)),
    ledgerCloseRun: guarded(ledgerCloseRun(deps)),
    ledgerFailRun: guarded(ledgerFailRun(deps)),
    ledgerRequestTieOut: guarded(ledgerRequestTieOut(deps)),
    ledgerBeginTieOut: guarded(ledgerBeginTieOut(deps)),
    ledgerCompareBooks: guarded(ledgerCompareBooks(deps)),
    ledgerFailTieOut: guarded(ledgerFailTieOut(deps)),
    ledgerWatch: guarded(ledgerWatch(deps)),
    ledgerGiveUpDelivery: guarded(ledgerGiveUpDelivery(deps)),
    providerFetchCodes: guarded(providerFetchCodes(deps)),
    providerRefreshMirror: guarded(providerRefreshMirror(deps)),
    providerCheckAbsent: guarded(providerCheckAbsent(deps)),
    providerPushBatch: guarded(providerPushBatch(deps)),
    providerSettleStep: guarded(providerSettleStep(deps)),
    providerSettleLeftovers: guarded(providerSettleLeftovers(deps)),
    providerKeepTokenAlive: guarded(providerKeepTokenAlive(deps)),
    temporalRingMailbox: guarded(temporalRingMailbox(deps)),
    temporalKeepSchedule: guarded(temporalKeepSchedule(deps)),
    temporalSaveHistory: guarded(temporalSaveHistory(deps)),
    temporalStartDeliveries: guarded(temporalStartDeliveries(deps)),
    outgoingDeliverWebhook: guarded(outgoingDeliverWebhook(deps)),
  }
}

export type Activities = ReturnType<typeof createActivities>

/** An activity that shows a sign of life while it works and fails in Temporal's terms. */
function guarded<Input, Output>(activity: (input: Input) => Promise<Output>): (input: Input) => Promise<Output> {
  return async (input) => {
    const beat = setInterval(() => Context.current().heartbeat(), HEARTBEAT_MS)
    try {
      return await activity(input)
    } catch (error) {
      throw toFailure(error)
    } finally {
      clearInterval(beat)
    }
  }
}
