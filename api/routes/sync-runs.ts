import { SyncError } from '../../domain/errors.ts'
import type { Scope } from '../../ledger/database.ts'
import { readLog } from '../../ledger/sync-log.ts'
import { askStop, readRun, type SyncRun } from '../../ledger/sync-runs.ts'
import { askSync, type Asked } from '../ask-sync.ts'
import { ringAll } from '../asked-run.ts'
import { connectionOf, runningConnectionOf } from '../connection-of.ts'
import * as contract from '../contract/sync-runs.ts'
import { pageQuery } from '../contract/wire.ts'
import { cutPage } from '../page.ts'
import { companyRoute, json, type Route } from '../route.ts'
import { afterOf, itemsAnswer, runsAnswer } from '../run-items.ts'
import { runReply } from '../run-reply.ts'
import { uuidOr404 } from './keys.ts'
import { z } from 'zod'

const list = '/v1/companies/{companyId}/connections/{connectionId}/sync-runs'
const one = `${list}/{syncRunId}` as const
const PREVIEW_HOURS = 24

/** Save & Sync: ask for a run, watch it, read what became of each document. */
export const syncRunRoutes: Route[] = [
  companyRoute(
    {
      method: 'post',
      path: list,
      summary: 'Ask for a sync run, or carry out a preview',
      body: contract.newSyncRun,
      reply: contract.acceptedSyncRun,
      statuses: [202],
    },
    async ({ house, company, params, body, askedBy, inCompany }) => {
      if (company.entitlement.state === 'ended') throw new SyncError('ENTITLEMENT_ENDED')
      const { requested, ring } = await inCompany(async (scope) => {
        const connection = await runningConnectionOf(scope, params.connectionId)
        return askSync(scope, connection, await wanted(scope, connection.id, body, askedBy))
      })
      await ringAll(house, company.company_id, [ring])
      return json({ syncRunId: requested.syncRunId, joined: requested.joined }, 202)
    },
  ),
  companyRoute(
    { method: 'get', path: list, summary: 'List sync runs, newest first', query: z.strictObject(pageQuery), reply: contract.syncRuns },
    async ({ house, caller, params, query, inCompany }) =>
      inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        return runsAnswer(scope, connection.id, 'sync', query, (run) => runReply(house, scope, caller, connection, run))
      }),
  ),
  companyRoute(
    { method: 'get', path: one, summary: 'Read a sync run with its counts', reply: contract.syncRun },
    async ({ house, caller, params, inCompany }) =>
      inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        return json(await runReply(house, scope, caller, connection, await runOf(scope, connection.id, params.syncRunId, 'sync')))
      }),
  ),
  companyRoute(
    {
      method: 'get',
      path: `${one}/items`,
      summary: 'What became of each document',
      query: contract.itemsQuery,
      reply: contract.syncRunItems,
      also: ['text/csv'],
    },
    async ({ house, params, query, inCompany }) =>
      inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        const run = await runOf(scope, connection.id, params.syncRunId, 'sync')
        return itemsAnswer(house, scope, connection, run, query)
      }),
  ),
  companyRoute(
    { method: 'get', path: `${one}/log`, summary: 'The log of a run, oldest first', query: contract.logQuery, reply: contract.log },
    async ({ params, query, inCompany }) =>
      inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        const run = await runOf(scope, connection.id, params.syncRunId)
        const lines = await readLog(scope, run.id, { after: afterOf(query.cursor) ?? 0, limit: query.limit + 1 })
        return json(
          cutPage(
            lines,
            query.limit,
            ({ at, ...line }) => ({ ...line, at: at.toISOString() }),
            (line) => [line.id],
          ),
        )
      }),
  ),
  companyRoute(
    { method: 'post', path: `${one}/stop`, summary: 'Stop a run after its current batch', reply: contract.syncRun, statuses: [202] },
    async ({ house, caller, params, inCompany }) => {
      const reply = await inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        const run = await runOf(scope, connection.id, params.syncRunId)
        await askStop(scope, run.id)
        return runReply(house, scope, caller, connection, await runOf(scope, connection.id, run.id))
      })
      if (!reply.finishedAt) await house.mailbox.stop(reply.syncRunId)
      return json(reply, 202)
    },
  ),
]

/** A run of this connection; previews are runs too and are asked for by name. */
export async function runOf(scope: Scope, connectionId: string, runId: string, mode?: SyncRun['mode']): Promise<SyncRun> {
  const run = await readRun(scope, uuidOr404(runId))
  if (run?.connection_id !== connectionId || (mode !== undefined && run.mode !== mode)) throw new SyncError('NOT_FOUND')
  return run
}

/** When a preview can no longer be carried out. */
export const expiryOf = (run: SyncRun): Date => new Date(run.created_at.getTime() + PREVIEW_HOURS * 3_600_000)

async function wanted(scope: Scope, connectionId: string, body: z.output<typeof contract.newSyncRun>, askedBy: string): Promise<Asked> {
  if (body.previewId === undefined) return { include: body.include ?? defaultInclude, documents: body.documents, askedBy }
  const preview = await runOf(scope, connectionId, body.previewId, 'preview')
  if (preview.status !== 'Done' || expiryOf(preview) < new Date()) throw new SyncError('PREVIEW_EXPIRED')
  return { include: preview.include, documents: preview.documents ?? undefined, previewId: preview.id, askedBy }
}

/** What Save & Sync sends when nothing else is ticked. */
export const defaultInclude: Asked['include'] = ['codes', 'customersOut', 'invoices', 'credits', 'payments']
