import { setTimeout as pause } from 'node:timers/promises'
import { type BenchCompany, makeCompany } from './company.ts'
import { processorSeconds, usedBetween } from './processes.ts'
import { type Measured, quantile } from './report.ts'
import type { LoggedCall } from './sandbox.ts'
import type { Stage } from './stage.ts'
import type { Stack } from './stack.ts'
import { syncOf } from './sync.ts'
import { makeTrade } from './trade.ts'

const COMPANIES = 200
const EACH = { customers: 3, invoices: 5, payments: 3 }
/** The API lets one address through its sign-in pages so often a minute. */
const SIGN_INS_A_MINUTE = 55
/** How often it is asked who is done, and for how long (milliseconds). */
const ASK_EVERY_MS = 2_000
const PATIENCE_MS = 15 * 60_000
/** Xero's limits (developer.xero.com /faq/limits, November 2026). */
const LIMITS = { aMinute: 60, atOnce: 5, appAMinute: 10_000 }

/** Many companies due in the same minute: how late the last one is, and whether any limit was broken, by the sandbox's own log. */
export async function manyCompanies(stage: Stage): Promise<Measured> {
  const stack = await stage.stack('real')
  const alone = await makeCompany(stack, 'Alone Ltd', makeTrade({ ...EACH, prefix: 'A' }))
  const baseline = await syncOf(stack, alone)
  const companies = await makeCompanies(stage, stack)
  await pause(MINUTE_MS) // what setting them up cost is out of every window
  const from = await stack.sandbox.now()
  const before = processorSeconds(stack.pids)
  stage.order.say(`${companies.length} companies press Save & Sync at once …`)
  const runs = await Promise.all(companies.map((company) => askFor(stack, company)))
  const seconds = await finish(stack, companies, runs)
  const processor = usedBetween(before, processorSeconds(stack.pids))
  const calls = await stack.sandbox.since(from)
  const densest = densities(calls)
  return {
    name: `${companies.length} companies at once`,
    rows: [
      {
        what: 'the last one done after',
        figure: Math.max(...seconds),
        unit: 's',
        goal: 60,
        baseline: { figure: baseline.seconds, what: 'one company alone' },
      },
      { what: 'median', figure: quantile(seconds, 0.5), unit: 's' },
      { what: 'calls refused for a limit', figure: calls.filter(({ status }) => status === 429).length, unit: 'calls', goal: 0 },
      { what: 'most calls of one company in a minute', figure: densest.aMinute, unit: 'calls', goal: LIMITS.aMinute },
      { what: 'most calls of one company at once', figure: densest.atOnce, unit: 'calls', goal: LIMITS.atOnce },
      { what: 'most calls of the app in a minute', figure: densest.appAMinute, unit: 'calls', goal: LIMITS.appAMinute },
    ],
    detail: { calls: calls.length, processorSeconds: processor, baselineProcessorSeconds: baseline.processor },
  }
}

const MINUTE_MS = 61_000

async function makeCompanies(stage: Stage, stack: Stack): Promise<BenchCompany[]> {
  const count = Math.max(2, Math.round(COMPANIES * stage.order.scale))
  stage.order.say(`Making ${count} companies (${SIGN_INS_A_MINUTE} sign-ins a minute) …`)
  const companies: BenchCompany[] = []
  for (let index = 0; index < count; index++) {
    if (index > 0 && index % SIGN_INS_A_MINUTE === 0) await pause(MINUTE_MS)
    companies.push(await makeCompany(stack, `Company ${index + 1}`, makeTrade({ ...EACH, prefix: `M${index + 1}-` })))
  }
  return companies
}

const runsOf = ({ companyId, connectionId }: BenchCompany): string => `/v1/companies/${companyId}/connections/${connectionId}/sync-runs`

async function askFor({ host }: Stack, company: BenchCompany): Promise<string> {
  const wish = { include: ['codes', 'customersOut', 'invoices', 'credits', 'payments'] }
  return (await host.post<{ syncRunId: string }>(runsOf(company), wish)).syncRunId
}

/** Seconds from each wish to its end. Throws when a run failed or is not done in time. */
async function finish({ host }: Stack, companies: BenchCompany[], runs: string[]): Promise<number[]> {
  const seconds: number[] = []
  const giveUp = Date.now() + PATIENCE_MS
  for (const [index, company] of companies.entries()) {
    for (;;) {
      const run = await host.get<{ status: string; createdAt: string; finishedAt: string | null }>(`${runsOf(company)}/${runs[index]}`)
      if (run.status === 'Failed' || Date.now() > giveUp) throw new Error(`The run of ${company.name} is ${run.status}`)
      if (run.finishedAt) {
        seconds.push((Date.parse(run.finishedAt) - Date.parse(run.createdAt)) / 1_000)
        break
      }
      await pause(ASK_EVERY_MS)
    }
  }
  return seconds
}

/** The most calls in any 60 seconds and at once: of one organisation, and of the app. Refused ones count for nothing. */
function densities(calls: LoggedCall[]): { aMinute: number; atOnce: number; appAMinute: number } {
  const taken = calls.filter(({ status, tenant }) => status !== 429 && tenant !== undefined)
  const each = [...Map.groupBy(taken, ({ tenant }) => tenant).values()]
  return {
    aMinute: Math.max(0, ...each.map(inAMinute)),
    atOnce: Math.max(0, ...each.map(atOnce)),
    appAMinute: inAMinute(taken),
  }
}

function inAMinute(calls: LoggedCall[]): number {
  const starts = calls.map(({ started }) => started).toSorted((a, b) => a - b)
  let [first, most] = [0, 0]
  for (const [last, start] of starts.entries()) {
    while ((starts[first] ?? start) <= start - 60_000) first += 1
    most = Math.max(most, last - first + 1)
  }
  return most
}

function atOnce(calls: LoggedCall[]): number {
  const edges = calls.flatMap(({ started, finished }) => [
    { at: started, step: 1 },
    { at: finished ?? Number.POSITIVE_INFINITY, step: -1 },
  ])
  let [running, most] = [0, 0]
  for (const { step } of edges.toSorted((a, b) => a.at - b.at || a.step - b.step)) {
    running += step
    most = Math.max(most, running)
  }
  return most
}
