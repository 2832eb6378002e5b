import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connectTemporalClient } from '../../temporal.ts'
import { WATCH_SCHEDULE_ID } from '../../workflows/contract.ts'
import { type Books, linesOf, type BookRecord, textOf } from './books.ts'
import { disagreements, isByHand } from './compare-records.ts'
import { type LedgerRows, readLedger } from './ledger-books.ts'
import { keepDoing } from './keep-doing.ts'
import { openOffice, type Office } from './office.ts'
import { openSandbox } from './sandbox.ts'
import { setUp } from './set-up.ts'
import { type Stack, startStack } from './stack.ts'
import { seededChance } from './chance.ts'
import { eventWords, stormOf } from './storm-plan.ts'
import { carryOutStorm, type Weather } from './storm.ts'
import { type Trade, tradeOf } from './trade.ts'

/** What one seed is to do. `folder`: where its databases and logs are. */
export interface SeedOrder {
  seed: number
  documents: number
  amount: 'short' | 'full'
  workers: number
  folder: string
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
  /** Writes whose outcome was unknown, by how they were settled. */
  settled: Record<Settled, number>
  writes: number
  wrong: string[]
}

const settledWays = ['same', 'changed', 'void', 'stranger', 'absent', 'other'] as const
export type Settled = (typeof settledWays)[number]

/** How large batches are: many small ones are many calls to strike, large ones are what production has. */
const batches = [4, 10, 25, 50] as const

/** The same documents twice: once undisturbed, once in the storm; then everything is compared. */
export async function runSeed(order: SeedOrder): Promise<SeedReport> {
  const begun = Date.now()
  const chance = seededChance(order.seed)
  const batch = order.amount === 'short' ? 4 : chance.pick(batches)
  const automatic = chance.happens(0.5)
  const trade = tradeOf(order.seed, order.documents)
  const stack = await startStack({ folder: order.folder, workers: order.workers, batch, bundle: order.bundle })
  try {
    const calm = await calmBooks(stack, trade)
    order.say(
      `seed ${order.seed}: ${trade.last.size} documents, batches of ${batch}, ${calm.writes} writes without faults${automatic ? ', automatic' : ''}`,
    )
    const plan = stormOf(order.seed, { writes: calm.writes, portions: trade.later.length, amount: order.amount })
    for (const event of plan) order.say(`  plan: ${eventWords(event)}`)
    const { weather, books, ledger, writes } = await stormyBooks(stack, order, trade, plan, automatic)
    const wrong = [...disagreements({ trade, books, ledger, byHand: weather.byHand }), ...unlike(calm.books, books, trade, weather)]
    const seconds = Math.round((Date.now() - begun) / 1_000)
    return { seed: order.seed, documents: trade.last.size, batch, seconds, weather, settled: settledOf(ledger), writes, wrong }
  } finally {
    await stack.stop()
  }
}

const booksOf = (stack: Stack, organisationId: string): Promise<Books> =>
  openSandbox(stack.sandboxUrl).control<Books>(`books?organisationId=${organisationId}`)

async function calmBooks(stack: Stack, trade: Trade): Promise<{ books: Books; writes: number }> {
  const company = await setUp(stack, 'Calm Gas Ltd', false)
  const office = openOffice(stack.host, company)
  await office.bringIn(trade.first)
  await office.saveAndSync()
  await office.bringIn(trade.later.flat())
  await office.saveAndSync()
  const requests = await openSandbox(stack.sandboxUrl).news()
  const writes = requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/api.xro/')).length
  const ledger = await readLedger(stack.databaseUrl, company.connectionId)
  const books = await booksOf(stack, company.organisationId)
  const wrong = disagreements({ trade, books, ledger, byHand: new Map() })
  if (wrong.length > 0) throw new Error(`even without faults, ${wrong.length} disagree:\n${wrong.slice(0, 20).join('\n')}`)
  return { books, writes }
}

/** The watch comes every five minutes; here, where minutes are seconds, it comes every ten seconds. */
const WATCH_EVERY_MS = 10_000

async function stormyBooks(stack: Stack, order: SeedOrder, trade: Trade, plan: ReturnType<typeof stormOf>, automatic: boolean) {
  const company = await setUp(stack, 'Stormy Gas Ltd', automatic)
  const office = openOffice(stack.host, company)
  const sandbox = openSandbox(stack.sandboxUrl)
  await sandbox.news()
  await office.bringIn(trade.first)
  const endPressing = office.keepPressing()
  const endWatch = keepDoing(() => triggerWatch(stack.temporalAddress), WATCH_EVERY_MS)
  const weather = await carryOutStorm({ stack, sandbox, office, company, trade, say: order.say }, plan)
  await endPressing()
  await settleDown(stack, office, company.connectionId)
  await endWatch()
  const requests = await openSandbox(stack.sandboxUrl).control<{ requests: { method: string; tenant?: string }[] }>('requests')
  const writes = requests.requests.filter(({ method, tenant }) => method !== 'GET' && tenant === company.organisationId).length
  return {
    weather,
    books: await booksOf(stack, company.organisationId),
    ledger: await readLedger(stack.databaseUrl, company.connectionId),
    writes,
  }
}

/** A server that is away just now starts it the next time. */
async function triggerWatch(address: string): Promise<void> {
  const client = await connectTemporalClient({ address, namespace: 'default', apiKey: undefined })
  try {
    await client.schedule.getHandle(WATCH_SCHEDULE_ID).trigger()
  } catch {
    return
  } finally {
    await client.connection.close()
  }
}

const SETTLE_WITHIN_MS = 240_000

/** Runs until nothing is on its way and nothing is due, as the nightly run would; what is left after that is reported as it is. */
async function settleDown(stack: Stack, office: Office, connectionId: string): Promise<void> {
  const deadline = Date.now() + SETTLE_WITHIN_MS
  while (Date.now() < deadline) {
    await office.saveAndSync()
    const { openEnvelopes, openItems, unfinishedRuns, standings } = await readLedger(stack.databaseUrl, connectionId)
    const moving = standings.some(({ due, status }) => due || status === 'inFlight' || status === 'waiting')
    if (openEnvelopes.length + openItems.length + unfinishedRuns.length === 0 && !moving) return
    await pause(500)
  }
}

function settledOf({ unknownItems }: LedgerRows): Record<Settled, number> {
  const counts: Record<Settled, number> = { same: 0, changed: 0, void: 0, stranger: 0, absent: 0, other: 0 }
  for (const item of unknownItems) counts[wayOf(item)] += 1
  return counts
}

function wayOf({ result, code }: LedgerRows['unknownItems'][number]): Settled {
  if (result === 'taken' || result === 'linked') return 'same'
  if (result === 'absent') return 'absent'
  if (code === 'ARRIVED_CHANGED' || code === 'CHANGED_IN_BOOKS') return 'changed'
  if (code === 'VOIDED_IN_BOOKS') return 'void'
  return code === 'NUMBER_TAKEN_BY_STRANGER' ? 'stranger' : 'other'
}

/** The lines in which the two books differ; what a bookkeeper's hand touched is left out of both. */
function unlike(calm: Books, stormy: Books, trade: Trade, { byHand }: Weather): string[] {
  const numbers = new Set(
    [...byHand.keys()].flatMap((externalId) => {
      const document = trade.last.get(`invoice/${externalId}`)
      return document?.kind === 'invoice' ? [document.body.number] : []
    }),
  )
  const leftOut = (record: BookRecord): boolean => isByHand(record) || numbers.has(textOf(record, 'InvoiceNumber'))
  const [left, right] = [linesOf(calm, leftOut), linesOf(stormy, leftOut)]
  return [
    ...surplus(left, right).map((line) => `only without faults: ${line}`),
    ...surplus(right, left).map((line) => `only with faults: ${line}`),
  ]
}

/** Counted as a multiset: two like lines stay two. */
function surplus(left: readonly string[], right: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const line of right) counts.set(line, (counts.get(line) ?? 0) + 1)
  return left.filter((line) => {
    const had = counts.get(line) ?? 0
    counts.set(line, had - 1)
    return had <= 0
  })
}

export const folderOf = (root: string, seed: number): string => join(root, `seed-${seed}`)
