import { listEvents } from '../../ledger/events.ts'
import { connectionOf } from '../connection-of.ts'
import * as contract from '../contract/events.ts'
import { change } from '../contract/sync-runs.ts'
import { eventStream } from '../event-stream.ts'
import { companyRoute, json, type Route } from '../route.ts'
import { runOf } from './sync-runs.ts'

/** What happened, for the host (replay of webhooks) and for pages (streams). */
export const eventRoutes: Route[] = [
  companyRoute(
    {
      method: 'get',
      path: '/v1/companies/{companyId}/events',
      summary: 'Replay webhook events of the last 30 days, oldest first',
      query: contract.eventsQuery,
      reply: contract.events,
    },
    async ({ query, inCompany }) => {
      const rows = await inCompany((scope) => listEvents(scope, query.after, query.limit))
      const items = rows.map((row) => ({
        id: row.id,
        type: row.type,
        companyId: row.company_id,
        sequence: row.sequence,
        occurredAt: row.occurred_at.toISOString(),
        data: row.body,
      }))
      return json({ items, nextAfter: rows.at(-1)?.sequence ?? query.after })
    },
  ),
  companyRoute(
    {
      method: 'get',
      path: '/v1/companies/{companyId}/changes',
      summary: 'Server-sent: something of the company changed, read it again',
      reply: change,
      also: ['text/event-stream'],
    },
    async ({ house, company }) => eventStream(house, company.company_id, () => true),
  ),
  companyRoute(
    {
      method: 'get',
      path: '/v1/companies/{companyId}/connections/{connectionId}/sync-runs/{syncRunId}/events',
      summary: 'Server-sent: the run went on, read it again',
      reply: change,
      also: ['text/event-stream'],
    },
    async ({ house, company, params, inCompany }) => {
      const run = await inCompany(async (scope) => runOf(scope, (await connectionOf(scope, params.connectionId)).id, params.syncRunId))
      return eventStream(house, company.company_id, (kind, id) => kind === 'sync-run' && id === run.id)
    },
  ),
]
