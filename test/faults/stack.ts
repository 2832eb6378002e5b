import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { migrate } from '../../ledger/migrate.ts'
import type { HostClient } from '../../scripts/demo/host-client.ts'
import { type Child, startChild } from '../../scripts/start/child.ts'
import { freePort } from '../../scripts/start/free-port.ts'
import { type Guardian, startGuardian } from '../../scripts/start/guardian.ts'
import { startPostgres } from '../../scripts/start/postgres.ts'
import { temporalBinary } from '../../scripts/start/temporal-binary.ts'
import { startTemporalServer } from '../../scripts/start/temporal-server.ts'
import { openHost } from './host.ts'
import { openRoad, type Road } from './open-road.ts'

/** How a process goes down: killed with nothing finished, or asked to stop. */
export type Going = 'kill' | 'stop'
/** What can be taken down and put up again. */
export type Part = 'api' | 'postgres' | 'temporal'

/** Everything that runs in production, each a process of its own, and all of it can be killed. */
export interface Stack {
  host: HostClient
  sandboxUrl: string
  databaseUrl: string
  temporalAddress: string
  /** Takes a part down, waits, and puts it up again at the same address with the same data. */
  restart(part: Part, how: Going, downMs: number): Promise<void>
  /** Takes one worker down (the one in the middle of a write, if there is one) and starts another in its place. Answers whether it was in the middle of one. */
  replaceWorker(how: Going): Promise<boolean>
  /** All of them at once. */
  replaceWorkers(how: Going, downMs: number): Promise<boolean>
  /** Processes that ended although nobody took them down, with their last words. */
  readonly deaths: string[]
  stop(): Promise<void>
}

/** What a stack is made of. `folder`: databases and logs, emptied by nobody. */
export interface StackOrder {
  folder: string
  workers: number
  /** The most documents in one request. */
  batch: number
  /** The workflow code as one file. */
  bundle: string
}

const root = join(import.meta.dirname, '../..')

/** Below the ports that outgoing connections take, and never the same twice: what is started again must find its port free, and several seeds go at once. */
let nextPort = 20_000 + (process.pid % 10_000)

async function ownPort(): Promise<number> {
  const wish = nextPort
  nextPort += 1
  const port = await freePort(wish)
  nextPort = Math.max(nextPort, port + 1)
  return port
}

/** Starts PostgreSQL, a Temporal server that keeps its histories, the API and workers, and migrates the database. */
export async function startStack(order: StackOrder): Promise<Stack> {
  mkdirSync(order.folder, { recursive: true })
  chmodSync(order.folder, 0o711) // PostgreSQL refuses to run as root and must be able to walk in as another user
  const guardian = startGuardian()
  const ports = { postgres: await ownPort(), temporal: await ownPort(), api: await ownPort(), sandbox: await ownPort() }
  const sandboxUrl = `http://localhost:${ports.sandbox}`
  const binary = await temporalBinary((line) => console.log(line)) // building it takes minutes, which have to be seen
  const environment: Record<string, string> = {}
  const deaths: string[] = []
  const goingDown = new Set<Child>()
  const watched = (child: Child): Child => {
    void child.exited.then((how) => goingDown.has(child) || deaths.push(`${child.name} ${how}: ${child.lastWords()}`))
    return child
  }
  const takeDown = async (child: Child, how: Going): Promise<void> => {
    goingDown.add(child)
    if (how === 'stop') return child.stop()
    if (!child.hasExited()) process.kill(child.pid, 'SIGKILL')
    await child.exited
  }
  const endWorker = async ({ child, road }: FaultsWorker, how: Going): Promise<void> => {
    await takeDown(child, how)
    await road.close()
  }
  const startDatabase = () =>
    startPostgres({ folder: join(order.folder, 'postgres'), port: ports.postgres, durability: 'kept', logFile: log('postgres'), guardian })
  const startTemporal = () =>
    startTemporalServer({
      binary,
      port: ports.temporal,
      uiPort: undefined,
      databaseFile: join(order.folder, 'temporal.db'),
      namespaces: ['default'],
      logFile: log('temporal'),
      guardian,
    })
  const log = (name: string) => join(order.folder, `${name}.log`)
  const sandboxOrder = {
    name: 'sandbox',
    command: process.execPath,
    args: [join(root, 'sandboxes/main.ts'), 'xero', '--port', String(ports.sandbox), '--limits', 'off'],
    folder: root,
    ready: /sandbox ready/,
    readyWithinSeconds: 60,
    stopSignal: 'SIGTERM',
    stopWithinSeconds: 10,
    logFile: log('sandbox'),
    guardian,
  } as const
  const [database, temporal, sandbox] = await Promise.all([startDatabase(), startTemporal(), startChild(sandboxOrder)])
  await migrate(database.databaseUrl)
  Object.assign(environment, {
    DATA_FOLDER: order.folder,
    DATABASE_URL: database.databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    PORT: String(ports.api),
    PUBLIC_URL: `http://localhost:${ports.api}`,
    SECRET_KEY: `faults:${randomBytes(32).toString('base64')}`,
    XERO_LIMITS: 'off',
    XERO_LOGIN_URL: sandboxUrl,
    XERO_IDENTITY_URL: sandboxUrl,
  })
  const startApi = () =>
    startChild({
      name: 'api',
      command: process.execPath,
      args: [join(root, 'api/main.ts')],
      folder: root,
      environment: { ...environment, XERO_API_URL: sandboxUrl },
      ready: () => answers(`http://localhost:${ports.api}/readyz`),
      readyWithinSeconds: 60,
      stopSignal: 'SIGTERM',
      stopWithinSeconds: 15,
      logFile: log('api'),
      guardian,
    })
  const running: Record<Part, Child> = {
    postgres: watched(database.child),
    temporal: watched(temporal.child),
    api: watched(await startApi()),
  }
  const starters: Record<Part, () => Promise<Child>> = {
    postgres: async () => (await startDatabase()).child,
    temporal: async () => (await startTemporal()).child,
    api: startApi,
  }
  let started = 0
  /** One that is asked to stop finishes its calls first; nobody waits for it. */
  const endings: Promise<void>[] = []
  const startWorker = async (): Promise<FaultsWorker> => {
    const worker = await startFaultsWorker(order, { ...environment }, sandboxUrl, guardian, ++started)
    watched(worker.child)
    return worker
  }
  let workers = await Promise.all(Array.from({ length: order.workers }, startWorker))
  const key = readFileSync(join(order.folder, 'operator-key'), 'utf8').trim()

  return {
    host: openHost(`http://localhost:${ports.api}`, key),
    sandboxUrl,
    databaseUrl: database.databaseUrl,
    temporalAddress: temporal.address,
    deaths,
    restart: async (part, how, downMs) => {
      await takeDown(running[part], how)
      await pause(downMs)
      running[part] = watched(await patiently(starters[part]))
    },
    replaceWorker: async (how) => {
      const chosen = workers.find((worker) => worker.road.isInWrite()) ?? workers[0]
      if (!chosen) return false
      const inWrite = chosen.road.isInWrite()
      workers = workers.filter((worker) => worker !== chosen)
      endings.push(endWorker(chosen, how))
      workers.push(await startWorker())
      return inWrite
    },
    replaceWorkers: async (how, downMs) => {
      const gone = workers
      const inWrite = gone.some((worker) => worker.road.isInWrite())
      workers = []
      await Promise.all(gone.map((worker) => endWorker(worker, how)))
      await pause(downMs)
      workers = await Promise.all(Array.from({ length: order.workers }, startWorker))
      return inWrite
    },
    stop: async () => {
      await Promise.all([...workers.map((worker) => endWorker(worker, 'kill')), ...endings])
      await takeDown(sandbox, 'kill')
      for (const part of ['api', 'temporal', 'postgres'] as const) await takeDown(running[part], part === 'postgres' ? 'stop' : 'kill')
      await guardian.dismiss()
    },
  }
}

interface FaultsWorker {
  child: Child
  road: Road
}

async function startFaultsWorker(
  order: StackOrder,
  environment: Record<string, string>,
  sandboxUrl: string,
  guardian: Guardian,
  number: number,
): Promise<FaultsWorker> {
  const road = await openRoad(sandboxUrl)
  const child = await startChild({
    name: `worker ${number}`,
    command: process.execPath,
    args: [join(import.meta.dirname, 'faults-worker.ts'), String(order.batch), order.bundle],
    folder: root,
    environment: { ...environment, XERO_API_URL: road.url },
    ready: /worker ready/,
    readyWithinSeconds: 120,
    stopSignal: 'SIGTERM',
    stopWithinSeconds: 60,
    logFile: join(order.folder, `worker-${number}.log`),
    guardian,
  })
  return { child, road }
}

/** A server that was killed may hold its lock for a moment longer: its children have to notice first. */
async function patiently(start: () => Promise<Child>): Promise<Child> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start()
    } catch (error) {
      if (attempt === 10) throw error
      await pause(300)
    }
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false // not listening yet
  }
}
