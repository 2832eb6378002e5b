import type { Client } from '@temporalio/client'
import { type NativeConnection, Worker, type WorkflowBundleOption } from '@temporalio/worker'
import { createActivities } from '../activities/index.ts'
import { keepWatch } from '../activities/temporal-keep-watch.ts'
import { type ProviderName, providerNames } from '../domain/entities.ts'
import type { Ledger } from '../ledger/database.ts'
import type { Vault } from '../ledger/vault.ts'
import * as registry from '../providers/registry.ts'
import { SYNC_QUEUE, providerQueue } from '../workflows/contract.ts'
import { bundleWorkflows } from './bundle.ts'
import { startStatisticsKeeper } from './statistics-keeper.ts'

/** Our registration at a provider and where its hosts are. */
interface App {
  clientId: string
  clientSecret: string
  apiUrl: string
  loginUrl: string
  identityUrl: string
  /** Calls are not paced: a sandbox without limits. */
  limitsOff?: boolean
}

/** What a worker process is assembled from. */
export interface WorkerParts {
  connection: NativeConnection
  temporal: Client
  namespace: string
  ledger: Ledger
  vault: Vault
  apps: Record<ProviderName, App>
  production: boolean
  log: (event: string, facts: Record<string, string | number>) => void
  /** Instead of those in the registry: the same with shorter times, as tests do. */
  providers?: typeof registry.providers
  /** Made once for several workers, as tests do. */
  bundle?: WorkflowBundleOption | undefined
  /** Milliseconds UTC: the only now in activities and rules. Absent: the machine's clock; another one lets days pass in a test. */
  clock?: () => number
}

/** Longer than a request to a provider: what is under way is finished; after that an activity is handed to another worker. */
const GRACE = '40s'
const LEDGER_ACTIVITIES_AT_ONCE = 20
/** Each holds at most one call, and turns keep the provider's limits across workers. */
const PROVIDER_ACTIVITIES_AT_ONCE = 40

/** Polls the queue of the story and one queue per provider. `ended` rejects when a worker fails. */
export async function startWorkers(parts: WorkerParts): Promise<{ stop: () => void; ended: Promise<void> }> {
  const { connection, namespace, log, providers = registry.providers } = parts
  const activities = createActivities({
    ledger: parts.ledger,
    vault: parts.vault,
    temporal: parts.temporal,
    provider: (name) => ({
      provider: providers[name],
      signIn: registry.signIns[name],
      addresses: parts.apps[name],
      app: parts.apps[name],
      limitsOff: parts.apps[name].limitsOff ?? false,
    }),
    clock: parts.clock ?? Date.now,
    log,
    allowLocalWebhooks: !parts.production,
  })
  const shared = { connection, namespace, activities, shutdownGraceTime: GRACE }
  const workflowBundle = parts.bundle ?? (await bundleWorkflows())
  const workers = await Promise.all([
    Worker.create({ ...shared, taskQueue: SYNC_QUEUE, workflowBundle, maxConcurrentActivityTaskExecutions: LEDGER_ACTIVITIES_AT_ONCE }),
    ...providerNames.map((name) =>
      Worker.create({ ...shared, taskQueue: providerQueue(name), maxConcurrentActivityTaskExecutions: PROVIDER_ACTIVITIES_AT_ONCE }),
    ),
  ])
  const ended = runToEnd(workers, startStatisticsKeeper(parts.ledger, log))
  await keepWatch(parts.temporal)
  return { stop: () => workers.filter((worker) => worker.getState() === 'RUNNING').forEach((worker) => worker.shutdown()), ended }
}

/** Until the last worker has ended, or one of them has failed. */
async function runToEnd(workers: Worker[], endStatistics: () => Promise<void>): Promise<void> {
  try {
    await Promise.all(workers.map((worker) => worker.run()))
  } finally {
    await endStatistics()
  }
}
