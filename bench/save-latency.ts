import { setTimeout as pause } from 'node:timers/promises'
import { bareInvoices } from './bare-script.ts'
import { makeCompany } from './company.ts'
import { type ExpressSample, saveAndWait } from './express-sample.ts'
import { type Measured, quantile } from './report.ts'
import type { Stage } from './stage.ts'
import { firstSyncOf } from './sync.ts'
import { makeInvoice, makeTrade } from './trade.ts'

const SAMPLES = 120
/** A person saves now and then: between two invoices the mailbox is sometimes awake and sometimes not. */
const LONGEST_PAUSE_MS = 1_000

/** One invoice saved with automatic sync on, until it is in the books; above the time that the provider itself takes for one. */
export async function saveLatency(stage: Stage): Promise<Measured> {
  const stack = await stage.stack('off')
  const trade = makeTrade({ customers: 50, invoices: 50, payments: 0, prefix: 'E' })
  const company = await makeCompany(stack, 'Express Ltd', trade, { automatic: true })
  await firstSyncOf(stack, company, trade)
  const samples: ExpressSample[] = []
  const count = Math.max(20, Math.round(SAMPLES * stage.order.scale))
  for (let index = 0; index < count; index++) {
    samples.push(await saveAndWait(stack, company, makeInvoice(index, `EC${(index % 50) + 1}`, 'S')))
    await pause((index * 137) % LONGEST_PAUSE_MS)
  }
  const invoices = Array.from({ length: count }, (_, index) => makeInvoice(index, 'anybody', 'B'))
  const bare = await bareInvoices(stack.sandbox, await stack.sandbox.newOrganisation('Bare Invoices Ltd', 'empty'), invoices)
  const provider = { half: quantile(bare, 0.5) / 1_000, most: quantile(bare, 0.95) / 1_000 }
  const seconds = samples.map((sample) => sample.inBooksMs / 1_000)
  const known = samples.map((sample) => sample.knownMs / 1_000)
  return {
    name: 'saved to in the books',
    rows: [
      {
        what: 'p50 above the provider',
        figure: quantile(seconds, 0.5) - provider.half,
        unit: 's',
        goal: 0.5,
        baseline: { figure: provider.half, what: 'provider alone, p50' },
      },
      {
        what: 'p95 above the provider',
        figure: quantile(seconds, 0.95) - provider.most,
        unit: 's',
        goal: 2,
        baseline: { figure: provider.most, what: 'provider alone, p95' },
      },
      { what: 'known here too, p50', figure: quantile(known, 0.5), unit: 's' },
    ],
    detail: { samples: samples.length, milliseconds: samples },
  }
}
