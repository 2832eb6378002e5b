import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'

// Started by guardian.ts. Reads which processes to look after; when the pipe closes while some are left, their starter was killed.
const guarded = new Map<number, string>()
const folders: string[] = []
const patienceSeconds = 10

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, what = '', signal = ''] = line.split(' ')
  if (verb === 'watch') guarded.set(Number(what), signal)
  if (verb === 'forget') guarded.delete(Number(what))
  if (verb === 'remove') folders.push(line.slice('remove '.length))
}
for (const [pid, signal] of [...guarded].toReversed()) await end(pid, signal)
for (const folder of folders) rmSync(folder, { recursive: true, force: true })

async function end(pid: number, signal: string): Promise<void> {
  send(pid, signal)
  const deadline = Date.now() + patienceSeconds * 1_000
  while (Date.now() < deadline && send(pid, 0)) await new Promise((resolve) => setTimeout(resolve, 50))
  send(-pid, 'SIGKILL')
}

function send(pid: number, signal: string | number): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false // it is gone, which is all we want
  }
}
