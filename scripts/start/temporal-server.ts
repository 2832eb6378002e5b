import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type Child, startChild } from './child.ts'
import type { Guardian } from './guardian.ts'

/** Where a Temporal server listens and keeps its histories; without a file they are forgotten when it stops, without a UI port it shows no pages. */
export type TemporalOrder = {
  binary: string
  port: number
  uiPort: number | undefined
  databaseFile: string | undefined
  namespaces: readonly string[]
  logFile: string
  guardian: Guardian
}

/** Starts a Temporal development server with our search attributes, tuned so that short timers and hand-overs are not rounded up. */
export async function startTemporalServer(order: TemporalOrder): Promise<{ child: Child; address: string }> {
  const address = `127.0.0.1:${order.port}`
  const child = await startChild({
    name: 'Temporal',
    command: order.binary,
    args: [...fixedArguments, ...placeArguments(order)],
    ready: () => serves(order.binary, address),
    readyWithinSeconds: 60,
    stopSignal: 'SIGTERM',
    stopWithinSeconds: 15,
    logFile: order.logFile,
    guardian: order.guardian,
  })
  return { child, address }
}

/** Support finds runs by these in the Temporal UI; they are never encrypted, so they hold ids and no names. */
const searchAttributes = ['CompanyId', 'ConnectionId', 'Provider', 'SyncStatus']

/** Values are JSON. The poll rates lift a wait of 50 ms per step, the time shift one of a second per timer: both are defaults meant for clusters. */
const dynamicConfig = [
  'matching.enableFairness=true',
  'system.enableActivityEagerExecution=true',
  'history.transferProcessorMaxPollRPS=1000',
  'history.timerProcessorMaxPollRPS=1000',
  'history.timerProcessorMaxTimeShift="100ms"',
]

const fixedArguments = [
  'server',
  'start-dev',
  '--ip=127.0.0.1',
  '--log-level=warn',
  ...searchAttributes.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
  ...dynamicConfig.flatMap((setting) => ['--dynamic-config-value', setting]),
]

function placeArguments(order: TemporalOrder): string[] {
  return [
    `--port=${order.port}`,
    ...(order.uiPort ? [`--ui-port=${order.uiPort}`, '--ui-disable-news-fetch'] : ['--headless']),
    ...(order.databaseFile
      ? ['--db-filename', order.databaseFile, '--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=1']
      : []),
    ...order.namespaces.flatMap((name) => ['--namespace', name]),
  ]
}

async function serves(binary: string, address: string): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)(binary, ['operator', 'cluster', 'health', '--address', address])
    return stdout.includes('SERVING')
  } catch {
    return false // not listening yet
  }
}
