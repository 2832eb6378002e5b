import { WorkflowExecutionAlreadyStartedError, WorkflowIdReusePolicy } from '@temporalio/client'
import { inCompany } from '../ledger/database.ts'
import { deliveriesToMake } from '../ledger/events.ts'
import { type DeliverInput, SYNC_QUEUE, deliverWorkflowId, workflowTypes } from '../workflows/contract.ts'
import type { Deps } from './deps.ts'

/** Starts a workflow for every webhook of the company that waits; one that was started already goes on. */
export const temporalStartDeliveries =
  ({ ledger, temporal }: Deps) =>
  async ({ companyId }: { companyId: string }): Promise<{ started: number }> => {
    const waiting = await inCompany(ledger, companyId, (scope) => deliveriesToMake(scope))
    for (const deliveryId of waiting) {
      try {
        await temporal.workflow.start(workflowTypes.deliver, {
          workflowId: deliverWorkflowId(deliveryId),
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
          taskQueue: SYNC_QUEUE,
          args: [{ companyId, deliveryId } satisfies DeliverInput],
          staticSummary: 'webhook to the host',
        })
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
      }
    }
    return { started: waiting.length }
  }
