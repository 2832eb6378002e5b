import { DefaultLogger, Runtime } from '@temporalio/worker'
import { readConfig } from '../../config.ts'
import { openLedger } from '../../ledger/database.ts'
import { openVault } from '../../ledger/vault.ts'
import { connectTemporalClient, connectTemporalWorker } from '../../temporal.ts'
import { startWorkers } from '../../worker/start-workers.ts'
import { quickProviders } from './quick-providers.ts'

/* A worker process as worker/main.ts makes it, with a settle time of some seconds, for tests that kill it. */

const config = readConfig()
Runtime.install({ logger: new DefaultLogger('ERROR') })
await startWorkers({
  connection: await connectTemporalWorker(config.temporal),
  temporal: await connectTemporalClient(config.temporal),
  namespace: config.temporal.namespace,
  ledger: openLedger(config.databaseUrl),
  vault: openVault(config.secretKeys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(',')),
  apps: config.apps,
  providers: quickProviders(),
  production: false,
  log: () => undefined,
})
console.log('worker ready')
