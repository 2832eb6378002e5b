import { setTimeout as pause } from 'node:timers/promises'
import { tieOut } from '../scripts/demo/tie-out.ts'
import { type BenchCompany, makeCompany } from './company.ts'
import { openCollector } from './collector.ts'
import { saveAndWait } from './express-sample.ts'
import { residentMegabytes } from './processes.ts'
import type { Measured, Row } from './report.ts'
import type { Stage } from './stage.ts'
import type { Stack } from './stack.ts'
import { firstSyncOf, syncOf } from './sync.ts'
import { makeInvoice, makeTrade } from './trade.ts'

const SIZE = { customers: 300, invoices: 600, payments: 500, prefix: 'R' }
const SAMPLE_EVERY_MS = 10_000
const COLLECT_EVERY_MS = 5 * 60_000
/** The first part is warming up: caches fill, code is compiled, pools open. */
const WARM_UP = 0.25
/** More than this in an hour is a leak that would end a process within days (megabytes). */
const FLAT = 25

/** Resident memory, megabytes. `collected`: right after a full collection, so what is kept; otherwise garbage that V8 has not looked at yet is in it. */
interface Sample {
  minute: number
  collected: boolean
  api: number
  worker: number
}

/** Runs of all kinds for an hour, as a busy company has them in a week, and how the memory of worker and API grows meanwhile. */
export async function memoryOverRuns(stage: Stage): Promise<Measured> {
  const stack = await stage.stack('off')
  const trade = makeTrade(SIZE)
  const company = await makeCompany(stack, 'Hour Of Runs Ltd', trade)
  await firstSyncOf(stack, company, trade)
  const { minutes } = stage.order
  stage.order.say(`Runs for ${minutes} minute(s); memory is read every ${SAMPLE_EVERY_MS / 1_000} s …`)
  const until = Date.now() + minutes * 60_000
  const reading = readMemory(stack, until)
  const runs = await runAll(stack, company, until)
  const samples = await reading
  const kept = samples.filter(({ minute, collected }) => collected && minute >= minutes * WARM_UP)
  return {
    name: `memory over ${minutes} minutes`,
    rows: posts.flatMap((post) => rowsOf(post, samples, kept)),
    detail: { runs, samples: samples.filter(({ collected }, index) => collected || index % 6 === 0) },
  }
}

const posts = ['worker', 'api'] as const

function rowsOf(post: (typeof posts)[number], samples: Sample[], kept: Sample[]): Row[] {
  const start = { figure: kept[0]?.[post] ?? Number.NaN, what: 'after warming up' }
  return [
    {
      what: `${post}, growth of what it keeps`,
      figure: slope(kept.map((at) => ({ x: at.minute / 60, y: at[post] }))),
      unit: 'MB an hour',
      goal: FLAT,
    },
    { what: `${post}, kept at the end`, figure: kept.at(-1)?.[post] ?? Number.NaN, unit: 'MB', baseline: start },
    { what: `${post}, the most, garbage included`, figure: Math.max(...samples.map((sample) => sample[post])), unit: 'MB' },
  ]
}

/** Every now and then both collect their garbage before they are read: a slope of what V8 has not cared to collect yet would say nothing of a leak. */
async function readMemory({ pids, inspectors }: Stack, until: number): Promise<Sample[]> {
  const collectors = await Promise.all(posts.map((post) => openCollector(pids.get(post) ?? 0, inspectors.get(post) ?? 0)))
  const of = (post: (typeof posts)[number]) => residentMegabytes(pids.get(post) ?? 0) ?? Number.NaN
  const samples: Sample[] = []
  let next = Date.now()
  for (const begun = Date.now(); Date.now() < until; await pause(SAMPLE_EVERY_MS)) {
    const collected = Date.now() >= next
    if (collected) {
      await Promise.all(collectors.map((each) => each.collect()))
      await pause(GIVEN_BACK_WITHIN_MS)
      next += COLLECT_EVERY_MS
    }
    samples.push({ minute: (Date.now() - begun) / 60_000, collected, api: of('api'), worker: of('worker') })
  }
  for (const each of collectors) each.close()
  return samples
}

/** Freed pages go back to the system a moment later. */
const GIVEN_BACK_WITHIN_MS = 1_000

/** Round after round until the time is over. A connection that breaks (the server lets idle ones go, sometimes just then) costs a round, not the hour. */
async function runAll(stack: Stack, company: BenchCompany, until: number): Promise<Runs> {
  const runs: Runs = { express: 0, bulk: 0, tieOuts: 0, broken: 0 }
  for (let round = 0; Date.now() < until; round++) {
    try {
      await oneRound(stack, company, runs, round)
    } catch (error) {
      if (!(error instanceof TypeError) || ++runs.broken > MOST_BROKEN) throw error // fetch says TypeError where there was no answer
    }
  }
  return runs
}

type Runs = Record<'express' | 'bulk' | 'tieOuts' | 'broken', number>

/** A few saved invoices, a run with nothing to do, what pages ask for, and now and then a tie-out. */
async function oneRound(stack: Stack, company: BenchCompany, runs: Runs, round: number): Promise<void> {
  for (let saved = 0; saved < SAVED_A_ROUND; saved++) {
    await saveAndWait(stack, company, makeInvoice(runs.express++, `RC${1 + (runs.express % SIZE.customers)}`, 'RX'), true)
    await pause(SAVE_PAUSE_MS)
  }
  await syncOf(stack, company)
  runs.bulk += 1
  await lookAround(stack, company)
  if (round % ROUNDS_A_TIE_OUT !== 0) return
  await tieOut(stack.host, company, () => undefined)
  runs.tieOuts += 1
}

const MOST_BROKEN = 20
const SAVED_A_ROUND = 5
const SAVE_PAUSE_MS = 1_500
const ROUNDS_A_TIE_OUT = 20

/** What a page of the history, of the invoices and a live view ask for. */
async function lookAround({ host, api }: Stack, { companyId, connectionId }: BenchCompany): Promise<void> {
  const at = `/v1/companies/${companyId}`
  await host.get(`${at}/invoices?limit=100`)
  await host.get(`${at}/connections/${connectionId}/problems`)
  const { items } = await host.get<{ items: { syncRunId: string }[] }>(`${at}/connections/${connectionId}/sync-runs`)
  const [newest] = items
  if (newest) await host.get(`${at}/connections/${connectionId}/sync-runs/${newest.syncRunId}/items`)
  await fetch(`${api}/metrics`).catch(() => undefined) // not everybody may read them; asking is what counts here
}

/** Least squares: how much y grows when x grows by one. */
function slope(points: { x: number; y: number }[]): number {
  const mean = (of: (point: { x: number; y: number }) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)]
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0)
  return points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread
}
