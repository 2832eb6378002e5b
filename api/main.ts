import { existsSync } from 'node:fs'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { type Config, dataFolder, readConfig } from '../config.ts'
import { openChanges } from '../ledger/changes.ts'
import { openLedger } from '../ledger/database.ts'
import { openVault } from '../ledger/vault.ts'
import { connectTemporalClient } from '../temporal.ts'
import { createApp } from './app.ts'
import type { ApiConfig } from './house.ts'
import { openLog } from './open-log.ts'
import { openMailbox } from './ring.ts'
import { ensureOperatorKey, signInAddress } from './sign-in/ensure-operator-key.ts'

// npm run api: the HTTP side of the house, until SIGTERM.
const config = readConfig()
const log = openLog(config.logLevel)
const ledger = openLedger(config.databaseUrl)
const changes = await openChanges(config.databaseUrl)
const temporal = await connectTemporalClient(config.temporal)
const vault = openVault(config.secretKeys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(','))
const parts = { config: apiConfig(config), ledger, changes, vault, temporal, mailbox: openMailbox(temporal, log), log }
const server = createApp(parts, { pagesFolder: builtPages() }).listen(config.port, (error) => void announce(error))
// A page keeps its event stream open; a stop must not wait for it longer than the starter does.
const STOP_WITHIN_MS = 5_000
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(server))

function apiConfig({ production, publicUrl, apps, temporal }: Config): ApiConfig {
  return { production, publicUrl, apps, temporalUiUrl: temporal.uiUrl, temporalNamespace: temporal.namespace }
}

function builtPages(): string | undefined {
  const folder = join(import.meta.dirname, '../dist/ui')
  return existsSync(folder) ? folder : undefined
}

/** The first start leaves the operator key in a file; in production keys are made where the file is kept. */
async function announce(error?: Error): Promise<void> {
  if (error) throw error
  const key = await ensureOperatorKey(ledger, join(dataFolder, 'operator-key'))
  console.log(`api ready at ${config.publicUrl}`)
  if (!config.production) console.log(`sign in once with ${await signInAddress(ledger, config.publicUrl, key)}`)
}

async function stop(running: Server): Promise<void> {
  const closed = new Promise((resolve) => running.close(resolve))
  running.closeIdleConnections()
  setTimeout(() => running.closeAllConnections(), STOP_WITHIN_MS).unref()
  await closed
  await changes.close()
  await temporal.connection.close()
  await ledger.close()
  process.exit(0)
}
