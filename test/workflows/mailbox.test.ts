import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Lane } from '../../domain/entities.ts'
import { connectionWorkflowId, syncRunWorkflowId } from '../../workflows/contract.ts'
import { gate } from '../setup/gate.ts'
import { until } from '../setup/until.ts'
import { pace, requestRows, runExecution, type Story, tellStory } from './story.ts'

const isOver = async (story: Story, workflowId: string) =>
  (await story.temporal.client.workflow.getHandle(workflowId).describe()).status.name === 'COMPLETED'

describe('a mailbox', () => {
  test('loses no ring, not even one that arrives while it ends', async () => {
    const waiting = new Map<string, string[]>(Array.from({ length: 10 }, () => [randomUUID(), []]))
    const taken: string[] = []
    const story = await tellStory({
      ledgerTakeRequests: async ({ connectionId }) => {
        taken.push(...(waiting.get(connectionId)?.splice(0) ?? []))
        return []
      },
    })
    const asked: string[] = []
    await Promise.all(
      [...waiting].map(async ([connectionId, rows]) => {
        for (let ring = 0; ring < 20; ring++) {
          const request = randomUUID()
          asked.push(request)
          rows.push(request)
          await story.ring(connectionId)
          await until(() => taken.includes(request))
          // The mailbox ends about now: sooner, later or at the very moment of the next ring.
          await new Promise((resolve) => setTimeout(resolve, pace.idle * (0.7 + Math.random() * 0.6)))
        }
      }),
    )
    expect(taken.sort()).toEqual(asked.sort())
    for (const connectionId of waiting.keys()) await until(() => isOver(story, connectionWorkflowId(connectionId)))
    await story.close()
  })

  test('continues as new after thousands of rings, with what waits, and hands everything out', async () => {
    const connectionId = randomUUID()
    const rows = requestRows()
    const hold = gate()
    const begun: string[] = []
    const story = await tellStory({
      ledgerTakeRequests: (input) => rows.take(input),
      ledgerOpenRun: async ({ syncRunId }) => {
        // A stub shows no sign of life: on a busy machine Temporal begins it again.
        if (!begun.includes(syncRunId)) begun.push(syncRunId)
        if (begun.length === 1) await hold.opened
        return { leftovers: 0 }
      },
    })
    const first = runExecution()
    rows.add('bulk', first)
    await story.ring(connectionId)
    await until(() => begun.length === 1)
    const { runId } = await story.temporal.client.workflow.getHandle(connectionWorkflowId(connectionId)).describe()
    const later = runExecution()
    rows.add('bulk', later)
    // Temporal suggests to continue as new at 4,096 events; each ring is one, and often three more.
    for (let wave = 0; wave < 40; wave++) await Promise.all(Array.from({ length: 100 }, () => story.ring(connectionId)))
    hold.open()
    await until(() => begun.length === 2)
    expect(begun).toEqual([first.syncRunId, later.syncRunId])
    const after = await story.temporal.client.workflow.getHandle(connectionWorkflowId(connectionId)).describe()
    expect(after.runId).not.toBe(runId)
    await until(() => isOver(story, connectionWorkflowId(connectionId)))
    await story.close()
  })

  test('serves a ring that finds it idle and so old that it is to continue as new', async () => {
    const connectionId = randomUUID()
    const taken: string[] = []
    const story = await tellStory(
      {
        ledgerTakeRequests: async ({ takenBy }) => {
          taken.push(takenBy)
          return []
        },
      },
      { ...pace, idle: 50_000 },
    )
    await story.ring(connectionId)
    await until(() => taken.length === 1)
    const mailbox = story.temporal.client.workflow.getHandle(connectionWorkflowId(connectionId))
    // Grows old without being asked for anything: a signal that it does not know is an event too, and Temporal suggests to continue as new at 4,096.
    while ((await mailbox.describe()).historyLength < 4_200) await Promise.all(Array.from({ length: 100 }, () => mailbox.signal('unknown')))
    expect(taken).toHaveLength(1)
    await story.ring(connectionId)
    await until(() => taken.length === 2)
    await story.close()
  })

  test('runs at most one child of a lane, and express goes while bulk runs', async () => {
    const connectionId = randomUUID()
    const rows = requestRows()
    const hold = gate()
    const running = new Map<string, Lane>()
    const begun: Lane[] = []
    const most: Record<Lane, number> = { express: 0, bulk: 0 }
    const lanes = new Map<string, Lane>()
    const story = await tellStory({
      ledgerTakeRequests: (input) => rows.take(input),
      ledgerOpenRun: async ({ syncRunId }) => {
        const lane = lanes.get(syncRunId) ?? 'bulk'
        begun.push(lane)
        running.set(syncRunId, lane)
        most[lane] = Math.max(most[lane], [...running.values()].filter((each) => each === lane).length)
        if (lane === 'bulk') await hold.opened
        return { leftovers: 0 }
      },
      ledgerCloseRun: async ({ syncRunId }) => {
        running.delete(syncRunId)
        return { status: 'Done' }
      },
    })
    const ask = async (lane: Lane) => {
      const execution = runExecution()
      lanes.set(execution.syncRunId, lane)
      rows.add(lane, execution)
      await story.ring(connectionId, lane)
    }
    await ask('bulk')
    await until(() => begun.length === 1)
    await ask('bulk')
    await ask('express')
    await until(() => begun.includes('express') && running.size === 1)
    await ask('express')
    await until(() => begun.length === 3 && running.size === 1)
    expect(begun).toEqual(['bulk', 'express', 'express'])
    hold.open()
    await until(() => begun.length === 4 && running.size === 0)
    expect(most).toEqual({ express: 1, bulk: 1 })
    await story.close()
  })

  test('carries out each preview as a run of its own, one after the other', async () => {
    const connectionId = randomUUID()
    const rows = requestRows()
    const ended: string[] = []
    const story = await tellStory({
      ledgerTakeRequests: (input) => rows.take(input),
      ledgerCloseRun: async ({ syncRunId }) => {
        ended.push(syncRunId)
        return { status: 'Done' }
      },
    })
    const asked = [runExecution('preview'), runExecution('preview'), runExecution('sync')]
    for (const execution of asked) rows.add('bulk', execution)
    await story.ring(connectionId)
    await until(() => ended.length === 3)
    expect(ended).toEqual(asked.map(({ syncRunId }) => syncRunId))
    expect(story.calls.filter((name) => name === 'ledgerTakeRequests')).toHaveLength(1)
    expect(story.calls.filter((name) => name === 'ledgerCountPlanned')).toHaveLength(1)
    await story.close()
  })

  test('begins a run once, although its request is handed out a second time', async () => {
    const connectionId = randomUUID()
    const rows = requestRows()
    const story = await tellStory({ ledgerTakeRequests: (input) => rows.take(input) })
    const execution = runExecution()
    const other = runExecution()
    rows.add('bulk', execution)
    rows.add('bulk', execution)
    rows.add('bulk', other)
    await story.ring(connectionId)
    const handle = story.temporal.client.workflow.getHandle(syncRunWorkflowId(other.syncRunId))
    await until(async () =>
      handle.describe().then(
        ({ status }) => status.name === 'COMPLETED',
        () => false,
      ),
    )
    expect(story.calls.filter((name) => name === 'ledgerOpenRun')).toHaveLength(2)
    await story.close()
  })

  test('goes on with the next request when a child does not end well', async () => {
    const connectionId = randomUUID()
    const rows = requestRows()
    const hold = gate()
    const begun: string[] = []
    const story = await tellStory({
      ledgerTakeRequests: (input) => rows.take(input),
      ledgerOpenRun: async ({ syncRunId }) => {
        begun.push(syncRunId)
        if (begun.length === 1) await hold.opened
        return { leftovers: 0 }
      },
    })
    const [first, second] = [runExecution(), runExecution()]
    rows.add('bulk', first)
    rows.add('bulk', second)
    await story.ring(connectionId)
    await until(() => begun.length === 1)
    await story.temporal.client.workflow.getHandle(syncRunWorkflowId(first.syncRunId)).terminate('by support')
    await until(() => begun.length === 2)
    expect(begun).toEqual([first.syncRunId, second.syncRunId])
    hold.open()
    await story.close()
  })
})
