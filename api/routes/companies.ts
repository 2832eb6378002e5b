import { SyncError } from '../../domain/errors.ts'
import {
  changeCompany,
  type Company,
  createCompany,
  createHost,
  findCompany,
  type Host,
  listCompanies,
  listHosts,
  setEntitlement,
} from '../../ledger/companies.ts'
import type { Caller } from '../../ledger/keys.ts'
import * as contract from '../contract/companies.ts'
import { pageQuery } from '../contract/wire.ts'
import type { House } from '../house.ts'
import { cutPage, readCursor } from '../page.ts'
import { companyRoute, json, plainRoute, type Route } from '../route.ts'
import { z } from 'zod'

const list = z.strictObject(pageQuery)

/** Hosts, companies, and what a company has paid for. */
export const companyRoutes: Route[] = [
  plainRoute(
    'operator',
    { method: 'post', path: '/v1/hosts', summary: 'Make a host', body: contract.newHost, reply: contract.host, statuses: [201] },
    async ({ house, body }) => json(hostReply(await createHost(house.ledger, body)), 201),
  ),
  plainRoute(
    'operator',
    { method: 'get', path: '/v1/hosts', summary: 'List hosts', query: list, reply: contract.hosts },
    async ({ house }) => json({ items: (await listHosts(house.ledger)).map(hostReply), nextCursor: null }),
  ),
  plainRoute(
    'host',
    {
      method: 'post',
      path: '/v1/companies',
      summary: 'Make a company, or get the one with this id',
      body: contract.newCompany,
      reply: contract.company,
      statuses: [200, 201],
    },
    async ({ house, caller, body }) => {
      const hostId = await hostOf(house, caller, body.hostId)
      const { company, created } = await createCompany(house.ledger, { ...body, hostId })
      return json(companyReply(company), created ? 201 : 200)
    },
  ),
  plainRoute(
    'caller',
    { method: 'get', path: '/v1/companies', summary: 'List companies', query: list, reply: contract.companies },
    async ({ house, caller, query }) => {
      const [name, id] = readCursor(query.cursor) ?? []
      const after = name !== undefined && z.uuid().safeParse(id).success ? { name, id: id ?? '' } : undefined
      const rows = await listCompanies(house.ledger, caller.reach, { after, limit: query.limit + 1 })
      return json(cutPage(rows, query.limit, companyReply, (row) => [row.name, row.company_id]))
    },
  ),
  companyRoute(
    { method: 'get', path: '/v1/companies/{companyId}', summary: 'Read a company', reply: contract.company },
    async ({ company }) => json(companyReply(company)),
  ),
  plainRoute(
    'caller',
    {
      method: 'put',
      path: '/v1/companies/{companyId}',
      summary: 'Change a company; under ext:{hostId} makes it if it is new',
      body: contract.companyChange,
      reply: contract.company,
      statuses: [200, 201],
    },
    async ({ house, caller, params, body }) => {
      const company = await findCompany(house.ledger, caller.reach, params.companyId)
      if (company) return json(companyReply(await house.inCompany(company.company_id, (scope) => changeCompany(scope, body))))
      if (!params.companyId.startsWith('ext:') || caller.reach.scope === 'company') throw new SyncError('NOT_FOUND')
      const hostId = await hostOf(house, caller, undefined)
      const made = await createCompany(house.ledger, { ...body, hostId, externalId: params.companyId.slice(4) })
      return json(companyReply(made.company), 201)
    },
  ),
  companyRoute(
    {
      method: 'put',
      path: '/v1/companies/{companyId}/entitlement',
      summary: 'Say what the company has paid for (hosts and operators)',
      body: contract.entitlement,
      reply: contract.company,
    },
    async ({ caller, body, inCompany }) => {
      if (caller.reach.scope === 'company') throw new SyncError('FORBIDDEN')
      const { state, trialEndsOn } = body
      return json(companyReply(await inCompany((scope) => setEntitlement(scope, trialEndsOn ? { state, trialEndsOn } : { state }))))
    },
  ),
]

/** The host that a new company or key belongs to: the caller's own; an operator says which, or means the first. */
export async function hostOf(house: House, caller: Caller, named: string | undefined): Promise<string> {
  if (caller.reach.scope !== 'operator') {
    if (named !== undefined && named !== caller.reach.hostId) throw new SyncError('NOT_FOUND')
    return caller.reach.hostId
  }
  const hosts = await listHosts(house.ledger)
  const host = named === undefined ? hosts[0] : hosts.find((row) => row.id === named)
  if (!host) throw new SyncError('NOT_FOUND')
  return host.id
}

const companyReply = (row: Company): contract.Company => ({
  companyId: row.company_id,
  hostId: row.host_id,
  externalId: row.external_id,
  name: row.name,
  timeZone: row.time_zone,
  entitlement: row.entitlement,
  createdAt: row.created_at.toISOString(),
})

const hostReply = (row: Host) => ({
  hostId: row.id,
  name: row.name,
  supportContact: row.support_contact,
  createdAt: row.created_at.toISOString(),
})
