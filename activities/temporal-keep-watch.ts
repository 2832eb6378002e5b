import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client'
import { SYNC_QUEUE, WATCH_SCHEDULE_ID, workflowTypes } from '../workflows/contract.ts'

/** Makes the one schedule that looks after everything, where there is none yet; every worker asks for it at its start. */
export async function keepWatch(temporal: Client): Promise<void> {
  try {
    await temporal.schedule.create({
      scheduleId: WATCH_SCHEDULE_ID,
      spec: { intervals: [{ every: '5m' }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1m' },
      action: { type: 'startWorkflow', workflowType: workflowTypes.watch, taskQueue: SYNC_QUEUE, args: [] },
    })
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
  }
}
