import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { run } from '../scripts/start/run.ts'
import { engineBesideProvider, engineCost } from './engine-cost.ts'
import { firstSync } from './first-sync.ts'
import { idleRun } from './idle-run.ts'
import { manyCompanies } from './many-companies.ts'
import { memoryOverRuns } from './memory.ts'
import { figuresTable, type Measured } from './report.ts'
import { saveLatency } from './save-latency.ts'
import { openStage, type Stage } from './stage.ts'
import { writeFigures } from './write-figures.ts'

// npm run bench [-- --only NAME[,NAME]] [--json FILE] [--scale PART] [--minutes N] [--profile DIR] [--write]: what it costs, each figure with a baseline of the same run.
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'string' },
    provider: { type: 'string', default: 'xero' },
    scale: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '60' },
    profile: { type: 'string' },
    write: { type: 'boolean', default: false },
    folder: { type: 'string', default: resolve(import.meta.dirname, '../.data/bench') },
  },
})

/** In the order in which they share a stack. */
const measures = {
  engine: engineCost,
  idle: idleRun,
  latency: engineBesideProvider,
  save: saveLatency,
  memory: memoryOverRuns,
  first: firstSync,
  many: manyCompanies,
} satisfies Record<string, (stage: Stage) => Promise<Measured>>

if (values.provider !== 'xero') giveUp(new Error(`There is no benchmark for ${values.provider}; there is one for xero.`))
const wanted = values.only?.split(',') ?? Object.keys(measures)
const unknown = wanted.filter((name) => !(name in measures))
if (unknown.length > 0) giveUp(new Error(`There is no measure ${unknown.join(', ')}; there are ${Object.keys(measures).join(', ')}.`))

const stage = openStage({
  folder: values.folder,
  scale: Number(values.scale),
  minutes: Number(values.minutes),
  profile: values.profile === undefined ? undefined : resolve(values.profile),
  say: (line) => console.log(line),
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stage.stop().then(() => process.exit(130)))
try {
  const measured: Record<string, Measured> = {}
  await buildProduct()
  for (const [name, measure] of Object.entries(measures)) if (wanted.includes(name)) measured[name] = await measure(stage)
  await stage.stop()
  const all = Object.values(measured)
  if (values.write) writeFigures(measured)
  console.log(`\n${figuresTable(all)}`)
  const json = JSON.stringify(all, null, 2)
  if (values.json) writeFileSync(values.json, json)
  else console.log(json)
} catch (error) {
  await stage.stop()
  giveUp(error)
}

/** Measured is what production runs: the built workflow bundle. */
async function buildProduct(): Promise<void> {
  mkdirSync(values.folder, { recursive: true })
  const root = resolve(import.meta.dirname, '..')
  const built = await run(process.execPath, [resolve(root, 'scripts/build.ts')], { folder: root })
  if (!built.ok) throw new Error(`The product could not be built:\n${built.output}`)
}

function giveUp(error: unknown): never {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
