import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type AppName, appHomes, keptSecretKey, readMachine } from '../../config.ts'
import { migrate } from '../../ledger/migrate.ts'
import { buildPages } from './build-pages.ts'
import { freePort } from './free-port.ts'
import { startPostgres } from './postgres.ts'
import { startProgram } from './program.ts'
import { type SandboxHook, registerSandboxWebhooks } from './sandbox-webhooks.ts'
import type { Start } from './supervisor.ts'
import { temporalBinary } from './temporal-binary.ts'
import { startTemporalServer } from './temporal-server.ts'

/** Where everything can be reached, for the table at the end. */
export type Addresses = {
  api: string
  /** Opens the pages once without a password; the api prints a new one at each start. */
  signIn: string
  temporalUi: string | undefined
  sandboxes: SandboxHook[]
  databaseUrl: string
  temporal: string
}

/** Starts the servers side by side, then what stands on them; a server given by the environment is used instead of our own. */
export async function startEverything(start: Start): Promise<Addresses> {
  for (const folder of ['logs', 'sandboxes']) mkdirSync(join(start.folder, folder), { recursive: true })
  const [databaseUrl, temporal, sandboxes] = await Promise.all([
    database(start),
    temporalServer(start),
    startSandboxes(start),
    buildPages(start.say),
  ])
  const port = await freePort(readMachine().port)
  const environment = environmentFor(start, { databaseUrl, temporal: temporal.address, temporalUi: temporal.ui, port, sandboxes })
  start.supervisor.announce(environment)
  start.say('Starting the worker and the API …')
  const reachable = () => answers(`http://localhost:${port}/readyz`)
  const [api] = await Promise.all([
    startProgram(start, { post: 'api', name: 'api', script: 'api/main.ts', environment, ready: reachable }),
    startProgram(start, { post: 'worker', name: 'worker', script: 'worker/main.ts', environment, ready: /\bready\b/ }),
  ])
  await registerSandboxWebhooks(sandboxes, `http://localhost:${port}`)
  const signIn = (await api.says(/(?<=sign in once with )\S+(?=\s)/, 5)) ?? environment.PUBLIC_URL
  return { api: environment.PUBLIC_URL, signIn, temporalUi: temporal.ui, sandboxes, databaseUrl, temporal: temporal.address }
}

async function database(start: Start): Promise<string> {
  const databaseUrl = readMachine().databaseUrl ?? (await ownDatabase(start))
  start.say('Bringing the database to the newest schema …')
  await migrate(databaseUrl)
  return databaseUrl
}

async function ownDatabase({ folder, supervisor, say }: Start): Promise<string> {
  say('Starting PostgreSQL …')
  const order = {
    folder: join(folder, 'postgres'),
    port: await freePort(54329),
    durability: 'kept',
    logFile: join(folder, 'logs/postgres.log'),
  } as const
  let databaseUrl = ''
  await supervisor.run('postgres', async () => {
    const started = await startPostgres({ ...order, guardian: supervisor.guardian })
    databaseUrl = started.databaseUrl
    return started.child
  })
  return databaseUrl
}

async function temporalServer({ folder, supervisor, say }: Start): Promise<{ address: string; ui: string | undefined }> {
  const given = readMachine().temporalAddress
  if (given) return { address: given, ui: undefined }
  const binary = await temporalBinary(say)
  say('Starting the Temporal server …')
  const [port, uiPort] = [await freePort(7233), await freePort(8233)]
  const order = {
    binary,
    port,
    uiPort,
    databaseFile: join(folder, 'temporal.db'),
    namespaces: ['default'],
    logFile: join(folder, 'logs/temporal.log'),
  }
  await supervisor.run('temporal', async () => (await startTemporalServer({ ...order, guardian: supervisor.guardian })).child)
  return { address: `127.0.0.1:${port}`, ui: `http://localhost:${uiPort}` }
}

async function startSandboxes(start: Start): Promise<SandboxHook[]> {
  return await Promise.all(readMachine().sandboxes.map((name) => startSandbox(start, name)))
}

async function startSandbox(start: Start, name: AppName): Promise<SandboxHook> {
  start.say(`Starting the ${name} sandbox …`)
  const port = await freePort(appHomes[name].sandboxPort)
  const args = [name, '--port', String(port), '--data', join(start.folder, 'sandboxes', `${name}.json`)]
  await startProgram(start, {
    post: 'sandbox',
    name: `${name} sandbox`,
    script: 'sandboxes/main.ts',
    args,
    environment: {},
    ready: /\bready\b/,
  })
  return { name, url: `http://localhost:${port}`, key: randomBytes(32).toString('hex') }
}

type Found = {
  databaseUrl: string
  temporal: string
  temporalUi: string | undefined
  port: number
  sandboxes: readonly SandboxHook[]
}

function environmentFor({ folder, limitsOff }: Start, { databaseUrl, temporal, temporalUi, port, sandboxes }: Found) {
  const { publicUrl, secretKey, production } = readMachine()
  const hosts = sandboxes.flatMap(({ name, url, key }) => {
    const prefix = name.toUpperCase()
    return [
      ...(limitsOff ? [[`${prefix}_LIMITS`, 'off']] : []),
      [`${prefix}_WEBHOOK_KEY`, key],
      ...['API_URL', 'LOGIN_URL', 'IDENTITY_URL'].map((host) => [`${prefix}_${host}`, url]),
    ]
  })
  return {
    DATA_FOLDER: folder,
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporal,
    ...(temporalUi ? { TEMPORAL_UI_URL: temporalUi } : {}),
    PORT: String(port),
    PUBLIC_URL: publicUrl ?? `http://localhost:${port}`,
    SECRET_KEY: secretKey ?? keptSecretKey(production, folder),
    ...Object.fromEntries(hosts),
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false // not listening yet
  }
}
