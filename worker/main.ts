import { DefaultLogger, Runtime } from '@temporalio/worker'
import { pino } from 'pino'
import { readConfig } from '../config.ts'
import { connectTemporalClient, connectTemporalWorker } from '../temporal.ts'
import { openLedger } from '../ledger/database.ts'
import { openVault } from '../ledger/vault.ts'
import { builtBundle } from './bundle.ts'
import { startWorkers } from './start-workers.ts'

/* The worker process: assembles the hands and polls the queues until it is told to stop. */

const temporalLevel = { trace: 'TRACE', debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR' } as const
const config = readConfig()
const log = pino({ name: 'worker', level: config.logLevel ?? (config.production ? 'info' : 'warn') })
Runtime.install({ logger: new DefaultLogger(temporalLevel[config.logLevel ?? 'warn']) })
const ledger = openLedger(config.databaseUrl)
const vault = openVault(config.secretKeys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(','))
const workers = await startWorkers({
  connection: await connectTemporalWorker(config.temporal),
  temporal: await connectTemporalClient(config.temporal),
  namespace: config.temporal.namespace,
  ledger,
  vault,
  apps: config.apps,
  production: config.production,
  bundle: builtBundle(config.production),
  log: (event, facts) => log.info(facts, event),
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => workers.stop())
console.log('worker ready')
await workers.ended
await ledger.close()
