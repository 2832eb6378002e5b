import { randomUUID } from 'node:crypto'
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker'
import type { Activities } from '../../activities/index.ts'
import type { Lane } from '../../domain/entities.ts'
import type { Execution } from '../../ledger/sync-requests.ts'
import {
  type ConnectionInput,
  REQUEST_SIGNAL,
  SYNC_QUEUE,
  type SyncRunInput,
  connectionWorkflowId,
  providerQueue,
  workflowTypes,
} from '../../workflows/contract.ts'
import { type FreshTemporal, freshTemporal } from '../setup/temporal.ts'

Runtime.install({ logger: new DefaultLogger('ERROR') })

/** The real workflows on a real server; only the activities are stubs, which note in which order they were called. */
export interface Story {
  temporal: FreshTemporal
  /** Names of activities in the order called. */
  calls: string[]
  /** Rings the mailbox of a connection, starting it where it sleeps. Its times are short: nothing here waits for 20 s. */
  ring(connectionId: string, lane?: Lane): Promise<void>
  /** Runs one sync run to its end. */
  run(input?: Partial<SyncRunInput>): Promise<{ workflowId: string }>
  close(): Promise<void>
}

export type Stubs = { [Name in keyof Activities]?: Activities[Name] }

/** How long the mailboxes of these tests wait, in milliseconds. */
export const pace = { idle: 150, gather: 20 }

/** What a run with nothing to do is answered. */
const quiet: Stubs = {
  ledgerOpenRun: async () => ({ leftovers: 0 }),
  providerSettleLeftovers: async () => ({ settled: 0 }),
  temporalKeepSchedule: async () => ({ kept: 'none' }),
  providerFetchCodes: async () => ({ taxCodes: 1, nominalCodes: 1, bankAccounts: 1, broken: 0 }),
  providerRefreshMirror: async () => ({ records: 0, done: true }),
  providerCheckAbsent: async () => ({ checked: 0, doubled: 0 }),
  ledgerMatchCustomers: async () => ({ linked: 0, created: 0, asked: 0 }),
  ledgerPlanDocuments: async () => ({ planned: 0 }),
  ledgerCountPlanned: async () => ({}),
  providerPushBatch: async () => ({ left: 0, claimed: false }),
  providerSettleStep: async () => ({ left: 0 }),
  ledgerConfirmRun: async () => ({ confirmed: 0, different: 0 }),
  ledgerCloseRun: async () => ({ status: 'Done' }),
  ledgerFailRun: async () => undefined,
  temporalRingMailbox: async () => undefined,
  temporalSaveHistory: async () => undefined,
  temporalStartDeliveries: async () => ({ started: 0 }),
}

export async function tellStory(stubs: Stubs = {}, times: ConnectionInput['pace'] = pace): Promise<Story> {
  const temporal = await freshTemporal()
  const calls: string[] = []
  const activities = Object.fromEntries(
    Object.entries({ ...quiet, ...stubs }).map(([name, stub]) => [
      name,
      (...input: unknown[]) => {
        calls.push(name)
        // Each stub is given what the workflow gave to the activity of its name.
        return (stub as (...given: unknown[]) => unknown)(...input)
      },
    ]),
  )
  const shared = { connection: temporal.nativeConnection, namespace: temporal.namespace, activities }
  const workers = await Promise.all([
    Worker.create({ ...shared, taskQueue: SYNC_QUEUE, workflowBundle: temporal.workflowBundle }),
    Worker.create({ ...shared, taskQueue: providerQueue('xero') }),
  ])
  const ended = Promise.all(workers.map((worker) => worker.run()))
  return {
    temporal,
    calls,
    ring: async (connectionId, lane = 'bulk') => {
      await temporal.client.workflow.signalWithStart(workflowTypes.connection, {
        workflowId: connectionWorkflowId(connectionId),
        taskQueue: SYNC_QUEUE,
        args: [{ companyId: 'company', connectionId, provider: 'xero', pace: times } satisfies ConnectionInput],
        signal: REQUEST_SIGNAL,
        signalArgs: [{ requestId: randomUUID(), lane }],
      })
    },
    run: async (input = {}) => {
      const syncRunId = randomUUID()
      const workflowId = `sync-run:${syncRunId}`
      await temporal.client.workflow.execute(workflowTypes.syncRun, {
        workflowId,
        taskQueue: SYNC_QUEUE,
        args: [{ ...runInput(syncRunId), ...input }],
      })
      return { workflowId }
    },
    close: async () => {
      for (const worker of workers) worker.shutdown()
      await ended
      await temporal.close()
    },
  }
}

export const runInput = (syncRunId: string): SyncRunInput => ({
  companyId: 'company',
  connectionId: 'connection',
  provider: 'xero',
  syncRunId,
  lane: 'bulk',
  mode: 'sync',
  include: ['codes', 'customersOut', 'invoices', 'credits', 'payments'],
})

/** The rows of `sync_requests` in memory: what waits is handed out once per taking, as the ledger does. */
export function requestRows() {
  const waiting: Record<Lane, Execution[]> = { express: [], bulk: [] }
  const taken = new Map<string, Execution[]>()
  return {
    waiting,
    add: (lane: Lane, execution: Execution) => void waiting[lane].push(execution),
    take: async ({ lane, takenBy }: { lane: Lane; takenBy: string }): Promise<Execution[]> => {
      const rows = taken.get(takenBy) ?? waiting[lane].splice(0)
      taken.set(takenBy, rows)
      return rows
    },
  }
}

/** A run that some mailbox is to carry out. */
export const runExecution = (mode: 'sync' | 'preview' = 'sync'): Extract<Execution, { form: 'run' }> => ({
  form: 'run',
  syncRunId: randomUUID(),
  mode,
  include: ['invoices'],
})
