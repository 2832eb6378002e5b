import { setTimeout as pause } from 'node:timers/promises'
import type { DemoCompany } from './demo-company.ts'
import { type HostClient, readAll } from './host-client.ts'
import type { Run } from './save-and-sync.ts'

/** What has become of one document, in the word of the run that decided it; `notDue` where none has anything to do with it. */
export interface Fate {
  kind: 'customer' | 'invoice' | 'credit' | 'receipt'
  externalId: string
  outcome: string
}

interface Item {
  kind: string
  externalId: string
  part: string
  outcome: string | null
}

const collections = { customers: 'customer', invoices: 'invoice', credits: 'credit', payments: 'receipt' } as const

/** What has become of every document of the company over all runs of the connection, once they are over. */
export async function readOutcomes(host: HostClient, company: DemoCompany): Promise<Fate[]> {
  const decided = new Map<string, string>()
  for (const run of await runsOf(host, company))
    for (const [document, outcome] of await outcomesOfRun(host, company, run.syncRunId))
      if (!(leavesAsItIs.has(outcome) && decided.has(document))) decided.set(document, outcome)
  const fates: Fate[] = []
  for (const [collection, kind] of Object.entries(collections)) {
    const documents = await readAll<{ externalId: string; status: string }>(host, `/v1/companies/${company.companyId}/${collection}`)
    for (const { externalId, status } of documents)
      fates.push({ kind, externalId, outcome: outcomeOf(decided.get(`${kind} ${externalId}`), status) })
  }
  return fates
}

/** What was asked about or waited, and stands in the books now although no run sent it, was linked by an answer. */
const outcomeOf = (decided: string | undefined, status: string): string =>
  status === 'inBooks' && (decided === 'asked' || decided === 'waiting' || decided === undefined) ? 'adopted' : (decided ?? status)

/** Outcomes of a later run that leave standing what an earlier one did. */
const leavesAsItIs = new Set(['skipped', 'updated'])

/** Oldest first. A run may ask for another one, for children that it did not reach. */
async function runsOf(host: HostClient, { companyId, connectionId }: DemoCompany): Promise<Run[]> {
  for (;;) {
    const runs = await readAll<Run>(host, `/v1/companies/${companyId}/connections/${connectionId}/sync-runs`)
    if (runs.every(({ finishedAt }) => finishedAt !== null)) return runs.toReversed()
    await pause(500)
  }
}

/** The document itself; money that is wholly on account has no main part. */
async function outcomesOfRun(host: HostClient, { companyId, connectionId }: DemoCompany, runId: string): Promise<Map<string, string>> {
  const items = await readAll<Item>(host, `/v1/companies/${companyId}/connections/${connectionId}/sync-runs/${runId}/items`)
  const outcomes = new Map<string, string>()
  for (const { kind, externalId, part, outcome } of items) {
    const document = `${kind === 'payment' ? 'receipt' : kind} ${externalId}`
    if (outcome !== null && (part === 'main' || (part === 'onAccount' && !outcomes.has(document)))) outcomes.set(document, outcome)
  }
  return outcomes
}
