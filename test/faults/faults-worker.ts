import { DefaultLogger, Runtime } from '@temporalio/worker'
import { readConfig } from '../../config.ts'
import { openLedger } from '../../ledger/database.ts'
import { openVault } from '../../ledger/vault.ts'
import { providers } from '../../providers/registry.ts'
import { connectTemporalClient, connectTemporalWorker } from '../../temporal.ts'
import { startWorkers } from '../../worker/start-workers.ts'

/*
 * A worker process as worker/main.ts makes it, with a settle time of seconds instead of minutes, so that a run with many unknown outcomes is over
 * within minutes, and with batches as small as the seed says, so that there are many calls to strike. Arguments: the batch size and the workflow bundle.
 */

const [batch = '50', codePath = ''] = process.argv.slice(2)
const config = readConfig()
Runtime.install({ logger: new DefaultLogger('WARN') })
const ledger = openLedger(config.databaseUrl)
const workers = await startWorkers({
  connection: await connectTemporalWorker(config.temporal),
  temporal: await connectTemporalClient(config.temporal),
  namespace: config.temporal.namespace,
  ledger,
  vault: openVault(config.secretKeys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(',')),
  apps: config.apps,
  providers: { xero: quick(Number(batch)) },
  production: false,
  bundle: codePath === '' ? undefined : { codePath },
  // The log of this process is its standard output: the harness keeps it for the seed that fails.
  log: (event, facts) => console.log(new Date().toISOString(), event, JSON.stringify(facts)),
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => workers.stop())
console.log('worker ready') // the harness waits for this line
await workers.ended
await ledger.close()
process.exit(0)

/** The real provider with other numbers. A call may take 1.5 s, and 4.3 s after it was marked sent it can no longer be working. */
function quick(most: number): typeof providers.xero {
  const { manifest } = providers.xero
  const settle = { ...manifest.settle, sendBy: 1_000, requestTimeout: 1_500, network: 300, longestRequest: 1_500, visibilityLag: 1_500 }
  const sizes = { ...manifest.batch }
  for (const [operation, size] of Object.entries(sizes)) Object.assign(sizes, { [operation]: Math.min(size, most) })
  return { ...providers.xero, manifest: { ...manifest, settle, batch: sizes } }
}
