import { setTimeout as pause } from 'node:timers/promises'
import type { DemoCompany } from './demo-company.ts'
import { type HostClient, readAll } from './host-client.ts'
import { saveAndSync } from './save-and-sync.ts'

interface Preview {
  status: string
  finishedAt: string | null
  decisions: Record<string, Record<string, number>>
  refusals: { title: string; count: number }[]
}

interface Item {
  kind: string
  externalId: string
  part: string
  decision: string
  problem: { code: string } | null
}

/** Reads the counts as a person does, presses Proceed, and compares: true where the run decided about every document as the preview had shown it. */
export async function previewAndProceed(host: HostClient, company: DemoCompany, say: (line: string) => void): Promise<boolean> {
  const at = `/v1/companies/${company.companyId}/connections/${company.connectionId}`
  const { previewId } = await host.post<{ previewId: string }>(`${at}/previews`)
  let preview = await host.get<Preview>(`${at}/previews/${previewId}`)
  while (preview.finishedAt === null) {
    await pause(300)
    preview = await host.get<Preview>(`${at}/previews/${previewId}`)
  }
  for (const [kind, decisions] of Object.entries(preview.decisions)) say(`  Preview: ${kind} ${countsOf(decisions)}`)
  for (const { title, count } of preview.refusals) say(`    ${count} × ${title}`)
  const { syncRunId } = await saveAndSync(host, company, { previewId }, say)
  const shown = await readAll<Item>(host, `${at}/previews/${previewId}/items`)
  const differences = compare(shown, await readAll<Item>(host, `${at}/sync-runs/${syncRunId}/items`))
  say(
    `  The run decided ${differences.length === 0 ? `as the preview had shown: ${shown.length} decisions` : 'OTHERWISE than the preview had shown:'}`,
  )
  for (const line of differences.slice(0, 20)) say(`    ${line}`)
  return differences.length === 0
}

const countsOf = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([decision, count]) => `${count} ${decision}`)
    .join(', ')

/** What the provider refused is the run's own: the decision to write it was the same. */
function compare(shown: Item[], done: Item[]): string[] {
  const [before, after] = [shown, done].map((items) => new Map(items.map((item) => [nameOf(item), decisionOf(item)])))
  if (!before || !after) return []
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) =>
    before.get(name) === after.get(name) ? [] : [`${name}: shown ${before.get(name) ?? 'nothing'}, done ${after.get(name) ?? 'nothing'}`],
  )
}

const nameOf = ({ kind, externalId, part }: Item): string => `${kind} ${externalId} ${part}`
const decisionOf = ({ decision, problem }: Item): string =>
  decision === 'write' || problem === null ? decision : `${decision} ${problem.code}`
