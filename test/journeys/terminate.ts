import { connectionWorkflowId, syncRunWorkflowId } from '../../workflows/contract.ts'
import type { Engine } from './engine.ts'

/** Support ends a run and its mailbox in the middle of everything; what they had under way has a moment to notice. */
export async function terminate(engine: Engine, syncRunId: string): Promise<void> {
  for (const id of [connectionWorkflowId(engine.connectionId), syncRunWorkflowId(syncRunId)])
    await engine.temporal.client.workflow.getHandle(id).terminate('by support')
  await new Promise((resolve) => setTimeout(resolve, 300))
}
