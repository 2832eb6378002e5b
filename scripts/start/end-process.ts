import { readFileSync } from 'node:fs'

/** Asks a process to end and waits for it; ends its whole group when it does not listen. */
export async function endProcess(pid: number, signal: string, patienceSeconds: number): Promise<void> {
  send(pid, signal)
  const deadline = Date.now() + patienceSeconds * 1_000
  while (Date.now() < deadline && isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 50))
  send(-pid, 'SIGKILL')
}

/** True while the process does something; one that has ended but that nobody has collected yet still has its number. */
export function isRunning(pid: number): boolean {
  return send(pid, 0) && !isZombie(pid)
}

/** Negative: the whole group. False when there is no such process. */
export function send(pid: number, signal: string | number): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false // it is gone, or its number belongs to somebody else's process by now
  }
}

function isZombie(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false // no /proc on this system: its first process collects at once
  }
}
