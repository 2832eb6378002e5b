import { setTimeout as pause } from 'node:timers/promises'
import type { DemoCompany } from '../../scripts/demo/demo-company.ts'
import type { HostClient } from '../../scripts/demo/host-client.ts'

/** What the product itself says of both sides: how much it cannot explain, and which documents differ. */
export interface TieOut {
  unexplained: number
  /** `kind/externalId` → the cause that it names. */
  differences: Map<string, string>
}

interface Sheet {
  state: string
  summary: { unexplained?: number } | null
  lines: { kind: string | null; externalId: string | null; cause: string | null }[]
  nextCursor: string | null
}

/** Has both sides compared by the product, and reads the whole sheet. */
export async function tieOut(host: HostClient, { companyId, connectionId }: DemoCompany): Promise<TieOut> {
  const at = `/v1/companies/${companyId}/connections/${connectionId}/tie-out`
  const { tieOutId } = await host.post<{ tieOutId: string }>(at)
  let sheet = await host.get<Sheet>(`${at}/${tieOutId}`)
  while (sheet.state !== 'done' && sheet.state !== 'failed') {
    await pause(300)
    sheet = await host.get<Sheet>(`${at}/${tieOutId}`)
  }
  if (sheet.state === 'failed') throw new Error('the tie-out could not be made')
  const lines = [...sheet.lines]
  for (let cursor = sheet.nextCursor; cursor !== null; ) {
    const page = await host.get<Sheet>(`${at}/${tieOutId}?cursor=${encodeURIComponent(cursor)}`)
    lines.push(...page.lines)
    cursor = page.nextCursor
  }
  const differences = new Map(lines.map((line) => [`${line.kind}/${line.externalId}`, line.cause ?? 'no cause'] as const))
  return { unexplained: sheet.summary?.unexplained ?? 0, differences }
}
