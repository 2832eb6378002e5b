import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { endProcess } from './end-process.ts'

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
for (const [pid, signal] of [...guarded].toReversed()) await endProcess(pid, signal, patienceSeconds)
for (const folder of folders) rmSync(folder, { recursive: true, force: true })
