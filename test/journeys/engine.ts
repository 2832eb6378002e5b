import { randomBytes } from 'node:crypto'
import { DefaultLogger, Runtime } from '@temporalio/worker'
import type { DocumentBodies, DocumentRef } from '../../domain/document.ts'
import type { DocumentKind, Includable, Lane } from '../../domain/entities.ts'
import { defaultSettings, type Settings } from '../../domain/settings.ts'
import { attachConsent, chooseOrganisation } from '../../ledger/choose-organisation.ts'
import { createCompany, createHost } from '../../ledger/companies.ts'
import { createConnection } from '../../ledger/connections.ts'
import { type Ledger, type Scope, inCompany, openLedger } from '../../ledger/database.ts'
import { saveDocuments } from '../../ledger/save-documents.ts'
import { saveSettings } from '../../ledger/settings.ts'
import { type SyncRun, readRun } from '../../ledger/sync-runs.ts'
import { requestPreview, requestSync, requestTieOut } from '../../ledger/sync-requests.ts'
import { type TieOut, readTieOut } from '../../ledger/tie-outs.ts'
import { saveTokenSet } from '../../ledger/token-sets.ts'
import { type Vault, openVault } from '../../ledger/vault.ts'
import { manifest } from '../../providers/xero/manifest.ts'
import { quickProviders } from './quick-providers.ts'
import { startXeroSandbox } from '../../sandboxes/xero/server.ts'
import { startWorkers } from '../../worker/start-workers.ts'
import { type ConnectionInput, REQUEST_SIGNAL, SYNC_QUEUE, connectionWorkflowId, workflowTypes } from '../../workflows/contract.ts'
import { freshDatabase } from '../setup/database.ts'
import { processEnvironment } from '../setup/process-environment.ts'
import { type SandboxControl, sandboxControl } from '../setup/sandbox-control.ts'
import { type FreshTemporal, freshTemporal } from '../setup/temporal.ts'
import { until } from '../setup/until.ts'

/** The whole engine with real parts: a database, a Temporal namespace, a Xero sandbox over HTTP and a worker, for one company with one connection. */
export interface Engine {
  ledger: Ledger
  vault: Vault
  temporal: FreshTemporal
  sandboxUrl: string
  companyId: string
  connectionId: string
  organisationId: string
  /** Does something as the company. */
  asCompany<T>(work: (scope: Scope) => Promise<T>): Promise<T>
  save<K extends DocumentKind>(kind: K, documents: Record<string, DocumentBodies[K]>): Promise<void>
  settings(change: Partial<Settings>): Promise<void>
  /** One Save & Sync to its end. */
  sync(include?: Includable[], options?: SyncOptions): Promise<SyncRun>
  /** Asks for a run and rings, without waiting for it. */
  ask(include?: Includable[], options?: SyncOptions): Promise<string>
  /** Waits for a run to its end. */
  finished(syncRunId: string): Promise<SyncRun>
  /** The environment of a worker process for this engine. */
  environment: Record<string, string>
  preview(include?: Includable[]): Promise<SyncRun>
  tieOut(): Promise<TieOut>
  /** Asks for a tie-out and rings, without waiting for it. */
  askTieOut(): Promise<string>
  /** A control call of the sandbox. */
  control: SandboxControl
  stop(): Promise<void>
}

/** How a run goes: by which lane, for which documents, carrying out which preview. */
export type SyncOptions = { lane?: Lane; documents?: DocumentRef[]; previewId?: string }

/** What a test may choose. `workers: 0`: the test starts worker processes of its own. `databaseUrl`: a database that may be restarted. */
export interface EngineOrder {
  seed?: unknown
  limits?: boolean
  workers?: number
  databaseUrl?: string
  /** The most documents in one request. */
  batch?: number
}

export const EVERYTHING: Includable[] = ['codes', 'customersOut', 'invoices', 'credits', 'payments']

Runtime.install({ logger: new DefaultLogger('ERROR') })

/** Starts it; `seed` are the books before the first sync. Call `stop` at the end. */
export async function startEngine({ seed = 'empty', limits = false, workers: count = 1, ...order }: EngineOrder = {}): Promise<Engine> {
  const databaseUrl = order.databaseUrl ?? (await freshDatabase())
  const ledger = openLedger(databaseUrl)
  const secretKey = `test:${randomBytes(32).toString('base64')}`
  const vault = openVault(secretKey)
  const temporal = await freshTemporal()
  const sandbox = await startXeroSandbox({ port: 0 })
  const control = sandboxControl(sandbox.url)
  const { organisationId } = await control<{ organisationId: string }>('organisations', { name: 'Test Gas Ltd', country: 'GB', seed })
  if (!limits) await control('limits', { organisationId, off: true })
  const tokens = await control<{ accessToken: string; refreshToken: string; expiresIn: number }>('tokens', {
    organisationId,
    scopes: manifest.scopes,
  })

  const host = await createHost(ledger, { name: 'Test host' })
  const { company } = await createCompany(ledger, { hostId: host.id, externalId: 'c1', name: 'Test Gas Ltd' })
  const companyId = company.company_id
  const connectionId = await inCompany(ledger, companyId, async (scope) => {
    const id = await createConnection(scope, 'xero')
    const tokenSetId = await saveTokenSet(scope, vault, {
      provider: 'xero',
      clientId: 'sandbox',
      scopeVersion: manifest.scopeVersion,
      tokens: {
        ...tokens,
        expiresAt: new Date(Date.now() + tokens.expiresIn * 1000).toISOString(),
        refreshExpiresAt: new Date(Date.now() + 60 * 86_400_000).toISOString(),
        scopes: [...manifest.scopes],
        providerUserId: 'user-1',
      },
    })
    await attachConsent(scope, id, { tokenSetId, choices: [{ organisationId, name: 'Test Gas Ltd' }] })
    await chooseOrganisation(scope, id, organisationId)
    return id
  })
  const app = {
    sandbox: true,
    clientId: 'sandbox',
    clientSecret: 'sandbox',
    apiUrl: sandbox.url,
    loginUrl: sandbox.url,
    identityUrl: sandbox.url,
    limitsOff: !limits,
  }
  const startWorker = () =>
    startWorkers({
      connection: temporal.nativeConnection,
      temporal: temporal.client,
      namespace: temporal.namespace,
      ledger,
      vault,
      apps: { xero: app },
      providers: quickProviders(order.batch),
      production: false,
      log: () => undefined,
      bundle: temporal.workflowBundle,
    })
  const workers = await Promise.all(Array.from({ length: count }, startWorker))

  const asCompany = <T>(work: (scope: Scope) => Promise<T>) => inCompany(ledger, companyId, work)
  const ring = (requestId: string, lane: Lane = 'bulk') =>
    temporal.client.workflow.signalWithStart(workflowTypes.connection, {
      workflowId: connectionWorkflowId(connectionId),
      taskQueue: SYNC_QUEUE,
      args: [{ companyId, connectionId, provider: 'xero', pace: { idle: 1_000, gather: 50 } } satisfies ConnectionInput],
      signal: REQUEST_SIGNAL,
      signalArgs: [{ requestId, lane }],
    })
  const finished = (syncRunId: string) => until(() => asCompany((scope) => readRun(scope, syncRunId)), isOver)
  const ask = async (include: Includable[] = EVERYTHING, { lane = 'bulk', ...options }: SyncOptions = {}) => {
    const { requestId, syncRunId } = await asCompany((scope) =>
      requestSync(scope, { connectionId, lane, include, ...options, askedBy: 'test' }),
    )
    await ring(requestId, lane)
    return syncRunId
  }
  const askTieOut = async () => {
    const { requestId, tieOutId } = await asCompany((scope) => requestTieOut(scope, connectionId, 'test'))
    await ring(requestId)
    return tieOutId
  }
  return {
    ledger,
    vault,
    temporal,
    sandboxUrl: sandbox.url,
    environment: processEnvironment({ databaseUrl, temporal, secretKey, sandboxUrl: sandbox.url }),
    companyId,
    connectionId,
    organisationId,
    asCompany,
    control,
    save: async (kind, documents) => {
      const results = await asCompany((scope) =>
        saveDocuments(
          scope,
          kind,
          Object.entries(documents).map(([externalId, body]) => ({ externalId, body })),
        ),
      )
      const refused = results.find((result) => 'code' in result)
      if (refused) throw new Error(JSON.stringify(refused))
    },
    settings: async (change) =>
      void (await asCompany((scope) => saveSettings(scope, connectionId, { ...defaultSettings, ...change }, { changedBy: 'test' }))),
    ask,
    finished,
    sync: async (include, options) => finished(await ask(include, options)),
    preview: async (include = EVERYTHING) => {
      const { requestId, syncRunId } = await asCompany((scope) =>
        requestPreview(scope, { connectionId, lane: 'bulk', include, askedBy: 'test' }),
      )
      await ring(requestId)
      return finished(syncRunId)
    },
    askTieOut,
    tieOut: async () => {
      const tieOutId = await askTieOut()
      return until(() => asCompany((scope) => readTieOut(scope, tieOutId)), isOver)
    },
    stop: async () => {
      for (const worker of workers) worker.stop()
      await Promise.all(workers.map((worker) => worker.ended))
      await temporal.close()
      await ledger.close()
      await sandbox.stop()
    },
  }
}

const isOver = <T extends { finished_at: Date | null }>(row: T | undefined): row is T => row?.finished_at instanceof Date
