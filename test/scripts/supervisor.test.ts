import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Child, startChild } from '../../scripts/start/child.ts'
import { isRunning } from '../../scripts/start/end-process.ts'
import { endLeftovers } from '../../scripts/start/leftovers.ts'
import { writeServices } from '../../scripts/start/services-file.ts'
import { type Supervisor, posts, takeCharge } from '../../scripts/start/supervisor.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-supervisor-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('whoever asks is stopped before whom it asks, whatever the order they were started in', async () => {
  const supervisor = await takeCharge(folder, () => undefined)
  for (const post of posts.toReversed()) await supervisor.run(post, () => program(supervisor, post))
  await supervisor.stop()
  expect(readFileSync(join(folder, 'farewells'), 'utf8').trim().split('\n')).toEqual([...posts])
})

test('a program that is killed is named, with its last words and its log', async () => {
  const supervisor = await takeCharge(folder, () => undefined)
  const child = await supervisor.run('worker', () => program(supervisor, 'worker'))
  process.kill(child.pid, 'SIGKILL')
  expect(await supervisor.lost).toMatch(new RegExp(`worker \\(process ${child.pid}\\) was ended by SIGKILL[^]*worker is up[^]*${folder}`))
  await supervisor.stop()
})

test('a program that does not listen is ended, and so is what it started itself', async () => {
  const supervisor = await takeCharge(folder, () => undefined)
  const child = await supervisor.run('api', () => program(supervisor, 'api', deaf, 0.2))
  await supervisor.stop()
  expect(await child.exited).toBe('was ended by SIGKILL')
  await expect.poll(() => isRunning(Number(readFileSync(join(folder, 'grandchild'), 'utf8')))).toBe(false)
})

test('a program that ends before it is ready is reported with what it said', async () => {
  const supervisor = await takeCharge(folder, () => undefined)
  const starting = supervisor.run('api', () => program(supervisor, 'api', `console.error('PORT: must be a port number'); process.exit(2)`))
  await expect(starting).rejects.toThrow(/api ended with exit code 2[^]*PORT: must be a port number/)
  await supervisor.stop()
})

test('what a killed start left behind is ended, and a stranger with the same process number is left alone', async () => {
  const first = await takeCharge(folder, () => undefined)
  const left = await first.run('sandbox', () => program(first, 'sandbox'))
  const noted = { name: 'sandbox', pid: left.pid, stopSignal: 'SIGTERM' } as const
  const spoken: string[] = []
  writeServices(folder, { supervisor: 0, environment: {}, processes: [{ ...noted, command: 'a-program-of-somebody-else' }] })
  await endLeftovers(folder, (line) => spoken.push(line))
  expect([left.hasExited(), spoken]).toEqual([false, []])
  writeServices(folder, { supervisor: 0, environment: {}, processes: [{ ...noted, command: process.execPath }] })
  await endLeftovers(folder, (line) => spoken.push(line))
  expect(await left.exited).toBe('ended with exit code 0')
  expect(spoken).toEqual([`Ending sandbox (process ${left.pid}), which an earlier start that was killed left behind …`])
  await first.stop()
})

const deaf = `
  const { spawn } = require('node:child_process')
  const grandchild = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'])
  require('node:fs').writeFileSync('grandchild', String(grandchild.pid))
  process.on('SIGTERM', () => undefined)
  console.log('up')
  setInterval(() => undefined, 1000)`

function polite(name: string): string {
  return `
  process.on('SIGTERM', () => { require('node:fs').appendFileSync('farewells', '${name}\\n'); process.exit(0) })
  console.log('${name} is up')
  setInterval(() => undefined, 1000)`
}

function program(supervisor: Supervisor, name: string, code = polite(name), stopWithinSeconds = 10): Promise<Child> {
  writeFileSync(join(folder, `${name}.cjs`), code)
  const stopSignal = 'SIGTERM'
  const sign = { ready: /up/, readyWithinSeconds: 20, stopSignal, stopWithinSeconds } as const
  const args = [join(folder, `${name}.cjs`)]
  const { guardian } = supervisor
  return startChild({ name, command: process.execPath, args, folder, ...sign, logFile: join(folder, `${name}.log`), guardian })
}
