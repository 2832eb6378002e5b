import { setTimeout as pause } from 'node:timers/promises'
import type { HostClient } from './host-client.ts'
import type { DemoCompany } from './demo-company.ts'

/** A run as the API tells it. */
export interface Run {
  syncRunId: string
  status: string
  stage: string | null
  finishedAt: string | null
  counts: { toGo: number; byKind: Record<string, Record<string, number>> }
  problem: { title: string; cause: string } | null
}

/** Presses Save & Sync and watches until it is over. Throws when the run failed as a whole. */
export async function saveAndSync(
  host: HostClient,
  company: DemoCompany,
  wish: { include?: string[] } | { previewId: string },
  say: (line: string) => void,
): Promise<Run> {
  const at = `/v1/companies/${company.companyId}/connections/${company.connectionId}/sync-runs`
  const { syncRunId } = await host.post<{ syncRunId: string }>(
    at,
    'previewId' in wish ? wish : { include: wish.include ?? ['codes', 'customersOut', 'invoices', 'credits', 'payments'] },
  )
  let shown = ''
  for (;;) {
    const run = await host.get<Run>(`${at}/${syncRunId}`)
    const line = `  ${run.stage ?? 'waiting'}: ${told(run)}`
    if (line !== shown) say(line)
    shown = line
    if (run.finishedAt) return ended(run, say)
    await pause(500)
  }
}

function ended(run: Run, say: (line: string) => void): Run {
  if (run.status === 'Failed') throw new Error(`The run failed: ${run.problem?.title ?? ''} ${run.problem?.cause ?? ''}`)
  say(`Save & Sync: ${run.status}. ${told(run)}`)
  return run
}

function told({ counts }: Run): string {
  const kinds = Object.entries(counts.byKind).map(
    ([kind, outcomes]) =>
      `${kind} ${Object.entries(outcomes)
        .map(([outcome, count]) => `${count} ${outcome}`)
        .join(', ')}`,
  )
  return [...kinds, ...(counts.toGo > 0 ? [`${counts.toGo} to go`] : [])].join(' · ')
}
