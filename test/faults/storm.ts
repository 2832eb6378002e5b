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
  say: (line: string) => void
}

/** Carries out a plan while the office goes on working; each event waits until the run has got so far. */
export async function carryOutStorm(parts: Omit<Storm, 'weather' | 'progress'>, plan: readonly StormEvent[]): Promise<Weather> {
  const storm: Storm = {
    ...parts,
    weather: { injected: {}, missed: [], byHand: new Map() },
    progress: { writes: 0, lastAt: Date.now() },
  }
  const left = [...plan]
  for (let event = left.shift(); event; event = left.shift()) {
    const reached = await untilWrites(storm, event.after)
    if (reached === 'idle' && event.what !== 'save') {
      // Nothing is left to send: what would be saved later is saved now.
      const next = left.findIndex(({ what }) => what === 'save')
      const [save] = next < 0 ? [] : left.splice(next, 1)
      if (save) await carryOut(storm, save)
    }
    await carryOut(storm, event)
  }
  await storm.sandbox.control('faults', undefined, 'DELETE')
  return storm.weather
}

async function carryOut(storm: Storm, event: StormEvent): Promise<void> {
  const struck = await happen(storm, event)
  if (struck === undefined) storm.weather.missed.push(eventWords(event))
  else count(storm.weather, struck)
  storm.say(`  ${struck === undefined ? 'MISSED' : 'done'}: ${eventWords(event)}`)
}

/** A run that has asked for nothing for so long, and has nothing left to send, is idle. */
const IDLE_MS = 4_000

async function untilWrites(storm: Storm, wanted: number): Promise<'reached' | 'idle'> {
  for (;;) {
    const idle = await isIdle(storm)
    if (storm.progress.writes >= wanted) return 'reached'
    if (idle) return 'idle'
    await pause(40)
  }
}

async function isIdle({ sandbox, office, progress }: Storm): Promise<boolean> {
  const news = await sandbox.news()
  progress.writes += news.filter(isWrite).length
  if (news.some(isWrite)) progress.lastAt = Date.now()
  return Date.now() - progress.lastAt > IDLE_MS && office.isIdle()
}

/** Makes one thing go wrong; answers what it counts as, or undefined when it met nothing. */
async function happen(storm: Storm, event: StormEvent): Promise<string | undefined> {
  const { stack, sandbox } = storm
  switch (event.what) {
    case 'road':
      return (await strike(storm, {
        match: { path: '^/api.xro/', method: event.method },
        times: event.times,
        ...roadFaults[event.fault],
      }))
        ? `${event.fault} (${event.method})`
        : undefined
    case 'outage':
      return outage(storm, event)
    case 'lose token':
      // Half an hour later for the provider alone: our access token has ended, and we do not know it yet.
      await sandbox.control('clock', { advanceSeconds: 1_900 })
      return (await strike(storm, { kind: 'lose-token' })) ? 'refreshed token lost' : undefined
    case 'worker':
      return inTheMiddle(
        storm,
        event.during,
        async () => `worker ${event.how}${(await stack.replaceWorker(event.how)) ? ' in a call' : ''}`,
      )
    case 'all workers':
      return inTheMiddle(
        storm,
        event.during,
        async () => `all workers ${event.how}${(await stack.replaceWorkers(event.how, event.downMs)) ? ' in a call' : ''}`,
      )
    case 'restart':
      await stack.restart(event.part, event.how, event.downMs)
      return `${event.part} ${event.how}`
    case 'by hand':
      return byHand(storm, event.hand)
    case 'save':
      await storm.office.save(storm.trade.later[event.portion] ?? [])
      return 'saved in the middle'
    default:
      return event satisfies never
  }
}

function count({ injected }: Weather, what: string): void {
  injected[what] = (injected[what] ?? 0) + 1
}

/** A fault that strikes nothing for so long is taken back. */
const STRIKE_WITHIN_MS = 45_000

/** Sets a fault and waits until it strikes; false: there was nothing to strike. */
async function strike(storm: Storm, fault: Record<string, unknown>): Promise<boolean> {
  const { sandbox } = storm
  const { id } = await sandbox.control<{ id: string }>('faults', fault)
  const deadline = Date.now() + STRIKE_WITHIN_MS
  while (!(await sandbox.hasStruck(id))) {
    if (Date.now() > deadline || (await isIdle(storm))) {
      await sandbox.control('faults', undefined, 'DELETE')
      return false
    }
    await pause(20)
  }
  return true
}

async function outage({ sandbox }: Storm, event: Extract<StormEvent, { what: 'outage' }>): Promise<string | undefined> {
  const match = { path: '^/(api.xro|connect/token)' }
  const { id } = await sandbox.control<{ id: string }>('faults', { match, seconds: event.providerSeconds, ...outages[event.fault] })
  await pause(event.realMs)
  await sandbox.control('clock', { advanceSeconds: event.providerSeconds })
  return (await sandbox.hasStruck(id)) ? event.fault : undefined
}

/** Something happens to a process while one of its writes hangs. */
async function inTheMiddle(storm: Storm, during: 'hang' | 'hang-after-commit', work: () => Promise<string>): Promise<string | undefined> {
  if (!(await strike(storm, { match: { path: '^/api.xro/', method: 'PUT' }, times: 1, kind: during }))) return undefined
  return `${await work()} (${during})`
}

/** A bookkeeper at work while the outcome of invoices is unknown: voids or changes one that arrived, or enters one with our number where it did not. */
async function byHand(storm: Storm, hand: ByHand): Promise<string | undefined> {
  const { stack, company, trade } = storm
  const { kind } = roadOf[hand]
  if (!(await strike(storm, { match: { path: '^/api.xro/2.0/Invoices\\?', method: 'PUT' }, times: 1, kind }))) return undefined
  const settled = settledInvoices(trade)
  const onTheirWay = await invoicesOnTheirWay(stack.databaseUrl, company.connectionId)
  for (const externalId of onTheirWay.filter((id) => !settled.has(id))) {
    if (!(await touch(storm, externalId, hand))) continue
    storm.weather.byHand.set(externalId, hand)
    return `${roadOf[hand].fault} and, while nobody knows, ${roadOf[hand].words} by hand`
  }
  return `${roadOf[hand].fault} (PUT)`
}

const roadOf = {
  void: { kind: 'drop-after-commit', fault: 'drop after commit', words: 'voided' },
  change: { kind: 'drop-after-commit', fault: 'drop after commit', words: 'changed' },
  stranger: { kind: 'drop-before', fault: 'drop before', words: 'our number used' },
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
