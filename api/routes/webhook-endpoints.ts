import { SyncError } from '../../domain/errors.ts'
import { findCompany } from '../../ledger/companies.ts'
import {
  createWebhookEndpoint,
  disableWebhookEndpoint,
  listWebhookEndpoints,
  readWebhookEndpoint,
  type WebhookEndpoint,
} from '../../ledger/webhook-endpoints.ts'
import * as contract from '../contract/events.ts'
import { done } from '../contract/wire.ts'
import type { House } from '../house.ts'
import { asMoment, cutPage, readMoment } from '../page.ts'
import { json, plainRoute, type Route } from '../route.ts'
import { companyIdOf, uuidOr404 } from './keys.ts'

const list = '/v1/webhook-endpoints'
const one = '/v1/webhook-endpoints/{id}'

/** Where the host wants to be told. */
export const webhookEndpointRoutes: Route[] = [
  plainRoute(
    'caller',
    {
      method: 'post',
      path: list,
      summary: 'Have events sent to an address; the secret is shown this once',
      body: contract.newWebhookEndpoint,
      reply: contract.createdWebhookEndpoint,
      statuses: [201],
    },
    async ({ house, caller, body }) => {
      checkAddress(house, body.url)
      const own = caller.reach.scope === 'company' ? caller.reach.companyId : ''
      const company = await findCompany(house.ledger, caller.reach, body.companyId ?? own)
      if (!company) throw new SyncError('NOT_FOUND')
      const wanted = { hostId: company.host_id, url: body.url, types: body.types ?? null }
      const { endpoint, secret } = await house.inCompany(company.company_id, (scope) => createWebhookEndpoint(scope, house.vault, wanted))
      return json({ ...reply(endpoint), secret }, 201)
    },
  ),
  plainRoute(
    'caller',
    { method: 'get', path: list, summary: 'List endpoints', query: contract.webhookEndpointsQuery, reply: contract.webhookEndpoints },
    async ({ house, caller, query }) => {
      const companyId = query.companyId === undefined ? undefined : await companyIdOf(house, caller, query.companyId)
      const rows = await listWebhookEndpoints(house.ledger, caller.reach, {
        companyId,
        before: readMoment(query.cursor),
        limit: query.limit + 1,
      })
      return json(cutPage(rows, query.limit, reply, (row) => [row.created_at.toISOString()]))
    },
  ),
  plainRoute(
    'caller',
    { method: 'get', path: one, summary: 'Read an endpoint', reply: contract.webhookEndpoint },
    async ({ house, caller, params }) => {
      const endpoint = await readWebhookEndpoint(house.ledger, caller.reach, uuidOr404(params.id))
      if (!endpoint) throw new SyncError('NOT_FOUND')
      return json(reply(endpoint))
    },
  ),
  plainRoute('caller', { method: 'delete', path: one, summary: 'End an endpoint', reply: done }, async ({ house, caller, params }) => {
    const endpoint = await readWebhookEndpoint(house.ledger, caller.reach, uuidOr404(params.id))
    if (!endpoint) throw new SyncError('NOT_FOUND')
    await house.inCompany(endpoint.company_id, (scope) => disableWebhookEndpoint(scope, endpoint.id))
    return json({ ok: true })
  }),
]

/** https; http only to this machine and only outside production. What the name resolves to is checked at every delivery. */
function checkAddress(house: House, address: string): void {
  const { protocol, hostname, username } = new URL(address)
  const local = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
  const allowed = protocol === 'https:' ? !(local && house.config.production) : local && !house.config.production
  if (!allowed || username !== '')
    throw new SyncError('ADDRESS_NOT_ALLOWED', { values: { detail: `${protocol}//${hostname} is not taken.` } })
}

const reply = (row: WebhookEndpoint) => ({
  id: row.id,
  companyId: row.company_id,
  url: row.url,
  types: row.types,
  createdAt: row.created_at.toISOString(),
  disabledAt: asMoment(row.disabled_at),
})
