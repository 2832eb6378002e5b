import { setTimeout as pause } from 'node:timers/promises'
import type { Scene } from './scene.ts'

/** One line of a tie-out as the API tells it. */
export interface SheetLine {
  list: string
  kind: string | null
  externalId: string | null
  bookId: string | null
  cause: string | null
  ours: Record<string, unknown> | null
  theirs: Record<string, unknown> | null
}

/** A tie-out with all its lines. */
export interface Sheet {
  agrees: boolean
  unexplained: number
  lines: SheetLine[]
}

interface SheetPage {
  state: string
  agrees: boolean | null
  summary: { unexplained: number } | null
  lines: SheetLine[]
  nextCursor: string | null
}

/** Has both sides compared, and reads the whole sheet. Throws when it could not be made. */
export async function tieOutSheet({ stack, company }: Pick<Scene, 'stack' | 'company'>): Promise<Sheet> {
  const at = `/v1/companies/${company.companyId}/connections/${company.connectionId}/tie-out`
  const { tieOutId } = await stack.host.post<{ tieOutId: string }>(at)
  let page = await stack.host.get<SheetPage>(`${at}/${tieOutId}?limit=200`)
  while (page.state !== 'done' && page.state !== 'failed') {
    await pause(100)
    page = await stack.host.get<SheetPage>(`${at}/${tieOutId}?limit=200`)
  }
  if (page.state === 'failed') throw new Error('The tie-out could not be made.')
  const lines = [...page.lines]
  while (page.nextCursor !== null) {
    page = await stack.host.get<SheetPage>(`${at}/${tieOutId}?limit=200&cursor=${encodeURIComponent(page.nextCursor)}`)
    lines.push(...page.lines)
  }
  return { agrees: page.agrees === true, unexplained: page.summary?.unexplained ?? 0, lines }
}
