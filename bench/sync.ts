import { setTimeout as pause } from 'node:timers/promises'
import type { DemoCompany } from '../scripts/demo/demo-company.ts'
import type { Run } from '../scripts/demo/save-and-sync.ts'
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
  const run = await runToItsEnd(stack, company)
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

type EndedRun = Run & { createdAt: string; finishedAt: string }

/** Presses Save & Sync and asks once a second whether it is over, as a page would. */
async function runToItsEnd({ host }: Stack, { companyId, connectionId }: DemoCompany): Promise<EndedRun> {
  const at = `/v1/companies/${companyId}/connections/${connectionId}/sync-runs`
  const wish = { include: ['codes', 'customersOut', 'invoices', 'credits', 'payments'] }
  const { syncRunId } = await host.post<{ syncRunId: string }>(at, wish)
  for (;;) {
    const run = await host.get<Run & { createdAt: string }>(`${at}/${syncRunId}`)
    if (run.status === 'Failed') throw new Error(`The run failed: ${run.problem?.title ?? ''} ${run.problem?.cause ?? ''}`)
    if (run.finishedAt !== null) return { ...run, finishedAt: run.finishedAt }
    await pause(1_000)
  }
}

/** The first sync of a company; throws unless every document has come into the books, by this run or by an express run beside it. */
export async function firstSyncOf(stack: Stack, company: DemoCompany, trade: Trade): Promise<Synced> {
  const synced = await syncOf(stack, company)
  const arrived = (kind: string) => (synced.counts.byKind[kind]?.['pushed'] ?? 0) + (synced.counts.byKind[kind]?.['skipped'] ?? 0)
  const all =
    arrived('customer') === trade.customers.length &&
    arrived('invoice') === trade.invoices.length &&
    arrived('payment') === trade.payments.length
  if (!all) throw new Error(`Not everything went: ${JSON.stringify(synced.counts)}`)
  return synced
}
