import { z } from 'zod'
import { type ErrorCode, errors, SyncError } from '../../domain/errors.ts'
import { chooseOrganisation } from '../../ledger/choose-organisation.ts'
import {
  type Connection,
  createConnection,
  disconnectConnection,
  listConnections,
  pauseConnection,
  resumeConnection,
} from '../../ledger/connections.ts'
import { beginConsent } from '../../ledger/consents.ts'
import type { Scope } from '../../ledger/database.ts'
import { readSettings } from '../../ledger/settings.ts'
import { frontDesk } from '../../providers/front-desk.ts'
import { appKeysOf, redirectUrl } from '../app-keys-of.ts'
import { ringAll } from '../asked-run.ts'
import { connectionOf } from '../connection-of.ts'
import * as contract from '../contract/connections.ts'
import { explained } from '../contract/wire.ts'
import { explain } from '../explain.ts'
import type { House } from '../house.ts'
import { asMoment } from '../page.ts'
import { ValidationError } from '../problem-response.ts'
import { companyRoute, json, type Route } from '../route.ts'
import { endAccess } from '../sign-in/end-access.ts'
import { firstReading } from '../sign-in/mount-connect-callback.ts'

const list = '/v1/companies/{companyId}/connections'
const one = '/v1/companies/{companyId}/connections/{connectionId}'

/** Connections: begin, choose the organisation, pause, resume, end. */
export const connectionRoutes: Route[] = [
  companyRoute(
    {
      method: 'post',
      path: list,
      summary: 'Begin a connection: send the browser to authorizeUrl',
      body: contract.newConnection,
      reply: contract.begunConnection,
      statuses: [201],
    },
    async ({ house, body, askedBy, inCompany }) => {
      const returnTo = checkedReturn(body.returnTo)
      return json(
        await inCompany(async (scope) => {
          const connectionId = await createConnection(scope, body.provider)
          return begin(house, scope, { connectionId, provider: body.provider, askedBy, returnTo })
        }),
        201,
      )
    },
  ),
  companyRoute({ method: 'get', path: list, summary: 'List connections', reply: contract.connections }, async ({ house, inCompany }) =>
    inCompany(async (scope) => {
      const rows = await listConnections(scope)
      return json({ items: await Promise.all(rows.map((row) => connectionReply(house, scope, row))), nextCursor: null })
    }),
  ),
  companyRoute(
    { method: 'get', path: one, summary: 'Read a connection', reply: contract.connection },
    async ({ house, params, inCompany }) =>
      inCompany(async (scope) => json(await connectionReply(house, scope, await connectionOf(scope, params.connectionId)))),
  ),
  companyRoute(
    {
      method: 'post',
      path: `${one}/reconnect`,
      summary: 'Sign in again for a connection: send the browser to authorizeUrl',
      body: contract.newConnection.pick({ returnTo: true }),
      reply: contract.begunConnection,
    },
    async ({ house, params, body, askedBy, inCompany }) => {
      const returnTo = checkedReturn(body.returnTo)
      return inCompany(async (scope) => {
        const { id: connectionId, provider } = await connectionOf(scope, params.connectionId)
        return json(await begin(house, scope, { connectionId, provider, askedBy, returnTo }))
      })
    },
  ),
  companyRoute(
    {
      method: 'post',
      path: `${one}/organisation`,
      summary: 'Choose the organisation',
      body: contract.chosenOrganisation,
      reply: contract.connection,
    },
    async ({ house, company, params, body, inCompany }) => {
      const { rings, reply } = await inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        const attached = await chooseOrganisation(scope, connection.id, body.organisationId)
        if (attached.state === 'refused') throw new SyncError(attached.code)
        const rings = await firstReading(scope, attached)
        return { rings, reply: await connectionReply(house, scope, await connectionOf(scope, attached.connectionId)) }
      })
      await ringAll(house, company.company_id, rings)
      return json(reply)
    },
  ),
  companyRoute(
    { method: 'post', path: `${one}/pause`, summary: 'Pause a connection', reply: contract.connection },
    async ({ house, params, inCompany }) =>
      inCompany(async (scope) => {
        await pauseConnection(scope, (await connectionOf(scope, params.connectionId)).id)
        return json(await connectionReply(house, scope, await connectionOf(scope, params.connectionId)))
      }),
  ),
  companyRoute(
    { method: 'post', path: `${one}/resume`, summary: 'Let a connection go on', reply: contract.connection },
    async ({ house, params, inCompany }) =>
      inCompany(async (scope) => {
        await resumeConnection(scope, (await connectionOf(scope, params.connectionId)).id)
        return json(await connectionReply(house, scope, await connectionOf(scope, params.connectionId)))
      }),
  ),
  companyRoute(
    {
      method: 'delete',
      path: one,
      summary: 'End a connection; settings, links and history stay',
      reply: z.object({ ok: z.literal(true), accessEnded: z.boolean(), problem: explained.nullable() }),
    },
    async ({ house, company, params, inCompany }) => {
      const { connection, ended } = await inCompany(async (scope) => {
        const connection = await connectionOf(scope, params.connectionId)
        return { connection, ended: await disconnectConnection(scope, connection.id) }
      })
      if (!ended?.tokenSetId) return json({ ok: true, accessEnded: false, problem: null })
      const access = { ...ended, tokenSetId: ended.tokenSetId, companyId: company.company_id, provider: connection.provider }
      return json({ ok: true, ...(await tryEndAccess(house, access)) })
    },
  ),
]

/** With us the connection has ended whatever the provider says; a person who can still see us there is told so. */
async function tryEndAccess(house: House, access: Parameters<typeof endAccess>[1]) {
  try {
    await endAccess(house, access)
    return { accessEnded: true, problem: null }
  } catch (failure) {
    if (!(failure instanceof SyncError)) throw failure
    const { label } = frontDesk[access.provider].manifest
    return { accessEnded: false, problem: explain(failure.code, failure.values, failure.detail, label) }
  }
}

interface Beginning {
  connectionId: string
  provider: Connection['provider']
  askedBy: string
  returnTo: string | undefined
}

async function begin(house: House, scope: Scope, { connectionId, provider, askedBy, returnTo }: Beginning) {
  const state = await beginConsent(scope, { connectionId, askedBy, returnTo })
  const app = await appKeysOf(house, scope, provider)
  const request = { state, redirectUri: redirectUrl(house, provider) }
  return { connectionId, authorizeUrl: frontDesk[provider].signIn.authorizeUrl(house.config.apps[provider], app, request) }
}

/** Where the browser may be sent afterwards: a path of ours, or an address of the host. */
function checkedReturn(returnTo: string | undefined): string | undefined {
  if (returnTo === undefined || /^\/(?![/\\])/.test(returnTo)) return returnTo
  if (URL.canParse(returnTo) && ['https:', 'http:'].includes(new URL(returnTo).protocol)) return returnTo
  throw new ValidationError([
    { pointer: '/returnTo', code: 'WRONG_FORMAT', message: 'It should be a path like /accounts or an address of yours.' },
  ])
}

async function connectionReply(house: House, scope: Scope, row: Connection): Promise<contract.Connection> {
  const { label } = frontDesk[row.provider].manifest
  const { organisation } = row
  return {
    connectionId: row.id,
    provider: row.provider,
    providerLabel: label,
    sandbox: house.config.apps[row.provider].sandbox,
    state: row.state,
    reason: isCode(row.reason) ? explain(row.reason, {}, null, label) : null,
    organisation: organisation && {
      organisationId: organisation.organisationId,
      name: organisation.name,
      country: organisation.country,
      baseCurrency: organisation.baseCurrency,
      lockedUntil: organisation.lockedUntil ?? null,
      vatScheme: organisation.vatScheme ?? null,
      isDemo: organisation.isDemo,
    },
    organisations: row.choices.map(({ organisationId, name }) => ({ organisationId, name })),
    settingsVersion: (await readSettings(scope, row.id)).version,
    codesReadAt: asMoment(row.codes_read_at),
    mirrorFilledAt: asMoment(row.mirror_filled_at),
    createdAt: row.created_at.toISOString(),
  }
}

const isCode = (reason: string | null): reason is ErrorCode => reason !== null && reason in errors
