import type { DemoCompany } from '../scripts/demo/demo-company.ts'
import { type Run, saveAndSync } from '../scripts/demo/save-and-sync.ts'
import { processorSeconds, usedBetween } from './processes.ts'
import type { Stack } from './stack.ts'
import type { Trade } from './trade.ts'

/** A run as it was measured: from the wish to its end by the database's clock, its calls, and whose processor it used. */
export interface Synced {
  seconds: number
  calls: number
  refused: number
  processor: Record<string, number>
  counts: Run['counts']
}

/** One Save & Sync of everything that is due. Throws when it failed as a whole. */
export async function syncOf(stack: Stack, company: DemoCompany): Promise<Synced> {
  const from = await stack.sandbox.now()
  const before = processorSeconds(stack.pids)
  const run = (await saveAndSync(stack.host, company, {}, () => undefined)) as Run & { createdAt: string; finishedAt: string } // api/contract/sync-runs.ts; it is over
  const processor = usedBetween(before, processorSeconds(stack.pids))
  const calls = await stack.sandbox.since(from, company.organisationId)
  return {
    seconds: (Date.parse(run.finishedAt) - Date.parse(run.createdAt)) / 1_000,
    calls: calls.length,
    refused: calls.filter(({ status }) => status === 429).length,
    processor,
    counts: run.counts,
  }
}

/** The first sync of a company; throws unless every document has come into the books. */
export async function firstSyncOf(stack: Stack, company: DemoCompany, trade: Trade): Promise<Synced> {
  const synced = await syncOf(stack, company)
  const pushed = (kind: string) => synced.counts.byKind[kind]?.['pushed'] ?? 0
  if (
    pushed('customer') !== trade.customers.length ||
    pushed('invoice') !== trade.invoices.length ||
    pushed('payment') !== trade.payments.length
  )
    throw new Error(`Not everything went: ${JSON.stringify(synced.counts)}`)
  return synced
}
