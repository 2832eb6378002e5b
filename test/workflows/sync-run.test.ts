import { ApplicationFailure } from '@temporalio/common'
import { describe, expect, test } from 'vitest'
import { STOP_SIGNAL, SYNC_QUEUE, workflowTypes } from '../../workflows/contract.ts'
import { gate } from '../setup/gate.ts'
import { until } from '../setup/until.ts'
import { runInput, tellStory } from './story.ts'

/** A step with so many batches: each call of the stub pushes one. */
const batches = (count: number) => {
  let left = count
  return async () => {
    const claimed = left > 0
    if (claimed) left -= 1
    return { left, claimed }
  }
}

const distinct = (calls: string[]) => calls.filter((name, index) => calls.indexOf(name) === index)

describe('a sync run', () => {
  test('goes through its stages in order, and through the steps of the push one after the other', async () => {
    const steps: string[] = []
    const story = await tellStory({
      ledgerCountPlanned: async () => ({ customers: 1, invoices: 1, refunds: 1 }),
      providerPushBatch: async ({ step }) => {
        const claimed = !steps.includes(step)
        steps.push(step)
        return { left: 0, claimed }
      },
    })
    await story.run()
    expect(distinct(story.calls)).toEqual([
      'ledgerOpenRun',
      'temporalKeepSchedule',
      'providerFetchCodes',
      'providerRefreshMirror',
      'providerCheckAbsent',
      'ledgerMatchCustomers',
      'ledgerPlanDocuments',
      'ledgerCountPlanned',
      'providerPushBatch',
      'providerSettleStep',
      'ledgerConfirmRun',
      'ledgerCloseRun',
      'temporalSaveHistory',
      'temporalStartDeliveries',
    ])
    expect(distinct(steps)).toEqual(['customers', 'invoices', 'refunds'])
    await story.close()
  })

  test('settles what an earlier run left behind before it does anything else', async () => {
    const story = await tellStory({ ledgerOpenRun: async () => ({ leftovers: 2 }) })
    await story.run()
    expect(story.calls.slice(0, 2)).toEqual(['ledgerOpenRun', 'providerSettleLeftovers'])
    await story.close()
  })

  test('that is a preview stops after the plan, and is closed', async () => {
    const story = await tellStory()
    const { workflowId } = await story.run({ mode: 'preview' })
    expect(story.calls).toContain('ledgerCloseRun')
    for (const name of ['ledgerCountPlanned', 'providerPushBatch', 'ledgerConfirmRun']) expect(story.calls).not.toContain(name)
    const { searchAttributes } = await story.temporal.client.workflow.getHandle(workflowId).describe()
    expect(searchAttributes['SyncStatus']).toEqual(['Done'])
    await story.close()
  })

  test('continues as new when its batches are spent, goes on at the same step, and repeats no stage', async () => {
    const story = await tellStory({ ledgerCountPlanned: async () => ({ invoices: 20 }), providerPushBatch: batches(20) })
    const { workflowId } = await story.run({ batchesPerExecution: 6 })
    const count = (name: string) => story.calls.filter((each) => each === name).length
    expect(count('ledgerOpenRun')).toBe(1)
    expect(count('providerPushBatch')).toBeGreaterThanOrEqual(20)
    expect(count('ledgerCountPlanned')).toBeGreaterThan(2)
    expect(count('ledgerCloseRun')).toBe(1)
    const executions = []
    for await (const each of story.temporal.client.workflow.list({ query: `WorkflowId = '${workflowId}'` }))
      executions.push(each.status.name)
    expect(executions.filter((status) => status === 'CONTINUED_AS_NEW').length).toBeGreaterThan(1)
    await story.close()
  })

  test('ends after the current batch when a person stops it, even where its batches are spent by then', async () => {
    const hold = gate()
    let begun = 0
    const story = await tellStory({
      ledgerCountPlanned: async () => ({ invoices: 1_000, refunds: 1_000 }),
      providerPushBatch: async () => {
        begun += 1
        await hold.opened
        return { left: 900, claimed: true }
      },
    })
    const input = runInput('stopped')
    const handle = await story.temporal.client.workflow.start(workflowTypes.syncRun, {
      workflowId: 'sync-run:stopped',
      taskQueue: SYNC_QUEUE,
      args: [{ ...input, batchesPerExecution: 4 }],
    })
    await until(() => begun === 4)
    await handle.signal(STOP_SIGNAL)
    hold.open()
    await handle.result()
    expect(begun).toBe(4)
    expect(story.calls.slice(-4)).toEqual(['ledgerConfirmRun', 'ledgerCloseRun', 'temporalSaveHistory', 'temporalStartDeliveries'])
    await story.close()
  })

  test('writes down what stopped it and ends; what it did not reach stays due', async () => {
    const failed: string[] = []
    const story = await tellStory({
      ledgerCountPlanned: async () => ({ invoices: 10 }),
      providerPushBatch: async () => {
        throw ApplicationFailure.create({ type: 'CONNECTION_LOST', message: 'CONNECTION_LOST', nonRetryable: true })
      },
      ledgerFailRun: async ({ code }) => void failed.push(code),
    })
    const { workflowId } = await story.run()
    expect(failed).toEqual(['CONNECTION_LOST'])
    expect(story.calls).not.toContain('ledgerCloseRun')
    const { searchAttributes } = await story.temporal.client.workflow.getHandle(workflowId).describe()
    expect(searchAttributes['SyncStatus']).toEqual(['Failed'])
    await story.close()
  })

  test('comes back at the time that the provider named, and holds no slot until then', async () => {
    let tries = 0
    const story = await tellStory({
      ledgerCountPlanned: async () => ({ invoices: 1 }),
      providerSettleStep: async () => {
        tries += 1
        if (tries < 3)
          throw ApplicationFailure.create({ type: 'SETTLING', message: 'SETTLING', category: 'BENIGN', nextRetryDelay: '100ms' })
        return { left: 0 }
      },
    })
    await story.run()
    expect(tries).toBe(3)
    await story.close()
  })

  test('rings its mailbox when it made documents due that it will not reach', async () => {
    const rung: string[] = []
    const story = await tellStory({
      ledgerCloseRun: async () => ({ status: 'Done', ring: 'express' }),
      temporalRingMailbox: async ({ lane }) => void rung.push(lane),
    })
    await story.run()
    expect(rung).toEqual(['express'])
    await story.close()
  })
})

describe('the watch', () => {
  test('rings mailboxes that were not heard, keeps idle tokens alive, and begins deliveries that were left', async () => {
    const done: string[] = []
    const story = await tellStory({
      ledgerWatch: async () => ({
        mailboxes: [{ companyId: 'a', connectionId: 'k', lane: 'bulk' }],
        idleTokens: [{ companyId: 'a', connectionId: 'k', provider: 'xero' }],
        companiesWithDeliveries: ['a'],
        aged: 0,
      }),
      temporalRingMailbox: async ({ connectionId, lane }) => void done.push(`ring ${connectionId} ${lane}`),
      providerKeepTokenAlive: async ({ connectionId }) => void done.push(`token ${connectionId}`),
      temporalStartDeliveries: async ({ companyId }) => {
        done.push(`deliveries ${companyId}`)
        return { started: 1 }
      },
    })
    await story.temporal.client.workflow.execute(workflowTypes.watch, { workflowId: 'watch', taskQueue: SYNC_QUEUE })
    expect(done).toEqual(['ring k bulk', 'token k', 'deliveries a'])
    await story.close()
  })
})

describe('a tie-out', () => {
  test('settles what was left behind first, then reads the books and compares', async () => {
    const story = await tellStory({
      ledgerBeginTieOut: async () => undefined,
      ledgerCompareBooks: async () => ({ differences: 0 }),
    })
    await story.temporal.client.workflow.execute(workflowTypes.reconcile, {
      workflowId: 'reconcile:t',
      taskQueue: SYNC_QUEUE,
      args: [{ companyId: 'a', connectionId: 'k', provider: 'xero', tieOutId: 't' }],
    })
    expect(distinct(story.calls)).toEqual([
      'ledgerBeginTieOut',
      'providerSettleLeftovers',
      'providerFetchCodes',
      'providerRefreshMirror',
      'ledgerCompareBooks',
      'temporalStartDeliveries',
    ])
    await story.close()
  })

  test('that cannot be made says why', async () => {
    const failed: string[] = []
    const story = await tellStory({
      ledgerBeginTieOut: async () => undefined,
      providerFetchCodes: async () => {
        throw ApplicationFailure.create({ type: 'CONNECTION_LOST', nonRetryable: true })
      },
      ledgerFailTieOut: async ({ code }) => void failed.push(code),
    })
    await story.temporal.client.workflow.execute(workflowTypes.reconcile, {
      workflowId: 'reconcile:t',
      taskQueue: SYNC_QUEUE,
      args: [{ companyId: 'a', connectionId: 'k', provider: 'xero', tieOutId: 't' }],
    })
    expect(failed).toEqual(['CONNECTION_LOST'])
    await story.close()
  })
})
