import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '../../config.ts'

/** A program of the project as an operating-system process of its own. */
export interface OwnProcess {
  /** Everything that it said so far, on both streams. */
  said(): string
  /** Ends it as an operator would, and waits for its last words. */
  stop(): Promise<void>
  /** Ends it at once: nothing is finished, nothing is given back. */
  kill(): Promise<void>
}

/** Starts a program and waits until it says that it is ready. Throws with its words when it ends before. */
export async function startOwnProcess(program: URL, environment: Record<string, string>, ready: RegExp): Promise<OwnProcess> {
  const child = spawn(process.execPath, [fileURLToPath(program)], { env: childEnvironment(environment), stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        if (ready.test(said)) resolve()
      })
    void gone.then(() => reject(new Error(`${program.pathname} ended: ${said}`)))
  })
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill(signal)
    await gone
  }
  return { said: () => said, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') }
}
