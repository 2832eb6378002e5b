import { DefaultLogger, Runtime } from '@temporalio/worker'
import { startXeroSandbox } from '../../sandboxes/xero/server.ts'
import { startWorkers } from '../../worker/start-workers.ts'
import { quickProviders } from '../journeys/quick-providers.ts'
import { type SandboxControl, sandboxControl } from '../setup/sandbox-control.ts'
import { type RunningApi, SANDBOX_APP, startApi } from './start-api.ts'

Runtime.install({ logger: new DefaultLogger('ERROR') })

/** The whole product behind its API, with real parts: API, database, Temporal, a worker and a Xero sandbox without limits. */
export interface House {
  api: RunningApi
  sandboxUrl: string
  /** A control call of the sandbox. */
  control: SandboxControl
  stop(): Promise<void>
}

/** Starts it; nobody is a customer of it yet. `pagesFolder`: built pages that the API serves too. */
export async function startHouse(pages: { pagesFolder?: string } = {}): Promise<House> {
  const sandbox = await startXeroSandbox({ port: 0, limits: false })
  const xero = { ...SANDBOX_APP, apiUrl: sandbox.url, loginUrl: sandbox.url, identityUrl: sandbox.url }
  const api = await startApi({ xero, ...pages })
  const { ledger, vault, temporal } = api
  const workers = await startWorkers({
    connection: temporal.nativeConnection,
    temporal: temporal.client,
    namespace: temporal.namespace,
    ledger,
    vault,
    apps: { xero: { ...xero, limitsOff: true } },
    providers: quickProviders(),
    production: false,
    log: () => undefined,
    bundle: temporal.workflowBundle,
  })
  return {
    api,
    sandboxUrl: sandbox.url,
    control: sandboxControl(sandbox.url),
    stop: async () => {
      workers.stop()
      await workers.ended
      await api.close()
      await sandbox.stop()
    },
  }
}
