import { readFileSync, rmSync, writeFileSync } from 'node:fs'

/** Does the work while no other process does it; waits for one that is at it, and takes over from one that died. */
export async function withLock<T>(path: string, say: (line: string) => void, work: () => Promise<T>): Promise<T> {
  for (let waited = 0; !take(path); waited++) {
    if (waited % 10 === 0) say(`  another process is at it (${path}), waiting …`)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

function take(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    removeIfAbandoned(path)
    return false
  }
}

function removeIfAbandoned(path: string): void {
  try {
    const holder = Number(readFileSync(path, 'utf8'))
    if (holder) process.kill(holder, 0)
  } catch {
    rmSync(path, { force: true }) // its process is gone, or the lock is: either way it is free
  }
}
