import { setTimeout as pause } from 'node:timers/promises'
import type { DemoCompany } from '../../scripts/demo/demo-company.ts'
import { invoicesOnTheirWay } from './ledger-books.ts'
import type { Office } from './office.ts'
import type { Asked, Sandbox } from './sandbox.ts'
import type { Stack } from './stack.ts'
import { eventWords, outages, roadFaults, type ByHand, type StormEvent } from './storm-plan.ts'
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
  say: (line: string) => void
}

/** A road fault that struck nothing for so long is taken back. */
const STRIKE_WITHIN_MS = 6_000

/** Carries out a plan while the office goes on working; each event waits until the run has got so far. */
export async function carryOutStorm(parts: Omit<Storm, 'weather'>, plan: readonly StormEvent[]): Promise<Weather> {
  const storm: Storm = { ...parts, weather: { injected: {}, missed: [], byHand: new Map() } }
  const progress = { writes: 0, lastAt: Date.now() }
  for (const event of plan) {
    await untilWrites(storm, progress, event.after)
    const struck = await happen(storm, event)
    if (struck === undefined) storm.weather.missed.push(eventWords(event))
    else count(storm.weather, struck)
    storm.say(`  ${struck === undefined ? 'missed' : 'done'}: ${eventWords(event)}`)
  }
  await storm.sandbox.control('faults', undefined, 'DELETE')
  return storm.weather
}

const isWrite = ({ method, path }: Asked): boolean => method !== 'GET' && path.startsWith('/api.xro/')

/** A run that has nothing left to send waits for nobody: the next event happens then. */
const IDLE_MS = 5_000

async function untilWrites(storm: Storm, progress: { writes: number; lastAt: number }, wanted: number): Promise<void> {
  for (;;) {
    const news = await storm.sandbox.news()
    progress.writes += news.filter(isWrite).length
    if (news.length > 0) progress.lastAt = Date.now()
    const idle = Date.now() - progress.lastAt > IDLE_MS && (await storm.office.isIdle())
    if (progress.writes >= wanted || idle) return
    await pause(40)
  }
}

/** Makes one thing go wrong; answers what it counts as, or undefined when it met nothing. */
async function happen(storm: Storm, event: StormEvent): Promise<string | undefined> {
  const { stack, sandbox } = storm
  switch (event.what) {
    case 'road':
      return (await strike(sandbox, {
        match: { path: '^/api.xro/', method: event.method },
        times: event.times,
        ...roadFaults[event.fault],
      }))
        ? `${event.fault} (${event.method})`
        : undefined
    case 'outage':
      return outage(sandbox, event)
    case 'lose token':
      // Half an hour later for the provider alone: our access token has ended, and we do not know it yet.
      await sandbox.control('clock', { advanceSeconds: 1_900 })
      return (await strike(sandbox, { kind: 'lose-token' })) ? 'refreshed token lost' : undefined
    case 'worker':
      return inTheMiddle(
        sandbox,
        event.during,
        async () => `worker ${event.how}${(await stack.replaceWorker(event.how)) ? ' in a call' : ''}`,
      )
    case 'all workers':
      return inTheMiddle(
        sandbox,
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

/** Sets a fault and waits until it has struck at least once. */
async function strike(sandbox: Sandbox, fault: Record<string, unknown>): Promise<boolean> {
  const { id } = await sandbox.control<{ id: string }>('faults', fault)
  return sandbox.struck(id, 1, STRIKE_WITHIN_MS)
}

async function outage(sandbox: Sandbox, event: Extract<StormEvent, { what: 'outage' }>): Promise<string | undefined> {
  const match = { path: '^/(api.xro|connect/token)' }
  const { id } = await sandbox.control<{ id: string }>('faults', { match, seconds: event.providerSeconds, ...outages[event.fault] })
  await pause(event.realMs)
  await sandbox.control('clock', { advanceSeconds: event.providerSeconds })
  return (await sandbox.struck(id, 1, 0 + 1)) ? event.fault : undefined
}

/** Something happens to a process while one of its writes hangs. */
async function inTheMiddle(
  sandbox: Sandbox,
  during: 'hang' | 'hang-after-commit',
  work: () => Promise<string>,
): Promise<string | undefined> {
  if (!(await strike(sandbox, { match: { path: '^/api.xro/', method: 'PUT' }, times: 1, kind: during }))) return undefined
  return `${await work()} (${during})`
}

/** A bookkeeper at work while the outcome of invoices is unknown: voids or changes one that arrived, or enters one with our number where it did not. */
async function byHand(storm: Storm, hand: ByHand): Promise<string | undefined> {
  const { sandbox, stack, company, trade } = storm
  const kind = hand === 'stranger' ? 'drop-before' : 'drop-after-commit'
  if (!(await strike(sandbox, { match: { path: '^/api.xro/2.0/Invoices\\?', method: 'PUT' }, times: 1, kind }))) return undefined
  const settled = settledInvoices(trade)
  const onTheirWay = await invoicesOnTheirWay(stack.databaseUrl, company.connectionId)
  for (const externalId of onTheirWay.filter((id) => !settled.has(id))) {
    if (!(await touch(storm, externalId, hand))) continue
    storm.weather.byHand.set(externalId, hand)
    return `by hand: ${hand}`
  }
  return undefined
}

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
  const first = trade.first.find((document) => document.kind === 'invoice' && document.externalId === externalId)
  if (first?.kind !== 'invoice' || trade.last.get(`invoice/${externalId}`) !== first) return false
  const { number } = first.body
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
