import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRunning } from '../../scripts/start/end-process.ts'
import { readServices } from '../../scripts/start/services-file.ts'

const root = join(import.meta.dirname, '../..')
/** A start by itself takes four seconds; beside other tests on a busy machine it may take many times that. */
const patience = { timeout: 120_000 }

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-start-'))
  chmodSync(folder, 0o711)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a start is ready when everything answers, holds the demo company, and leaves nothing running when it is told to stop', {
  timeout: 240_000,
}, async () => {
  const start = await begin()
  const { processes, environment } = servicesNow()
  expect(processes.map(({ name }) => name).toSorted()).toEqual(['PostgreSQL', 'Temporal', 'api', 'worker', 'xero sandbox'])
  const key = readFileSync(join(folder, 'operator-key'), 'utf8').trim()
  const companies = await fetch(`http://localhost:${environment.PORT}/v1/companies`, { headers: { authorization: `Bearer ${key}` } })
  expect(await companies.json()).toMatchObject({ items: [{ externalId: 'demo' }] })
  // Ctrl-C under npm arrives twice: from the terminal, and from npm, which passes it on.
  start.child.kill('SIGINT')
  start.child.kill('SIGINT')
  expect(await start.ended).toBe(0)
  expect(start.output()).toMatch(/Stopping worker[^]*Stopping api[^]*Stopping xero sandbox[^]*Stopping Temporal[^]*Stopping PostgreSQL/)
  expect(processes.filter(({ pid }) => isRunning(pid))).toEqual([])
})

test('the next start takes up the same data; a second one beside it is refused; a killed worker is named and the rest is stopped', {
  timeout: 240_000,
}, async () => {
  const start = await begin()
  expect(start.output()).not.toContain('Loading the demo company')
  const second = launch()
  expect(await second.ended).toBe(1)
  expect(second.output()).toMatch(`already running here: process ${start.child.pid}`)
  const { processes } = servicesNow()
  process.kill(pidOf('worker'), 'SIGKILL')
  expect(await start.ended).toBe(1)
  expect(start.output()).toMatch(/worker \(process \d+\) was ended by SIGKILL/)
  expect(processes.filter(({ pid }) => isRunning(pid))).toEqual([])
})

test('when the starter itself is killed, what it started is ended all the same', { timeout: 240_000 }, async () => {
  const start = await begin()
  const { processes } = servicesNow()
  start.child.kill('SIGKILL')
  await expect.poll(() => processes.filter(({ pid }) => isRunning(pid)), patience).toEqual([])
})

type Started = { child: ChildProcess; output: () => string; ended: Promise<number | null> }

function launch(): Started {
  const env = { ...process.env, DATA_FOLDER: folder, DATABASE_URL: '', TEMPORAL_ADDRESS: '', XERO_CLIENT_ID: '' }
  const child = spawn(process.execPath, [join(root, 'scripts/start.ts')], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
  return { child, output: () => output, ended: new Promise((resolve) => child.once('close', resolve)) }
}

async function begin(): Promise<Started> {
  const start = launch()
  const ready = expect.poll(() => start.output(), patience).toContain('Counterfoil is ready')
  await Promise.race([ready, start.ended.then((code) => Promise.reject(new Error(`ended with ${code}:\n${start.output()}`)))])
  return start
}

function servicesNow() {
  const services = readServices(folder)
  if (!services) throw new Error('nothing is noted as running')
  return services
}

function pidOf(name: string): number {
  return servicesNow().processes.find((one) => one.name === name)?.pid ?? 0
}
