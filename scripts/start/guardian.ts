import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** Ends what we started when we ourselves are killed and can no longer do it; also removes the folders it was told to. */
export type Guardian = {
  watch: (pid: number, signal: 'SIGTERM' | 'SIGINT') => void
  forget: (pid: number) => void
  removeFolder: (folder: string) => void
  /** After everything has been stopped: nothing is left to guard. */
  dismiss: () => Promise<void>
}

/** A tiny process of its own that holds the other end of a pipe: the pipe closes when we are gone, however we went. */
export function startGuardian(): Guardian {
  const spawned = spawn(process.execPath, [join(import.meta.dirname, 'guard.ts')], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  const left = new Promise<void>((resolve) => spawned.once('exit', () => resolve()))
  const say = (...words: readonly string[]) => spawned.stdin.write(`${words.join(' ')}\n`)
  spawned.stdin.on('error', () => undefined) // the guard was killed; there is nobody to tell and nothing to lose by it
  return {
    watch: (pid, signal) => say('watch', String(pid), signal),
    forget: (pid) => say('forget', String(pid)),
    removeFolder: (folder) => say('remove', folder),
    dismiss: async () => {
      spawned.stdin.end()
      await left
    },
  }
}
