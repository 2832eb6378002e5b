import { DefaultLogger, Runtime } from '@temporalio/worker'
import { startXeroSandbox } from '../../sandboxes/xero/server.ts'
import { type HostClient, openHostClient } from '../../scripts/demo/host-client.ts'
import { openSandboxControl, type SandboxControl } from '../../scripts/demo/sandbox-control.ts'
import { createHost } from '../../ledger/companies.ts'
import { createKey } from '../../ledger/keys.ts'
import { startWorkers } from '../../worker/start-workers.ts'
import { type RunningApi, SANDBOX_APP, startApi } from '../api/start-api.ts'
import { type Calendar, openCalendar } from './calendar.ts'
import type { PennyServers } from './penny-servers.ts'

// Temporal's core speaks of itself unless told otherwise, before anything of it is used.
Runtime.install({ logger: new DefaultLogger('ERROR') })

/** The product with real parts, spoken to over HTTP alone, whose days and those of the provider can be turned over. */
export interface PennyStack {
  host: HostClient
  sandbox: SandboxControl
  sandboxUrl: string
  api: RunningApi
  calendar: Calendar
  stop(): Promise<void>
}

/** Starts API, worker and sandbox on the servers given. */
export async function startPennyStack(servers: PennyServers): Promise<PennyStack> {
  const sandbox = await startXeroSandbox({ port: 0 })
  const addresses = { apiUrl: sandbox.url, loginUrl: sandbox.url, identityUrl: sandbox.url }
  const api = await startApi({ ...servers, xero: { ...SANDBOX_APP, ...addresses } })
  const calendar = openCalendar(sandbox.url)
  const workers = await startWorkers({
    connection: servers.temporal.nativeConnection,
    temporal: servers.temporal.client,
    namespace: servers.temporal.namespace,
    ledger: api.ledger,
    vault: api.vault,
    apps: { xero: { clientId: 'sandbox', clientSecret: 'sandbox', ...addresses, limitsOff: true } },
    production: false,
    log: () => undefined,
    bundle: servers.temporal.workflowBundle,
    clock: calendar.now,
  })
  const { id: hostId } = await createHost(api.ledger, { name: 'Office software' })
  const { secret } = await createKey(api.ledger, { name: 'office', scope: 'host', hostId })
  return {
    host: openHostClient(api.url, secret),
    sandbox: openSandboxControl(sandbox.url),
    sandboxUrl: sandbox.url,
    api,
    calendar,
    stop: async () => {
      workers.stop()
      await workers.ended
      await api.close()
      await sandbox.stop()
    },
  }
}
