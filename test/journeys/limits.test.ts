import { afterAll, expect, test } from 'vitest'
import { syncRunWorkflowId } from '../../workflows/contract.ts'
import { startEngine } from './engine.ts'
import { customers, invoice, mapCodes } from './trade.ts'
import type { OwnProcess } from '../setup/own-process.ts'
import { startWorkerProcess } from './worker-process.ts'

interface Logged {
  started: number
  finished: number
  status: number
  path: string
}

/** Calls under way at each beginning; the most of them. */
const mostAtOnce = (calls: Logged[]): number =>
  Math.max(...calls.map(({ started }) => calls.filter((other) => other.started <= started && started < other.finished).length))

/** Calls begun in the 60 seconds from each beginning; the most of them. */
const mostInAMinute = (calls: Logged[]): number =>
  Math.max(...calls.map(({ started }) => calls.filter((other) => other.started >= started && other.started < started + 60_000).length))

const CREDITS = 75

const workers: OwnProcess[] = []
afterAll(async () => void (await Promise.all(workers.map((worker) => worker.kill()))))

test('two workers of different processes together keep 60 calls a minute and 5 at once, and are never told to wait', {
  timeout: 240_000,
}, async () => {
  const engine = await startEngine({ workers: 0, limits: true })
  await mapCodes(engine)
  await engine.control('limits', { latencyMs: 400 })
  workers.push(...(await Promise.all([1, 2].map(() => startWorkerProcess('real', engine.environment)))))
  await engine.save('customer', customers)
  const ids = Array.from({ length: CREDITS }, (_, index) => String(index))
  await engine.save('invoice', Object.fromEntries(ids.map((id) => [`i${id}`, invoice(`INV-${id}`, 'c1')])))
  // Each credit is set against its invoice in a call of its own.
  await engine.save(
    'credit',
    Object.fromEntries(ids.map((id) => [`k${id}`, { ...invoice(`CR-${id}`, 'c1', 5_000), corrects: [{ invoice: `i${id}` }] }])),
  )
  const run = await engine.sync()
  const { requests } = await engine.control<{ requests: Logged[] }>('requests')
  const calls = requests.filter(({ path }) => path.startsWith('/api.xro/'))
  const { events } = await engine.temporal.client.workflow.getHandle(syncRunWorkflowId(run.id)).fetchHistory()
  const identities = new Set((events ?? []).flatMap((event) => event.activityTaskStartedEventAttributes?.identity ?? []))
  await engine.stop()

  expect(run.status).toBe('Done')
  expect(identities.size).toBe(2)
  expect(calls.length).toBeGreaterThan(CREDITS)
  expect(calls.filter(({ status }) => status === 429)).toEqual([])
  expect(mostAtOnce(calls)).toBeLessThanOrEqual(5)
  expect(mostAtOnce(calls)).toBeGreaterThan(2)
  expect(mostInAMinute(calls)).toBeLessThanOrEqual(60)
  expect(mostInAMinute(calls)).toBeGreaterThan(40)
})
