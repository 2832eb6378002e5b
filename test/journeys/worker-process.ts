import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '../../config.ts'

/** A worker that is an operating-system process of its own. */
export interface WorkerProcess {
  /** Ends it at once: nothing is finished, nothing is given back. */
  kill(): Promise<void>
}

/** `real`: worker/main.ts as it is; `quick`: the same with a settle time of some seconds. */
const programs = {
  real: new URL('../../worker/main.ts', import.meta.url),
  quick: new URL('./quick-worker.ts', import.meta.url),
}

/** Starts it and waits until it polls. */
export async function startWorkerProcess(program: keyof typeof programs, environment: Record<string, string>): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [fileURLToPath(programs[program])], {
    env: childEnvironment(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await ready(child)
  return {
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}

async function ready(child: ChildProcess): Promise<void> {
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', () => said.includes('worker ready') && resolve())
    child.once('exit', () => reject(new Error(`the worker ended: ${said}`)))
  })
}
