import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { startXeroSandbox } from '../../sandboxes/xero/server.ts'
import { freePort } from '../../scripts/start/free-port.ts'
import { type AskWithKey, askAt } from '../api/ask-at.ts'
import { startWorkerProcess } from '../journeys/worker-process.ts'
import { freshDatabase } from '../setup/database.ts'
import { type OwnProcess, startOwnProcess } from '../setup/own-process.ts'
import { processEnvironment } from '../setup/process-environment.ts'
import { type SandboxControl, sandboxControl } from '../setup/sandbox-control.ts'
import { type FreshTemporal, freshTemporal } from '../setup/temporal.ts'

/** API and worker as processes at their most talkative level, with all that they work with. */
export interface SpokenHouse {
  url: string
  api: OwnProcess
  worker: OwnProcess
  ask: AskWithKey
  control: SandboxControl
  /** The database, as its owner. */
  database: Client
  temporal: FreshTemporal
  secretKey: string
  operatorKey: string
  /** An address of the host's that refuses the first delivery with these words. */
  hookUrl: string
  close(): Promise<void>
}

/** Starts it; `refusal`: what the host answers to the first delivery. */
export async function startSpokenHouse(refusal: string): Promise<SpokenHouse> {
  const databaseUrl = await freshDatabase()
  const temporal = await freshTemporal()
  const sandbox = await startXeroSandbox({ port: 0, limits: false })
  const secretKey = `test:${Buffer.alloc(32, 3).toString('base64')}`
  const port = await freePort()
  const url = `http://localhost:${port}`
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-secrets-'))
  const environment = {
    ...processEnvironment({ databaseUrl, temporal, secretKey, sandboxUrl: sandbox.url }),
    LOG_LEVEL: 'trace',
    PORT: String(port),
    PUBLIC_URL: url,
    DATA_FOLDER: folder,
  }
  const [api, worker] = await Promise.all([
    startOwnProcess(new URL('../../api/main.ts', import.meta.url), environment, /sign in once with \S+/),
    startWorkerProcess('quick', environment),
  ])
  const database = new Client({ connectionString: databaseUrl })
  await database.connect()
  let delivered = 0
  const hook = createServer((_request, response) => response.writeHead((delivered += 1) === 1 ? 500 : 200).end(refusal)).listen(0)
  return {
    url,
    api,
    worker,
    ask: askAt(url),
    control: sandboxControl(sandbox.url),
    database,
    temporal,
    secretKey,
    operatorKey: readFileSync(join(folder, 'operator-key'), 'utf8').trim(),
    hookUrl: `http://localhost:${(hook.address() as AddressInfo).port}/hook`, // listening, so it has a port
    close: async () => {
      await database.end()
      await temporal.close()
      await sandbox.stop()
      hook.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
