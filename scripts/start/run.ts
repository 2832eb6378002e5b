import { spawn } from 'node:child_process'
import { childEnvironment } from '../../config.ts'

/** How a program is to be run to its end; `onElapsed` is told every ten seconds. */
export type RunOptions = { folder?: string; environment?: Readonly<Record<string, string>>; onElapsed?: (seconds: number) => void }

/** Runs a program to its end and gives back what it printed; a program that cannot be started counts as failed. */
export function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<{ ok: boolean; output: string; seconds: number }> {
  const begun = Date.now()
  const seconds = () => Math.round((Date.now() - begun) / 100) / 10
  return new Promise((resolve) => {
    const spawned = spawn(command, args, {
      cwd: options.folder,
      env: childEnvironment(options.environment ?? {}),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ticking = setInterval(() => options.onElapsed?.(Math.round(seconds())), 10_000)
    let output = ''
    const endWithUs = () => spawned.kill()
    process.once('exit', endWithUs)
    const end = (ok: boolean, words: string) => {
      clearInterval(ticking)
      process.off('exit', endWithUs)
      resolve({ ok, output: output + words, seconds: seconds() })
    }
    spawned.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
    spawned.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
    spawned.once('error', (error) => end(false, error.message))
    spawned.once('close', (code) => end(code === 0, ''))
  })
}
