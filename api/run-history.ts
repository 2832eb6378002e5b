import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'
import { syncRunWorkflowId } from '../workflows/contract.ts'
import type { House } from './house.ts'

/** gRPC: there is no such workflow (any more). */
const NOT_FOUND = 5

/** A page of a run's raw history; undefined when Temporal has forgotten it. */
export async function readHistoryPage(
  house: House,
  syncRunId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: unknown[]; nextCursor: string | null } | undefined> {
  try {
    const answer = await house.temporal.workflowService.getWorkflowExecutionHistory({
      namespace: house.config.temporalNamespace,
      execution: { workflowId: syncRunWorkflowId(syncRunId) },
      maximumPageSize: limit,
      ...(cursor === undefined ? {} : { nextPageToken: Buffer.from(cursor, 'base64url') }),
    })
    const next = answer.nextPageToken?.length ? Buffer.from(answer.nextPageToken).toString('base64url') : null
    return { items: eventsOf(answer.history), nextCursor: next }
  } catch (failure) {
    if (failure instanceof Error && 'code' in failure && failure.code === NOT_FOUND) return undefined
    throw failure
  }
}

/** As Temporal itself writes histories down, payloads and all: they hold ids and counts only (law 6). */
function eventsOf(history: Parameters<typeof historyToJSON>[0] | null | undefined): unknown[] {
  if (!history) return []
  const json: unknown = historyToJSON(history)
  return typeof json === 'object' && json !== null && 'events' in json && Array.isArray(json.events) ? json.events : []
}
