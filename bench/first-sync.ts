import { setTimeout as pause } from 'node:timers/promises'
import { bareScript } from './bare-script.ts'
import { type BenchCompany, makeCompany } from './company.ts'
import { type ExpressSample, saveAndWait } from './express-sample.ts'
import { type Measured, quantile } from './report.ts'
import { type Stage, sizeOf } from './stage.ts'
import type { Stack } from './stack.ts'
import { firstSyncOf } from './sync.ts'
import { makeInvoice, makeTrade } from './trade.ts'

/** A person saves an invoice this often while the first sync goes on (milliseconds). */
const SAMPLE_EVERY_MS = 20_000
/** Xero's minute, and a little more so that the two clocks need not agree. */
const MINUTE_MS = 60_100
const CALLS_A_MINUTE = 60

/** The first sync of a large company at the provider's real limits, express invoices meanwhile, and a bare script that is paced as well as can be. */
export async function firstSync(stage: Stage): Promise<Measured> {
  const stack = await stage.stack('real')
  const trade = makeTrade(sizeOf(stage.order))
  stage.order.say(`Bringing in ${trade.invoices.length} invoices with customers and payments …`)
  const company = await makeCompany(stack, 'First Sync Ltd', trade)
  const organisationId = await stack.sandbox.newOrganisation('Bare Paced Ltd', 'empty')
  stage.order.say('First sync at 60 calls a minute, beside it a bare script at the same pace and an express invoice now and then …')
  const going = { on: true }
  const [synced, samples, paced] = await Promise.all([
    firstSyncOf(stack, company, trade).finally(() => (going.on = false)),
    expressMeanwhile(stack, company, going, trade.customers.length),
    bareScript({ sandbox: stack.sandbox, organisationId, trade, pace: pacer() }),
  ])
  const seconds = samples.map((sample) => sample.inBooksMs / 1_000)
  return {
    name: 'first sync at real limits',
    rows: [
      {
        what: 'calls',
        figure: synced.calls - samples.length,
        unit: 'calls',
        goal: 500,
        baseline: { figure: paced.calls, what: 'bare script' },
      },
      {
        what: 'time',
        figure: synced.seconds / 60,
        unit: 'min',
        goal: 9,
        baseline: { figure: paced.seconds / 60, what: 'bare script, 60 a minute' },
      },
      { what: 'calls refused for a limit', figure: synced.refused, unit: 'calls', goal: 0 },
      { what: 'express invoice meanwhile, the slowest', figure: Math.max(...seconds), unit: 's', goal: 5 },
      { what: 'express invoice meanwhile, median', figure: quantile(seconds, 0.5), unit: 's' },
    ],
    detail: { allCallsOfTheOrganisation: synced.calls, express: samples, processorSeconds: synced.processor },
  }
}

/** Invoices of customers of the company, saved and asked for as a person does, until told to end. */
async function expressMeanwhile(stack: Stack, company: BenchCompany, going: { on: boolean }, customers: number): Promise<ExpressSample[]> {
  const samples: ExpressSample[] = []
  for (let index = 0; going.on; index++) {
    await pause(SAMPLE_EVERY_MS)
    if (going.on)
      samples.push(await saveAndWait(stack, company, makeInvoice(index, `C${1 + (index % Math.min(50, customers))}`, 'X'), true))
  }
  return samples
}

/** Call number n begins a minute after call number n − 60 has ended, however the calls between were spread: when it arrived lies in between. */
function pacer(): (call: number) => Promise<() => void> {
  const ended = new Map<number, PromiseWithResolvers<number>>()
  const endOf = (call: number): PromiseWithResolvers<number> => {
    const known = ended.get(call) ?? Promise.withResolvers<number>()
    ended.set(call, known)
    return known
  }
  return async (call) => {
    if (call >= CALLS_A_MINUTE) await pause(Math.max(0, (await endOf(call - CALLS_A_MINUTE).promise) + MINUTE_MS - Date.now()))
    return () => endOf(call).resolve(Date.now())
  }
}
