import { SyncError } from '../../domain/errors.ts'
import type { Scope } from '../../ledger/database.ts'
import { requestTieOut } from '../../ledger/sync-requests.ts'
import { latestTieOut, listTieOutLines, readTieOut, type TieOut, type TieOutLine } from '../../ledger/tie-outs.ts'
import { frontDesk } from '../../providers/front-desk.ts'
import { connectionOf, runningConnectionOf } from '../connection-of.ts'
import * as contract from '../contract/answers.ts'
import { csvAnswer } from '../csv-answer.ts'
import { explain } from '../explain.ts'
import { asMoment, cutPage } from '../page.ts'
import { companyRoute, json, type Route } from '../route.ts'
import { afterOf } from '../run-items.ts'
import { uuidOr404 } from './keys.ts'
import type { z } from 'zod'

const path = '/v1/companies/{companyId}/connections/{connectionId}/tie-out'
const ALL = 100_000
const header = ['list', 'kind', 'our id', 'id in the books', 'cause', 'ours', 'theirs']

/** Both sides compared: the latest sheet, an earlier one, a new one. */
export const tieOutRoutes: Route[] = [
  companyRoute(
    { method: 'post', path, summary: 'Compare both sides now', reply: contract.acceptedTieOut, statuses: [202] },
    async ({ house, company, params, askedBy, inCompany }) => {
      const { tieOutId, ...ring } = await inCompany(async (scope) => {
        const { id: connectionId, provider } = await runningConnectionOf(scope, params.connectionId)
        return { connectionId, provider, lane: 'bulk' as const, ...(await requestTieOut(scope, connectionId, askedBy)) }
      })
      await house.mailbox.ring({ companyId: company.company_id, ...ring })
      return json({ tieOutId }, 202)
    },
  ),
  companyRoute(
    { method: 'get', path, summary: 'The latest comparison', query: contract.tieOutQuery, reply: contract.tieOut, also: ['text/csv'] },
    async ({ params, query, inCompany }) =>
      inCompany(async (scope) => {
        const { id, provider } = await connectionOf(scope, params.connectionId)
        return answer(scope, await latestTieOut(scope, id), query, frontDesk[provider].manifest.label)
      }),
  ),
  companyRoute(
    {
      method: 'get',
      path: `${path}/{tieOutId}`,
      summary: 'One comparison',
      query: contract.tieOutQuery,
      reply: contract.tieOut,
      also: ['text/csv'],
    },
    async ({ params, query, inCompany }) =>
      inCompany(async (scope) => {
        const { id, provider } = await connectionOf(scope, params.connectionId)
        const sheet = await readTieOut(scope, uuidOr404(params.tieOutId))
        return answer(scope, sheet?.connection_id === id ? sheet : undefined, query, frontDesk[provider].manifest.label)
      }),
  ),
]

async function answer(scope: Scope, sheet: TieOut | undefined, query: z.output<typeof contract.tieOutQuery>, label: string) {
  if (!sheet) throw new SyncError('NOT_FOUND')
  if (query.format === 'csv') {
    const lines = await listTieOutLines(scope, sheet.id, { list: query.list, limit: ALL })
    return csvAnswer(`tie-out-${(sheet.as_of ?? sheet.asked_at).toISOString().slice(0, 10)}.csv`, header, lines.map(cellsOf))
  }
  const lines = await listTieOutLines(scope, sheet.id, { list: query.list, after: afterOf(query.cursor) ?? -1, limit: query.limit + 1 })
  const { items, nextCursor } = cutPage(lines, query.limit, lineReply, (line) => [line.position])
  return json({
    tieOutId: sheet.id,
    state: sheet.state,
    agrees: sheet.agrees,
    asOf: asMoment(sheet.as_of),
    askedAt: sheet.asked_at.toISOString(),
    finishedAt: asMoment(sheet.finished_at),
    problem: sheet.code ? explain(sheet.code, {}, null, label) : null,
    summary: sheet.summary ?? null,
    lines: items,
    nextCursor,
  })
}

const lineReply = (line: TieOutLine) => ({
  list: line.list,
  kind: line.kind,
  externalId: line.external_id,
  bookId: line.book_id,
  cause: line.cause,
  ours: line.ours ?? null,
  theirs: line.theirs ?? null,
})

const cellsOf = (line: TieOutLine) => [
  line.list,
  line.kind,
  line.external_id,
  line.book_id,
  line.cause,
  asText(line.ours),
  asText(line.theirs),
]
const asText = (side: unknown): string => (side === null || side === undefined ? '' : JSON.stringify(side))
