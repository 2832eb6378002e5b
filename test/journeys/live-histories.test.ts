import { mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'
import { Worker } from '@temporalio/worker'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { requestSync } from '../../ledger/sync-requests.ts'
import { SYNC_QUEUE, connectionWorkflowId, reconcileWorkflowId, syncRunWorkflowId, workflowTypes } from '../../workflows/contract.ts'
import { openedText, personalWords } from '../workflows/personal-words.ts'
import { EVERYTHING, type Engine, startEngine } from './engine.ts'
import { invoice, mapCodes, saveTrade } from './trade.ts'

/** Where `node scripts/record-history.ts` finds them. */
const folder = join(tmpdir(), 'counterfoil-live-histories')

let engine: Engine
const histories = new Map<string, { json: string; workflowId: string }>()

async function keep(name: string, workflowId: string, runId?: string): Promise<void> {
  const history = await engine.temporal.client.workflow.getHandle(workflowId, runId).fetchHistory()
  histories.set(name, { json: withoutMachine(historyToJSON(history)), workflowId })
}

/** Where the code lay and which process it was says nothing about the story. */
const withoutMachine = (json: string) =>
  JSON.stringify(
    JSON.parse(json, (key, value: unknown) => (key === 'stackTrace' ? undefined : key === 'identity' ? 'worker' : value)),
    null,
    1,
  )

/** One run that needs several batches, is told to wait once, and continues as new. */
async function longRun(): Promise<{ workflowId: string; firstExecution: string }> {
  const { connectionId, companyId } = engine
  await engine.save('invoice', Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`m${index}`, invoice(`M-${index}`, 'c1')])))
  await engine.control('faults', { match: { path: '/Contacts\\?', method: 'PUT' }, times: 1, kind: 'throttle', retryAfter: 1 })
  const { syncRunId } = await engine.asCompany((scope) =>
    requestSync(scope, { connectionId, lane: 'bulk', include: EVERYTHING, askedBy: 'test' }),
  )
  const run = await engine.temporal.client.workflow.start(workflowTypes.syncRun, {
    workflowId: syncRunWorkflowId(syncRunId),
    taskQueue: SYNC_QUEUE,
    args: [
      { companyId, connectionId, provider: 'xero', syncRunId, lane: 'bulk', mode: 'sync', include: EVERYTHING, batchesPerExecution: 2 },
    ],
  })
  await run.result()
  return { workflowId: run.workflowId, firstExecution: run.firstExecutionRunId }
}

beforeAll(async () => {
  engine = await startEngine({ batch: 2 })
  await mapCodes(engine)
  await saveTrade(engine)
  const preview = await engine.preview()
  await keep('preview', syncRunWorkflowId(preview.id))
  const long = await longRun()
  await keep('run-begun', long.workflowId, long.firstExecution)
  await keep('run-continued', long.workflowId)
  const tieOutId = await engine.askTieOut()
  const mailbox = engine.temporal.client.workflow.getHandle(connectionWorkflowId(engine.connectionId))
  await mailbox.result()
  await keep('reconcile', reconcileWorkflowId(tieOutId))
  await keep('mailbox', connectionWorkflowId(engine.connectionId))
  mkdirSync(folder, { recursive: true })
  for (const [name, { json }] of histories) writeFileSync(join(folder, `${name}.json`), `${json}\n`)
})
afterAll(() => engine.stop())

test('a live run of several batches, with a retry, continues as new', () => {
  const begun = histories.get('run-begun')?.json ?? ''
  expect(begun.match(/"providerPushBatch"/g)?.length).toBeGreaterThanOrEqual(2)
  expect(begun).toContain('WORKFLOW_EXECUTION_CONTINUED_AS_NEW')
  expect(begun).toContain('PROVIDER_RATE_LIMITED')
  expect(histories.get('run-continued')?.json).toContain('EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED')
})

test('live histories can be replayed', async () => {
  for (const { json, workflowId } of histories.values())
    await Worker.runReplayHistory({ workflowBundle: { codePath: inject('workflowBundlePath') } }, JSON.parse(json), workflowId)
})

test('no live history holds a name, a number, an amount or a token', () => {
  for (const [name, { json }] of histories) {
    const text = openedText(JSON.parse(json))
    expect([name, personalWords().filter((word) => word.test(text))]).toEqual([name, []])
  }
})

test('support finds a run by company, connection, provider and state, and reads what it is and how it went', async () => {
  const { companyId, connectionId, client } = { ...engine, client: engine.temporal.client }
  const found = []
  const query = `CompanyId = '${companyId}' AND ConnectionId = '${connectionId}' AND Provider = 'xero' AND SyncStatus = 'Done'`
  for await (const each of client.workflow.list({ query })) found.push(each)
  expect(found.map(({ type }) => type)).toContain('syncRun')
  const run = await engine.sync()
  const description = await client.workflow.getHandle(syncRunWorkflowId(run.id)).describe()
  expect(await description.staticSummary()).toBe('sync · bulk · codes, customersOut, invoices, credits, payments')
  // What the Temporal UI asks a workflow for.
  const metadata = await client.workflow.getHandle(syncRunWorkflowId(run.id)).query('__temporal_workflow_metadata')
  expect(metadata).toMatchObject({ currentDetails: '**close** Done' })
  const { events = [] } = await client.workflow.getHandle(syncRunWorkflowId(run.id)).fetchHistory()
  const summaries = (events ?? []).map(({ userMetadata }) => Buffer.from(userMetadata?.summary?.data ?? []).toString())
  for (const word of ['contacts', 'invoices', 'payments', 'customers', 'creditAllocations']) expect(summaries).toContain(`"${word}"`)
})
