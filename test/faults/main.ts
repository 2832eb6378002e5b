import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bundleWorkflows } from '../../worker/bundle.ts'
import { runSeed, type SeedReport } from './run-seed.ts'

/* npm run test:faults [-- --seeds N --documents N --provider NAME --seed S --at-once N --amount short|full] */

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    documents: { type: 'string', default: '2000' },
    provider: { type: 'string', default: 'xero' },
    seed: { type: 'string' },
    'at-once': { type: 'string', default: '1' },
    workers: { type: 'string', default: '3' },
    keep: { type: 'boolean', default: false },
    amount: { type: 'string', default: 'full' },
    json: { type: 'string' },
  },
})
if (values.provider !== 'xero') throw new Error(`There is no fault harness for ${values.provider}: it needs a sandbox. There is: xero`)

const begun = Date.now()
const root = join(import.meta.dirname, '../../.data/faults')
mkdirSync(root, { recursive: true })
const bundle = join(root, `workflow-bundle-${process.pid}.cjs`)
writeFileSync(bundle, (await bundleWorkflows()).code)
const seeds =
  values.seed === undefined ? Array.from({ length: Number(values.seeds) }, (_, index) => index + 1) : values.seed.split(',').map(Number)
const waiting = [...seeds]
const reports: SeedReport[] = []
await Promise.all(Array.from({ length: Math.min(Number(values['at-once']), seeds.length) }, work))
rmSync(bundle)
total(reports)
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(reports.map(plain), undefined, 2))
const failed = seeds.filter((seed) => !reports.some((report) => report.seed === seed && report.wrong.length === 0))
const minutes = ((Date.now() - begun) / 60_000).toFixed(1)
console.log(
  failed.length === 0
    ? `All ${seeds.length} seeds passed, in ${minutes} minutes.`
    : `FAILED: seed ${failed.join(', ')} of ${seeds.length}.`,
)
process.exit(failed.length === 0 ? 0 : 1)

async function work(): Promise<void> {
  for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) await one(seed)
}

async function one(seed: number): Promise<void> {
  const folder = join(root, `seed-${seed}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const note = (line: string): void => appendFileSync(join(folder, 'storm.log'), `${new Date().toISOString()} ${line}\n`)
  const say = (line: string): void => {
    note(line)
    if (!line.startsWith('  ')) console.log(line)
  }
  try {
    const amount = values.amount === 'short' ? 'short' : 'full'
    const report = await runSeed({
      seed,
      documents: Number(values.documents),
      amount,
      workers: Number(values.workers),
      folder,
      bundle,
      say,
    })
    reports.push(report)
    tell(report)
    for (const line of report.wrong) note(line)
    if (report.wrong.length === 0)
      return values.keep ? console.log(`  seed ${seed}: logs in ${folder}`) : rmSync(folder, { recursive: true, force: true })
  } catch (error) {
    console.log(`seed ${seed} could not be carried out:`, error)
    note(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  console.log(
    `  seed ${seed}: logs, books, ledgers and timelines in ${folder}   again: npm run test:faults -- --seed ${seed} --documents ${values.documents} --workers ${values.workers} --amount ${values.amount}`,
  )
}

function tell({ seed, seconds, writes, weather, settled, wrong }: SeedReport): void {
  const injected = Object.values(weather.injected).reduce((sum, count) => sum + count, 0)
  const unknown = Object.values(settled).reduce((sum, count) => sum + count, 0)
  const ways = Object.entries(settled)
    .filter(([, count]) => count > 0)
    .map(([way, count]) => `${count} ${way}`)
  console.log(
    `seed ${seed}: ${wrong.length === 0 ? 'passed' : `FAILED (${wrong.length})`} in ${seconds} s · ${writes} writes · ${injected} faults (${weather.missed.length} met nothing) · ${unknown} unknown outcomes: ${ways.join(', ')}`,
  )
  for (const line of wrong.slice(0, 15)) console.log(`  seed ${seed}: ${line}`)
  if (wrong.length > 15) console.log(`  seed ${seed}: ${wrong.length - 15} more in wrong.txt`)
}

function total(all: readonly SeedReport[]): void {
  const injected: Record<string, number> = {}
  const settled: Record<string, number> = {}
  for (const report of all) {
    for (const [kind, count] of Object.entries(report.weather.injected)) injected[kind] = (injected[kind] ?? 0) + count
    for (const [way, count] of Object.entries(report.settled)) settled[way] = (settled[way] ?? 0) + count
  }
  const rows = (counts: Record<string, number>) => Object.entries(counts).toSorted(([a], [b]) => a.localeCompare(b))
  console.log(
    `\n${all.length} seeds, ${all.reduce((sum, { documents }) => sum + documents, 0)} documents, ${all.reduce((sum, { writes }) => sum + writes, 0)} writes`,
  )
  console.log('Faults injected')
  for (const [kind, count] of rows(injected)) console.log(`  ${String(count).padStart(5)}  ${kind}`)
  console.log('Unknown outcomes, by how they were settled (documents)')
  for (const [way, count] of rows(settled)) console.log(`  ${String(count).padStart(5)}  ${way}`)
}

function plain({ weather, ...report }: SeedReport) {
  return { ...report, injected: weather.injected, missed: weather.missed, byHand: Object.fromEntries(weather.byHand) }
}
