import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readMachine } from '../config.ts'
import { migrate } from '../ledger/migrate.ts'
import { type HostClient, openHostClient } from '../scripts/demo/host-client.ts'
import { freePort } from '../scripts/start/free-port.ts'
import { startPostgres } from '../scripts/start/postgres.ts'
import { type ProgramOrder, startProgram } from '../scripts/start/program.ts'
import { type Start, type Supervisor, takeCharge } from '../scripts/start/supervisor.ts'
import { temporalBinary } from '../scripts/start/temporal-binary.ts'
import { startTemporalServer } from '../scripts/start/temporal-server.ts'
import type { Post } from './processes.ts'
import { type Sandbox, openSandbox } from './sandbox.ts'

/** How production runs it: every part a process of its own, NODE_ENV=production, the built workflow bundle, PostgreSQL that really syncs. */
export interface Stack {
  host: HostClient
  api: string
  sandbox: Sandbox
  /** Process ids by post, for their time and memory. */
  pids: Map<Post, number>
  /** Where the inspectors of API and workers listen once they are woken. */
  inspectors: Map<Post, number>
  supervisor: Supervisor
  stop(): Promise<void>
}

/** `limits: false`: neither the sandbox refuses nor do turns wait. `profile`: a folder for the CPU profiles of worker and API. */
export interface StackOrder {
  folder: string
  limits: boolean
  workers?: number
  profile?: string | undefined
  say: (line: string) => void
}

/** Starts everything anew in an empty folder. A database or Temporal server given by the environment is used instead of our own. */
export async function startStack(order: StackOrder): Promise<Stack> {
  rmSync(order.folder, { recursive: true, force: true })
  mkdirSync(join(order.folder, 'logs'), { recursive: true })
  const supervisor = await takeCharge(order.folder, () => undefined)
  try {
    return await startParts(order, { folder: order.folder, supervisor, say: order.say })
  } catch (error) {
    await supervisor.stop()
    throw error
  }
}

async function startParts(order: StackOrder, start: Start): Promise<Stack> {
  const pids = new Map<Post, number>()
  const [databaseUrl, temporal, sandboxUrl] = await Promise.all([
    database(start, pids),
    temporalServer(start, pids),
    sandbox(start, order.limits, pids),
  ])
  const port = await freePort()
  const environment = environmentOf(order, { databaseUrl, temporal, sandboxUrl, port })
  const api = `http://localhost:${port}`
  const reachable = () =>
    fetch(`${api}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
  const inspectors = new Map<Post, number>()
  const launch = async (name: Post, program: Pick<ProgramOrder, 'post' | 'script' | 'ready'>): Promise<void> => {
    const inspector = await freePort()
    const options = [order.profile ? `--cpu-prof --cpu-prof-dir=${order.profile}` : '', `--inspect-port=${inspector}`].join(' ')
    const { pid } = await startProgram(start, { ...program, name, environment: { ...environment, NODE_OPTIONS: options } })
    pids.set(name, pid)
    inspectors.set(name, inspector)
  }
  await launch('api', { post: 'api', script: 'api/main.ts', ready: reachable })
  for (let number = 1; number <= (order.workers ?? 1); number++)
    await launch(number === 1 ? 'worker' : `worker ${number}`, { post: 'worker', script: 'worker/main.ts', ready: /\bready\b/ })
  const host = openHostClient(api, readFileSync(join(order.folder, 'operator-key'), 'utf8').trim())
  const { supervisor } = start
  return { host, api, sandbox: openSandbox(sandboxUrl), pids, inspectors, supervisor, stop: () => supervisor.stop() }
}

async function database({ folder, supervisor }: Start, pids: Map<Post, number>): Promise<string> {
  const given = readMachine().databaseUrl
  const order = { folder: join(folder, 'postgres'), durability: 'kept', logFile: join(folder, 'logs/postgres.log') } as const
  let databaseUrl = given ?? ''
  if (!given)
    await supervisor.run('postgres', async () => {
      const started = await startPostgres({ ...order, port: await freePort(), guardian: supervisor.guardian })
      databaseUrl = started.databaseUrl
      pids.set('postgres', started.child.pid)
      return started.child
    })
  await migrate(databaseUrl)
  return databaseUrl
}

async function temporalServer({ folder, supervisor, say }: Start, pids: Map<Post, number>): Promise<string> {
  const given = readMachine().temporalAddress
  if (given) return given
  const order = {
    binary: await temporalBinary(say),
    uiPort: undefined,
    namespaces: ['default'],
    logFile: join(folder, 'logs/temporal.log'),
  }
  const port = await freePort()
  const child = await supervisor.run('temporal', async () => {
    const databaseFile = join(folder, 'temporal.db')
    return (await startTemporalServer({ ...order, port, databaseFile, guardian: supervisor.guardian })).child
  })
  pids.set('temporal', child.pid)
  return `127.0.0.1:${port}`
}

/** Books in memory only: what a run costs must not hold the writing of a file. */
async function sandbox(start: Start, limits: boolean, pids: Map<Post, number>): Promise<string> {
  const port = await freePort()
  const args = ['xero', '--port', String(port), '--limits', limits ? 'on' : 'off']
  const program = { post: 'sandbox', name: 'sandbox', script: 'sandboxes/main.ts', args, environment: {}, ready: /\bready\b/ } as const
  pids.set('sandbox', (await startProgram(start, program)).pid)
  return `http://localhost:${port}`
}

function environmentOf(order: StackOrder, found: { databaseUrl: string; temporal: string; sandboxUrl: string; port: number }) {
  return {
    NODE_ENV: 'production',
    DATA_FOLDER: order.folder,
    DATABASE_URL: found.databaseUrl,
    TEMPORAL_ADDRESS: found.temporal,
    PORT: String(found.port),
    PUBLIC_URL: `http://localhost:${found.port}`,
    SECRET_KEY: `bench:${randomBytes(32).toString('base64')}`,
    XERO_API_URL: found.sandboxUrl,
    XERO_LOGIN_URL: found.sandboxUrl,
    XERO_IDENTITY_URL: found.sandboxUrl,
    ...(order.limits ? {} : { XERO_LIMITS: 'off' }),
  }
}
