import { bareScript } from './bare-script.ts'
import { processorSeconds, usedBetween } from './processes.ts'
import type { Measured } from './report.ts'
import type { Stage } from './stage.ts'

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
