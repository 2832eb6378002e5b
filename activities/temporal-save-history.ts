import { inCompany } from '../ledger/database.ts'
import { saveHistory } from '../ledger/sync-runs.ts'
import { syncRunWorkflowId } from '../workflows/contract.ts'
import type { Deps } from './deps.ts'

/** Keeps a compact copy of a run's history in the ledger: event types, times, activity names and attempts, because Temporal forgets closed histories. */
export const temporalSaveHistory =
  ({ ledger, temporal }: Deps) =>
  async ({ companyId, syncRunId }: { companyId: string; syncRunId: string }): Promise<void> => {
    const { events } = await temporal.workflow.getHandle(syncRunWorkflowId(syncRunId)).fetchHistory()
    const compact = (events ?? []).map((event) => ({
      id: Number(event.eventId ?? 0),
      at: new Date(Number(event.eventTime?.seconds ?? 0) * 1000 + Math.floor((event.eventTime?.nanos ?? 0) / 1e6)).toISOString(),
      type: event.eventType ?? 0,
      ...(event.activityTaskScheduledEventAttributes?.activityType?.name
        ? { activity: event.activityTaskScheduledEventAttributes.activityType.name }
        : {}),
      ...(event.activityTaskStartedEventAttributes?.attempt ? { attempt: event.activityTaskStartedEventAttributes.attempt } : {}),
      ...(event.activityTaskFailedEventAttributes?.failure?.applicationFailureInfo?.type
        ? { failed: event.activityTaskFailedEventAttributes.failure.applicationFailureInfo.type }
        : {}),
    }))
    await inCompany(ledger, companyId, (scope) => saveHistory(scope, syncRunId, compact))
  }
