import { SyncError } from '../../domain/errors.ts'
import type { Connection } from '../../ledger/connections.ts'
import type { Scope } from '../../ledger/database.ts'
import { countCodes, countDecisions, sumWrites } from '../../ledger/run-rows.ts'
import { requestPreview } from '../../ledger/sync-requests.ts'
import type { SyncRun } from '../../ledger/sync-runs.ts'
import { frontDesk } from '../../providers/front-desk.ts'
import { laneOf, withCustomers } from '../ask-sync.ts'
import { ringAll } from '../asked-run.ts'
import { connectionOf, runningConnectionOf } from '../connection-of.ts'
import * as contract from '../contract/sync-runs.ts'
import { pageQuery } from '../contract/wire.ts'
import { explainCount } from '../explain.ts'
import { companyRoute, json, type Route } from '../route.ts'
import { itemsAnswer, runsAnswer } from '../run-items.ts'
import { runFacts } from '../run-reply.ts'
import { defaultInclude, expiryOf, runOf } from './sync-runs.ts'
import { z } from 'zod'

const list = '/v1/companies/{companyId}/connections/{connectionId}/previews'
const one = `${list}/{previewId}` as const

/** Previews: what a run would do, with bodies and totals; carried out by POST …/sync-runs {previewId}. */
export const previewRoutes: Route[] = [
  companyRoute(
    {
      method: 'post',
      path: list,
      summary: 'Ask for a preview',
      body: contract.newPreview,
      reply: contract.acceptedPreview,
      statuses: [202],
    },
    async ({ house, company, params, body, askedBy, inCompany }) => {
      if (company.entitlement.state === 'ended') throw new SyncError('ENTITLEMENT_ENDED')
      const include = body.include ?? defaultInclude
      const ring = await inCompany(async (scope) => {
        const { id: connectionId, provider } = await runningConnectionOf(scope, params.connectionId)
        const lane = laneOf({ include, documents: body.documents })
        const documents = await withCustomers(scope, { include, documents: body.documents })
        const wish = { connectionId, lane, include, askedBy, ...(documents ? { documents } : {}) }
        const { requestId, syncRunId } = await requestPreview(scope, wish)
        return { connectionId, provider, requestId, syncRunId, lane }
      })
      await ringAll(house, company.company_id, [ring])
      return json({ previewId: ring.syncRunId }, 202)
    },
  ),
  companyRoute(
    { method: 'get', path: list, summary: 'List previews, newest first', query: z.strictObject(pageQuery), reply: contract.previews },
    async ({ params, query, inCompany }) =>
      inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        const reply = async (run: SyncRun) => ({ ...(await runFacts(scope, connection, run)), ...ownFacts(run) })
        return runsAnswer(scope, connection.id, 'preview', query, reply)
      }),
  ),
  companyRoute(
    { method: 'get', path: one, summary: 'Read a preview with counts, totals, warnings and refusals', reply: contract.preview },
    async ({ params, inCompany }) =>
      inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        return json(await previewReply(scope, connection, await runOf(scope, connection.id, params.previewId, 'preview')))
      }),
  ),
  companyRoute(
    {
      method: 'get',
      path: `${one}/items`,
      summary: 'What would be done with each document, with its body',
      query: contract.itemsQuery,
      reply: contract.syncRunItems,
      also: ['text/csv'],
    },
    async ({ house, params, query, inCompany }) =>
      inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        const run = await runOf(scope, connection.id, params.previewId, 'preview')
        return itemsAnswer(house, scope, connection, run, query)
      }),
  ),
]

const ownFacts = (run: SyncRun) => ({ previewId: run.id, expiresAt: expiryOf(run).toISOString() })

async function previewReply(scope: Scope, connection: Connection, run: SyncRun): Promise<contract.Preview> {
  const { label } = frontDesk[connection.provider].manifest
  const decisions: Record<string, Record<string, number>> = {}
  for (const { kind, decision, count } of await countDecisions(scope, run.id)) (decisions[kind] ??= {})[decision] = count
  const { refused, notes } = await countCodes(scope, run.id)
  const counted = ({ code, count }: (typeof refused)[number]) => explainCount(code, count, label)
  return {
    ...(await runFacts(scope, connection, run)),
    ...ownFacts(run),
    decisions,
    totals: await sumWrites(scope, run.id),
    warnings: notes.map(counted),
    refusals: refused.map(counted),
  }
}
