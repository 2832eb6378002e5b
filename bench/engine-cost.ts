import { bareScript } from './bare-script.ts'
import { processorSeconds, usedBetween } from './processes.ts'
import type { Measured } from './report.ts'
import { makeCompany } from './company.ts'
import { type Stage, sizeOf } from './stage.ts'
import { firstSyncOf } from './sync.ts'
import { makeTrade } from './trade.ts'

/** The most that the engine may take beside a bare script that sends the same batches. */
const MOST_TIMES = 1.5

/** What the engine itself costs: a first sync without limits, beside a bare script with the same batches to the same sandbox. */
export async function engineCost(stage: Stage): Promise<Measured> {
  const { stack, company, trade, synced } = await stage.fullBooks()
  stage.order.say(`The engine took ${synced.seconds.toFixed(1)} s. The same by a bare script …`)
  const organisationId = await stack.sandbox.newOrganisation('Bare Script Ltd', 'empty')
  const before = processorSeconds(stack.pids)
  const bare = await bareScript({ sandbox: stack.sandbox, organisationId, trade })
  const bareProcessor = usedBetween(before, processorSeconds(stack.pids))
  return {
    name: 'engine',
    rows: [
      { what: 'first sync without limits', figure: synced.seconds, unit: 's', baseline: { figure: bare.seconds, what: 'bare script' } },
      { what: 'times the bare script', figure: synced.seconds / bare.seconds, unit: '×', goal: MOST_TIMES },
      { what: 'calls', figure: synced.calls, unit: 'calls', goal: 500, baseline: { figure: bare.calls, what: 'bare script' } },
    ],
    detail: {
      documents: trade.customers.length + trade.invoices.length + trade.payments.length,
      importSeconds: company.importSeconds,
      processorSeconds: synced.processor,
      bareProcessorSeconds: bareProcessor,
    },
  }
}

/** A call that writes fifty records takes the real provider some hundred milliseconds; the sandbox alone takes five. */
const LATENCY_MS = 250

/** The same beside a provider that takes its time, as a real one does: what the engine does meanwhile costs nothing then. */
export async function engineBesideProvider(stage: Stage): Promise<Measured> {
  const stack = await stage.stack('off')
  const trade = makeTrade({ ...sizeOf(stage.order), prefix: 'L' })
  stage.order.say(`Bringing in the documents again, for a provider that takes ${LATENCY_MS} ms a call …`)
  const company = await makeCompany(stack, 'Latency Ltd', trade)
  const organisationId = await stack.sandbox.newOrganisation('Bare Latency Ltd', 'empty')
  await stack.sandbox.latency(LATENCY_MS)
  const synced = await firstSyncOf(stack, company, trade)
  const bare = await bareScript({ sandbox: stack.sandbox, organisationId, trade })
  await stack.sandbox.latency(0)
  return {
    name: `engine, ${LATENCY_MS} ms a call`,
    rows: [
      { what: 'first sync without limits', figure: synced.seconds, unit: 's', baseline: { figure: bare.seconds, what: 'bare script' } },
      { what: 'times the bare script', figure: synced.seconds / bare.seconds, unit: '×', goal: MOST_TIMES },
    ],
    detail: { processorSeconds: synced.processor },
  }
}
