import { ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client'
import { readCompany } from '../ledger/companies.ts'
import { inCompany } from '../ledger/database.ts'
import { readSettings } from '../ledger/settings.ts'
import { SYNC_QUEUE, reconcileScheduleId, workflowTypes } from '../workflows/contract.ts'
import type { Deps } from './deps.ts'

/** Connections of one hour are spread over this many minutes. */
const JITTER = '20m'
/** A server that was down for longer skips the night; the default of a year would run them all. */
const CATCH_UP = '3h'

/** Compares the wanted nightly reconcile of a connection with the schedule there is, and makes, changes or removes it. */
export const temporalKeepSchedule =
  ({ ledger, temporal }: Deps) =>
  async ({
    companyId,
    connectionId,
  }: {
    companyId: string
    connectionId: string
  }): Promise<{ kept: 'none' | 'same' | 'made' | 'changed' | 'removed' }> => {
    const wanted = await inCompany(ledger, companyId, async (scope) => {
      const [{ body: settings }, company] = await Promise.all([readSettings(scope, connectionId), readCompany(scope)])
      return settings.reconcileHour === null ? undefined : { hour: settings.reconcileHour, timeZone: company?.time_zone ?? 'Europe/London' }
    })
    const handle = temporal.schedule.getHandle(reconcileScheduleId(connectionId))
    const actual = await handle.describe().catch((error: unknown) => {
      if (error instanceof ScheduleNotFoundError) return undefined
      throw error
    })
    const memo = wanted ? `${wanted.hour} ${wanted.timeZone}` : undefined
    if (!wanted) {
      if (actual) await handle.delete()
      return { kept: actual ? 'removed' : 'none' }
    }
    if (actual?.memo?.['wanted'] === memo) return { kept: 'same' }
    if (actual) await handle.delete()
    await temporal.schedule.create({
      scheduleId: reconcileScheduleId(connectionId),
      spec: { calendars: [{ hour: wanted.hour, minute: 0 }], timezone: wanted.timeZone, jitter: JITTER },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCH_UP },
      action: {
        type: 'startWorkflow',
        workflowType: workflowTypes.requestSync,
        taskQueue: SYNC_QUEUE,
        args: [{ companyId, connectionId }],
      },
      memo: { wanted: memo },
    })
    return { kept: actual ? 'changed' : 'made' }
  }
