import { setTimeout as pause } from 'node:timers/promises'
import type { DemoCompany } from '../../scripts/demo/demo-company.ts'
import { invoicesOnTheirWay } from './ledger-books.ts'
import type { Office } from './office.ts'
import { isWrite, type Sandbox } from './sandbox.ts'
import type { Stack } from './stack.ts'
import { eventWords, outages, roadFaults, type ByHand, type RoadFault, type StormEvent } from './storm-plan.ts'
import type { Trade } from './trade.ts'

/** What came of a storm: what was really injected, by kind, and what could not be because the work was over first. */
export interface Weather {
  injected: Record<string, number>
  missed: string[]
  /** Invoices that a bookkeeper's hand changed while nobody knew whether they had arrived. */
  byHand: Map<string, ByHand>
}

interface Storm {
  stack: Stack
  sandbox: Sandbox
  office: Office
  company: DemoCompany
  trade: Trade
  weather: Weather
  progress: { writes: number; lastAt: number }
  /** Events that are still to come. */
  left: StormEvent[]
  /** What each fault that was set counts as, by the sandbox's id of it; those that have not struck yet stay set. */
  set: Map<string, string>
  say: (line: string) => void
}

/** Carries out a plan while the office goes on working; each event waits until the run has got so far. */
export async function carryOutStorm(
  parts: Omit<Storm, 'weather' | 'progress' | 'left' | 'set'>,
  plan: readonly StormEvent[],
): Promise<Weather> {
  const storm: Storm = {
    ...parts,
    weather: { injected: {}, missed: [], byHand: new Map() },
    progress: { writes: 0, lastAt: Date.now() },
    left: [...plan],
    set: new Map(),
  }
  for (let event = storm.left.shift(); event; event = storm.left.shift()) {
    await untilWrites(storm, event.after)
    await carryOut(storm, event)
  }
  await countStruck(storm)
  return storm.weather
}

/** Every request that was struck, by kind; what struck nothing is taken back and said. */
async function countStruck({ sandbox, set, weather }: Storm): Promise<void> {
  const faults = await sandbox.control<{ id: string; struck: number }[]>('faults')
  await sandbox.control('faults', undefined, 'DELETE')
  for (const [id, what] of set) {
    const struck = faults.find((fault) => fault.id === id)?.struck ?? 0
    if (struck > 0) weather.injected[what] = (weather.injected[what] ?? 0) + struck
    else weather.missed.push(what)
  }
}

/** There is nothing left to send: what would be saved later is saved now. False: nothing is left to save either. */
async function feed(storm: Storm): Promise<boolean> {
  const next = storm.left.findIndex(({ what }) => what === 'save')
  const [save] = next < 0 ? [] : storm.left.splice(next, 1)
  if (save) await carryOut(storm, save)
  storm.progress.lastAt = Date.now()
  return save !== undefined
}

async function carryOut(storm: Storm, event: StormEvent): Promise<void> {
  storm.say(`  now: ${eventWords(event)}`)
  const { injected } = storm.weather
  for (const what of await happen(storm, event)) injected[what] = (injected[what] ?? 0) + 1
}

/** A run that has asked for nothing for so long, and has nothing left to send, is idle. */
const IDLE_MS = 2_000

async function untilWrites(storm: Storm, wanted: number): Promise<void> {
  while (storm.progress.writes < wanted) {
    if (await isIdle(storm)) return
    await pause(40)
  }
}

async function isIdle({ sandbox, office, progress }: Storm): Promise<boolean> {
  const news = await sandbox.news()
  progress.writes += news.filter(isWrite).length
  if (news.some(isWrite)) progress.lastAt = Date.now()
  return Date.now() - progress.lastAt > IDLE_MS && office.isIdle()
}

/** Makes one thing go wrong; answers what it counts as beside the requests that were struck. */
async function happen(storm: Storm, event: StormEvent): Promise<string[]> {
  const { stack, sandbox, office, trade } = storm
  switch (event.what) {
    case 'road':
      await strike(storm, `${event.fault} (${event.method})`, {
        match: { path: '^/api.xro/', method: event.method },
        times: event.times,
        ...roadFaults[event.fault],
      })
      return []
    case 'outage':
      return outage(storm, event)
    case 'lose token':
      // Half an hour later for the provider alone: our access token has ended, and we do not know it yet.
      await sandbox.control('clock', { advanceSeconds: 1_900 })
      await strike(storm, 'refreshed token lost', { kind: 'lose-token' })
      return []
    case 'worker':
      return inTheMiddle(
        storm,
        event.during,
        async () => `worker ${event.how}${(await stack.replaceWorker(event.how)) ? ' in the middle of a write' : ''}`,
      )
    case 'all workers':
      return inTheMiddle(
        storm,
        event.during,
        async () => `all workers ${event.how}${(await stack.replaceWorkers(event.how, event.downMs)) ? ' in the middle of a write' : ''}`,
      )
    case 'restart':
      await stack.restart(event.part, event.how, event.downMs)
      return [`${event.part} ${event.how}`]
    case 'by hand':
      return byHand(storm, event.hand)
    case 'save':
      await office.save(trade.later[event.portion] ?? [])
      return []
    default:
      return event satisfies never
  }
}

/** So long is waited for a request to strike; a fault stays set after that. */
const STRIKE_WITHIN_MS = 45_000

/** Sets a fault and waits until it strikes; false: it has not yet. Changes of records are few, so they are not waited for. */
async function strike(storm: Storm, what: string, fault: Record<string, unknown>): Promise<boolean> {
  const { sandbox } = storm
  const { id } = await sandbox.control<{ id: string }>('faults', fault)
  storm.set.set(id, what)
  const deadline = Date.now() + (what.endsWith('(POST)') ? 0 : STRIKE_WITHIN_MS)
  while (!(await sandbox.hasStruck(id))) {
    if (Date.now() > deadline || ((await isIdle(storm)) && !(await feed(storm)))) return false
    await pause(20)
  }
  return true
}

async function outage({ sandbox }: Storm, event: Extract<StormEvent, { what: 'outage' }>): Promise<string[]> {
  const match = { path: '^/(api.xro|connect/token)' }
  const { id } = await sandbox.control<{ id: string }>('faults', { match, seconds: event.providerSeconds, ...outages[event.fault] })
  await pause(event.realMs)
  await sandbox.control('clock', { advanceSeconds: event.providerSeconds })
  return (await sandbox.hasStruck(id)) ? [event.fault] : []
}

/** Something happens to a process while one of its writes hangs. */
async function inTheMiddle(storm: Storm, during: 'hang' | 'hang-after-commit', work: () => Promise<string>): Promise<string[]> {
  const what = during === 'hang' ? 'hang (PUT)' : 'hang after commit (PUT)'
  await strike(storm, what, { match: { path: '^/api.xro/', method: 'PUT' }, times: 1, kind: during })
  return [await work()]
}

/** A bookkeeper at work while the outcome of invoices is unknown: voids or changes one that arrived, or enters one with our number where it did not. */
async function byHand(storm: Storm, hand: ByHand): Promise<string[]> {
  const { stack, company, trade } = storm
  const { kind, fault, words } = roadOf[hand]
  const struck = await strike(storm, `${fault} (PUT)`, { match: { path: '^/api.xro/2.0/Invoices\\?', method: 'PUT' }, times: 1, kind })
  if (!struck) return []
  const settled = settledInvoices(trade)
  const onTheirWay = await invoicesOnTheirWay(stack.databaseUrl, company.connectionId)
  for (const externalId of onTheirWay.filter((id) => !settled.has(id))) {
    if (!(await touch(storm, externalId, hand))) continue
    storm.weather.byHand.set(externalId, hand)
    return [`while nobody knows, a bookkeeper ${words}`]
  }
  return []
}

const roadOf = {
  void: { kind: 'drop-after-commit', fault: 'drop after commit', words: 'voids it' },
  change: { kind: 'drop-after-commit', fault: 'drop after commit', words: 'changes it' },
  stranger: { kind: 'drop-before', fault: 'drop before', words: 'uses its number' },
} as const satisfies Record<ByHand, { kind: string; fault: RoadFault; words: string }>

/** Invoices that money or a credit is set against. */
function settledInvoices({ last }: Trade): Set<string> {
  return new Set(
    [...last.values()].flatMap((document) => {
      if (document.kind === 'payment') return (document.body.allocations ?? []).flatMap(({ invoice }) => invoice ?? [])
      if (document.kind !== 'credit') return []
      return [...(document.body.allocations ?? []), ...(document.body.corrects ?? [])].map(({ invoice }) => invoice)
    }),
  )
}

async function touch({ sandbox, company, trade }: Storm, externalId: string, hand: ByHand): Promise<boolean> {
  const document = trade.last.get(`invoice/${externalId}`)
  const edited = trade.first.some((each) => each.kind === 'invoice' && each.externalId === externalId && each !== document)
  if (document?.kind !== 'invoice' || edited) return false
  const { number } = document.body
  const edit = { organisationId: company.organisationId, invoiceNumber: number, ...edits[hand](number) }
  try {
    await sandbox.control('edit', edit)
    return true
  } catch {
    return false // the record is not there: this request was not the one that the fault struck
  }
}

const lineByHand = [{ Description: 'By hand', Quantity: 1, UnitAmount: 77.5, AccountCode: '200', TaxType: 'OUTPUT2' }]
const edits: Record<ByHand, (number: string) => Record<string, unknown>> = {
  void: () => ({ action: 'voidInvoice' }),
  change: () => ({ action: 'editInvoice', record: { LineItems: lineByHand } }),
  stranger: (InvoiceNumber) => ({
    action: 'createInvoice',
    record: {
      Type: 'ACCREC',
      Status: 'AUTHORISED',
      Contact: { Name: `By hand ${InvoiceNumber}` },
      InvoiceNumber,
      Date: '2026-10-05',
      DueDate: '2026-11-05',
      LineItems: lineByHand,
    },
  }),
}
