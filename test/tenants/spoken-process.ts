import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '../../config.ts'

/** A process of ours and everything that it says, on both streams. */
export interface SpokenProcess {
  said(): string
  /** Ends it as an operator would, and waits for its last words. */
  stop(): Promise<void>
}

/** Starts a program of the project and waits until it says that it is ready. */
export async function startSpoken(program: string, environment: Record<string, string>, ready: RegExp): Promise<SpokenProcess> {
  const path = fileURLToPath(new URL(`../../${program}`, import.meta.url))
  const child = spawn(process.execPath, [path], { env: childEnvironment(environment), stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        if (ready.test(said)) resolve()
      })
    void gone.then(() => reject(new Error(`${program} ended: ${said}`)))
  })
  return {
    said: () => said,
    stop: async () => {
      child.kill('SIGTERM')
      await gone
    },
  }
}
