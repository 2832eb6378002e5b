import { setTimeout as pause } from 'node:timers/promises'
import type { HostClient } from './host-client.ts'
import type { DemoCompany } from './demo-company.ts'

interface TieOut {
  state: string
  agrees: boolean | null
  summary: Record<string, unknown> | null
  lines: { list: string; kind: string | null; externalId: string | null; bookId: string | null; cause: string | null }[]
  nextCursor: string | null
}

/** Has both sides compared and prints the sheet's totals and every difference with its cause; true: nothing is unexplained. */
export async function tieOut(host: HostClient, company: DemoCompany, say: (line: string) => void): Promise<boolean> {
  const at = `/v1/companies/${company.companyId}/connections/${company.connectionId}/tie-out`
  const { tieOutId } = await host.post<{ tieOutId: string }>(at)
  let sheet = await host.get<TieOut>(`${at}/${tieOutId}`)
  while (sheet.state !== 'done' && sheet.state !== 'failed') {
    await pause(500)
    sheet = await host.get<TieOut>(`${at}/${tieOutId}`)
  }
  if (sheet.state === 'failed') throw new Error('The tie-out could not be made.')
  const unexplained = Number(sheet.summary?.['unexplained'] ?? 0)
  say(`Tie-out: both sides ${sheet.agrees === true ? 'agree' : 'differ'}, ${unexplained} unexplained.`)
  for (const line of sheet.lines.filter(({ list }) => list === 'differences'))
    say(`  ${line.kind ?? ''} ${line.externalId ?? line.bookId ?? ''}: ${line.cause ?? 'no cause'}`)
  return unexplained === 0
}
