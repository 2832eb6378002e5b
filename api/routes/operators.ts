import { SyncError } from '../../domain/errors.ts'
import { listRunsAcross, searchAcross } from '../../ledger/across-companies.ts'
import { databaseSetBack } from '../../ledger/database-set-back.ts'
import { envelopesOfRun } from '../../ledger/envelopes.ts'
import { readRun } from '../../ledger/sync-runs.ts'
import { connectionOf } from '../connection-of.ts'
import * as contract from '../contract/sync-runs.ts'
import { pageQuery } from '../contract/wire.ts'
import { envelopeReply } from '../envelope-reply.ts'
import { cutPage, readMoment } from '../page.ts'
import { companyRoute, json, plainRoute, type Route } from '../route.ts'
import { readHistoryPage } from '../run-history.ts'
import { runReply } from '../run-reply.ts'
import { companyIdOf } from './keys.ts'
import { runOf } from './sync-runs.ts'
import { z } from 'zod'

/** For support: runs across companies, finding things, the raw history of a run. Every look is logged at the door. */
export const operatorRoutes: Route[] = [
  plainRoute(
    'operator',
    {
      method: 'get',
      path: '/v1/sync-runs',
      summary: 'Runs across companies, newest first',
      query: contract.operatorRunsQuery,
      reply: contract.operatorRuns,
    },
    async ({ house, caller, query }) => {
      const companyId = query.company === undefined ? undefined : await companyIdOf(house, caller, query.company)
      const rows = await listRunsAcross(house.ledger, {
        companyId,
        status: query.state,
        before: readMoment(query.cursor),
        limit: query.limit + 1,
      })
      const items = await Promise.all(
        rows.map(async (row) => ({
          ...(await house.inCompany(row.company_id, (scope) => runReply(house, scope, caller, row, row))),
          companyId: row.company_id,
          companyName: row.company_name,
          provider: row.provider,
        })),
      )
      return json(
        cutPage(
          items,
          query.limit,
          (item) => item,
          (item) => [item.createdAt],
        ),
      )
    },
  ),
  plainRoute(
    'operator',
    {
      method: 'get',
      path: '/v1/search',
      summary: 'Find companies, connections, runs and documents',
      query: contract.searchQuery,
      reply: contract.searchResults,
    },
    async ({ house, query }) => {
      const found = await searchAcross(house.ledger, query.query)
      return json({
        items: found.map(({ company_id: companyId, company_name: companyName, connection_id: connectionId, ...rest }) => ({
          ...rest,
          companyId,
          companyName,
          connectionId,
        })),
      })
    },
  ),
  plainRoute(
    'operator',
    {
      method: 'post',
      path: '/v1/database-set-back',
      summary: 'Say that the database was restored to an earlier moment, before workers run again',
      body: contract.setBack,
      reply: contract.setBackDone,
    },
    async ({ house }) => json(await databaseSetBack(house.ledger)),
  ),
  companyRoute(
    {
      method: 'get',
      path: '/v1/companies/{companyId}/connections/{connectionId}/sync-runs/{syncRunId}/history',
      summary: 'The raw Temporal history of a run (operators)',
      query: z.strictObject(pageQuery),
      reply: contract.history,
    },
    async ({ house, caller, params, query, inCompany }) => {
      if (caller.reach.scope !== 'operator') throw new SyncError('FORBIDDEN')
      const run = await inCompany(async (scope) => runOf(scope, (await connectionOf(scope, params.connectionId)).id, params.syncRunId))
      const page = await readHistoryPage(house, run.id, query)
      if (page) return json({ source: 'temporal', ...page })
      const kept = await inCompany((scope) => readRun(scope, run.id))
      return json({
        source: 'kept',
        items: Array.isArray(kept?.history) ? kept.history : kept?.history ? [kept.history] : [],
        nextCursor: null,
      })
    },
  ),
  companyRoute(
    {
      method: 'get',
      path: '/v1/companies/{companyId}/connections/{connectionId}/sync-runs/{syncRunId}/envelopes',
      summary: 'Each request of a run, with what was sent and answered (operators)',
      query: z.strictObject(pageQuery),
      reply: contract.envelopes,
    },
    async ({ house, caller, params, query, inCompany }) => {
      if (caller.reach.scope !== 'operator') throw new SyncError('FORBIDDEN')
      return inCompany(async (scope) => {
        const run = await runOf(scope, (await connectionOf(scope, params.connectionId)).id, params.syncRunId)
        const envelopes = await envelopesOfRun(scope, run.id, { after: readMoment(query.cursor), limit: query.limit + 1 })
        const replies = envelopes.map((envelope) => envelopeReply(house.vault, envelope))
        return json(
          cutPage(
            replies,
            query.limit,
            (reply) => reply,
            (reply) => [reply.writtenAt],
          ),
        )
      })
    },
  ),
]
