import { DefaultLogger, Runtime } from '@temporalio/worker'
import { pino } from 'pino'
import { readConfig } from '../../config.ts'
import { openLedger } from '../../ledger/database.ts'
import { openVault } from '../../ledger/vault.ts'
import { connectTemporalClient, connectTemporalWorker } from '../../temporal.ts'
import { startWorkers } from '../../worker/start-workers.ts'
import { quickProviders } from './quick-providers.ts'

/* A worker process as worker/main.ts makes it, with a settle time of some seconds, for tests that kill it. */

const config = readConfig()
const talkative = config.logLevel === 'trace'
const log = pino({ name: 'worker', level: talkative ? 'trace' : 'error' })
Runtime.install({ logger: new DefaultLogger(talkative ? 'TRACE' : 'ERROR') })
const workers = await startWorkers({
  connection: await connectTemporalWorker(config.temporal),
  temporal: await connectTemporalClient(config.temporal),
  namespace: config.temporal.namespace,
  ledger: openLedger(config.databaseUrl),
  vault: openVault(config.secretKeys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(',')),
  apps: config.apps,
  providers: quickProviders(),
  production: false,
  log: (event, facts) => log.info(facts, event),
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => workers.stop())
console.log('worker ready') // worker-process.ts waits for this line
await workers.ended
process.exit(0)
