import { calmRun } from './calm-run.ts'
import { seededChance } from './chance.ts'
import { disagreements } from './compare-records.ts'
import { keepEvidence } from './keep-evidence.ts'
import { type Settled, settledOf } from './settled-ways.ts'
import { startStack } from './stack.ts'
import { eventWords, stormOf } from './storm-plan.ts'
import type { Weather } from './storm.ts'
import { stormyRun } from './stormy-run.ts'
import { tradeOf } from './trade.ts'
import { unlikeLines } from './unlike-lines.ts'

/** What one seed is to do. `folder`: where its databases and logs are. */
export interface SeedOrder {
  seed: number
  documents: number
  amount: 'short' | 'full'
  workers: number
  folder: string
  /** The workflow code as one file. */
  bundle: string
  say: (line: string) => void
}

/** What came of a seed; without `wrong` it passed. */
export interface SeedReport {
  seed: number
  documents: number
  batch: number
  seconds: number
  weather: Weather
  /** Writes of single documents whose outcome was unknown, by how they were settled. */
  settled: Record<Settled, number>
  writes: number
  wrong: string[]
}

/** How large batches are: many small ones are many calls to strike, large ones are what production has. */
const batches = [5, 10, 25, 50] as const
const SHORT_BATCH = 4

/** Writes for each batch of documents, roughly: allocations go one by one. For the short form, which has no calm run to count them. */
const WRITES_PER_BATCH = 1.5

/** The same documents twice: once undisturbed (not in the short form), once in the storm; then books, ledger and documents are compared. */
export async function runSeed(order: SeedOrder): Promise<SeedReport> {
  const begun = Date.now()
  const chance = seededChance(order.seed)
  const batch = order.amount === 'short' ? SHORT_BATCH : chance.pick(batches)
  const automatic = chance.happens(0.5)
  const trade = tradeOf(order.seed, order.documents)
  const stack = await startStack({ folder: order.folder, workers: order.workers, batch, bundle: order.bundle })
  try {
    order.say(`seed ${order.seed}: ${trade.last.size} documents, batches of ${batch}${automatic ? ', sent by themselves when saved' : ''}`)
    const calm = order.amount === 'full' ? await calmRun(stack, trade) : undefined
    if (calm) order.say(`  ${calm.writes} writes without faults`)
    const expectedWrites = calm?.writes ?? Math.ceil((order.documents / batch) * WRITES_PER_BATCH)
    const plan = stormOf(order.seed, { writes: expectedWrites, portions: trade.later.length, amount: order.amount })
    for (const event of plan) order.say(`  plan: ${eventWords(event)}`)
    const { company, weather, writes, ...stormy } = await stormyRun(stack, { trade, plan, automatic, say: order.say })
    const wrong = [
      ...stack.deaths,
      ...disagreements({ trade, ...stormy, byHand: weather.byHand }),
      ...(calm ? unlikeLines(calm, stormy, trade, new Set(weather.byHand.keys())) : []),
    ]
    if (wrong.length > 0) await keepEvidence({ folder: order.folder, host: stack.host, company, wrong, calm, stormy })
    const seconds = Math.round((Date.now() - begun) / 1_000)
    return {
      seed: order.seed,
      documents: trade.last.size,
      batch,
      seconds,
      weather,
      settled: settledOf(stormy.ledger.unknownItems),
      writes,
      wrong,
    }
  } finally {
    await stack.stop()
  }
}
