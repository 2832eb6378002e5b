import { workflowInfo } from '@temporalio/workflow'
import { pushSteps, type PushStep } from '../../domain/entities.ts'
import { COUNTED_TO_CLAIM } from '../contract.ts'
import { ledger, provider } from '../proxies.ts'
import type { Run, StageEnd } from '../run.ts'

/** Batches in flight at once: below the provider's own limit, so that another lane finds room. */
const BATCHES_AT_ONCE = 4
/** Some 6 events a batch: far below the history limit. */
const BATCHES_PER_EXECUTION = 600

/** Customers, invoices, credits, receipts, allocations, refunds, in the order a bookkeeper enters them; each step is over before the next begins. */
export async function pushStage(run: Run): Promise<StageEnd> {
  const { companyId, syncRunId } = run.input
  const planned = await ledger.ledgerCountPlanned({ companyId, syncRunId })
  const budget = { batches: run.input.batchesPerExecution ?? BATCHES_PER_EXECUTION }
  for (let index = run.input.resumeAtStep ?? 0; index < pushSteps.length; index++) {
    const step = pushSteps[index]
    if (step === undefined || !planned[step]) continue
    if (run.stopAsked()) break
    await pushStep(run, step, planned[step], budget)
    if (run.stopAsked()) break
    if (budget.batches <= 0 || workflowInfo().continueAsNewSuggested) return { next: 'continueAsNew', resumeAtStep: index }
  }
  return { next: 'go' }
}

/**
 * Several batches of one step at once, until none is left, the budget of this execution is spent, or a person asks to stop. Then what is
 * still open is settled; what a look-up did not find comes back and is pushed again.
 */
async function pushStep(run: Run, step: PushStep, planned: number, budget: { batches: number }): Promise<void> {
  const ids = {
    companyId: run.input.companyId,
    connectionId: run.input.connectionId,
    syncRunId: run.input.syncRunId,
    lane: run.input.lane,
    step,
  }
  const activities = provider(run.input.provider, step)
  const goOn = () => left > 0 && budget.batches > 0 && !run.stopAsked()
  let left = planned
  while (goOn()) {
    await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, pump))
    left = (await activities.providerSettleStep(ids)).left
  }

  async function pump(): Promise<void> {
    for (let claimed = true; claimed && goOn(); ) {
      budget.batches -= 1
      const batch = await activities.providerPushBatch(ids)
      left = batch.left
      claimed = batch.claimed
      run.show(`${step}: ${left >= COUNTED_TO_CLAIM ? `${COUNTED_TO_CLAIM} or more` : left} left`)
    }
  }
}
