/** Asks a process to end and waits for it; ends its whole group when it does not listen. */
export async function endProcess(pid: number, signal: string, patienceSeconds: number): Promise<void> {
  send(pid, signal)
  const deadline = Date.now() + patienceSeconds * 1_000
  while (Date.now() < deadline && send(pid, 0)) await new Promise((resolve) => setTimeout(resolve, 50))
  send(-pid, 'SIGKILL')
}

/** True when there is such a process; signal 0 only asks. */
export function send(pid: number, signal: string | number): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false // it is gone, or its number belongs to somebody else's process by now
  }
}
