import { setTimeout as pause } from 'node:timers/promises'
import type { DocumentKind } from '../../domain/entities.ts'
import { EXPRESS_DOCUMENTS } from '../../domain/entities.ts'
import type { DemoCompany } from '../../scripts/demo/demo-company.ts'
import type { HostClient } from '../../scripts/demo/host-client.ts'
import type { Saved } from './trade.ts'

/** The office of the company: brings documents in, saves single ones, presses Save & Sync whenever the last run is over. */
export interface Office {
  /** Everything at once, as an import. */
  bringIn(documents: readonly Saved[]): Promise<void>
  /** One by one, and a run for just these. */
  save(documents: readonly Saved[]): Promise<void>
  /** One Save & Sync to its end. */
  saveAndSync(): Promise<Run>
  /** Nothing to do: the last run ended and found nothing to send. */
  isIdle(): Promise<boolean>
}

/** A run as the API tells it. */
export interface Run {
  syncRunId: string
  status: string
  finishedAt: string | null
  counts: { planned: number; byKind: Record<string, Record<string, number>> }
  problem: { code: string } | null
}

const collections = { customer: 'customers', invoice: 'invoices', credit: 'credits', payment: 'payments' } as const
const include = ['codes', 'customersOut', 'invoices', 'credits', 'payments']
const SAVES_AT_ONCE = 6

export function openOffice(host: HostClient, company: DemoCompany): Office {
  const at = `/v1/companies/${company.companyId}`
  const runs = `${at}/connections/${company.connectionId}/sync-runs`
  let last: Run | undefined
  const finished = async (syncRunId: string): Promise<Run> => {
    for (;;) {
      const run = await host.get<Run>(`${runs}/${syncRunId}`)
      if (run.finishedAt !== null) return run
      await pause(150)
    }
  }
  const saveAndSync = async (): Promise<Run> => {
    const { syncRunId } = await host.post<{ syncRunId: string }>(runs, { include })
    last = await finished(syncRunId)
    return last
  }
  return {
    saveAndSync,
    bringIn: async (documents) => {
      const form = new FormData()
      for (const kind of Object.keys(collections) as DocumentKind[]) {
        // the keys of the table above
        const ofKind = documents.filter((document) => document.kind === kind)
        if (ofKind.length > 0) form.append(collections[kind], new Blob([jsonLines(ofKind)]), `${collections[kind]}.jsonl`)
      }
      const answer = await host.send<{ state: string; counts: Record<string, Record<string, number>> }>(`${at}/imports`, form)
      const refused = Object.values(answer.counts).reduce((sum, counts) => sum + (counts['refused'] ?? 0), 0)
      if (answer.state !== 'done' || refused > 0) throw new Error(`the import was not taken: ${JSON.stringify(answer).slice(0, 2_000)}`)
    },
    save: async (documents) => {
      const waiting = [...documents]
      const saveNext = async (): Promise<void> => {
        for (let next = waiting.shift(); next; next = waiting.shift())
          await host.put(`${at}/${collections[next.kind]}/${next.externalId}`, next.body)
      }
      await Promise.all(Array.from({ length: SAVES_AT_ONCE }, saveNext))
      const asked = documents.slice(0, EXPRESS_DOCUMENTS).map(({ kind, externalId }) => ({ kind, externalId }))
      if (asked.length > 0) await host.post(runs, { include, documents: asked })
    },
    isIdle: async () => last !== undefined && last.status === 'Done' && Object.keys(last.counts.byKind).length === 0,
  }
}

const jsonLines = (documents: readonly Saved[]): string =>
  documents.map(({ externalId, body }) => JSON.stringify({ externalId, ...body })).join('\n')
