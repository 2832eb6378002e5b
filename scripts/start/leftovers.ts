import { execFileSync } from 'node:child_process'
import { endProcess, isRunning } from './end-process.ts'
import { forgetServices, readServices } from './services-file.ts'

/** Before anything is started: throws when a start of this folder is running, and ends what a killed one left behind. */
export async function endLeftovers(folder: string, say: (line: string) => void): Promise<void> {
  const noted = readServices(folder)
  if (!noted) return
  if (noted.supervisor !== process.pid && isStillRunning(noted.supervisor, 'start.ts')) {
    throw new Error(
      `Counterfoil is already running here: process ${noted.supervisor}, with its data in ${folder}. Stop that one first (Ctrl-C in its terminal, or kill ${noted.supervisor}).`,
    )
  }
  for (const left of noted.processes.toReversed()) {
    if (!isStillRunning(left.pid, left.command)) continue
    say(`Ending ${left.name} (process ${left.pid}), which an earlier start that was killed left behind …`)
    await endProcess(left.pid, left.stopSignal, patienceSeconds)
  }
  forgetServices(folder)
}

const patienceSeconds = 20

/** The number alone proves nothing: after a restart of the machine it belongs to somebody else. */
function isStillRunning(pid: number, command: string): boolean {
  return isRunning(pid) && commandOf(pid).includes(command)
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return '' // no such process, or no `ps`: then it is not known to be ours and is left alone
  }
}
