import { z } from 'zod'
import { providerNames } from '../../domain/entities.ts'
import { SyncError } from '../../domain/errors.ts'
import { findCompany } from '../../ledger/companies.ts'
import { type ApiKey, type Caller, createKey, listKeys, type NewKey, readKey, revokeKey } from '../../ledger/keys.ts'
import { createSignInLink, endSession } from '../../ledger/sessions.ts'
import { frontDesk } from '../../providers/front-desk.ts'
import { SESSION_COOKIE } from '../authenticate.ts'
import * as contract from '../contract/keys.ts'
import { done, pageQuery } from '../contract/wire.ts'
import type { House } from '../house.ts'
import { asMoment, cutPage, readMoment } from '../page.ts'
import { json, plainRoute, type Route } from '../route.ts'
import { hostOf } from './companies.ts'

/** API keys, sign-in links, and who is asking. */
export const keyRoutes: Route[] = [
  plainRoute(
    'caller',
    {
      method: 'post',
      path: '/v1/api-keys',
      summary: 'Make a key that reaches no further than one’s own',
      body: contract.newApiKey,
      reply: contract.createdApiKey,
      statuses: [201],
    },
    async ({ house, caller, body }) => {
      const { key, secret } = await createKey(house.ledger, await wantedKey(house, caller, body))
      return json({ ...keyReply(key), key: secret }, 201)
    },
  ),
  plainRoute(
    'caller',
    { method: 'get', path: '/v1/api-keys', summary: 'List keys', query: z.strictObject(pageQuery), reply: contract.apiKeys },
    async ({ house, caller, query }) => {
      const before = readMoment(query.cursor)
      const rows = await listKeys(house.ledger, caller.reach, { ...(before ? { before } : {}), limit: query.limit + 1 })
      return json(cutPage(rows, query.limit, keyReply, (row) => [row.created_at.toISOString()]))
    },
  ),
  plainRoute(
    'caller',
    { method: 'get', path: '/v1/api-keys/{id}', summary: 'Read a key', reply: contract.apiKey },
    async ({ house, caller, params }) => {
      const key = await readKey(house.ledger, caller.reach, uuidOr404(params.id))
      if (!key) throw new SyncError('NOT_FOUND')
      return json(keyReply(key))
    },
  ),
  plainRoute(
    'caller',
    { method: 'delete', path: '/v1/api-keys/{id}', summary: 'Revoke a key', reply: done },
    async ({ house, caller, params }) => {
      if (!(await revokeKey(house.ledger, caller.reach, uuidOr404(params.id)))) throw new SyncError('NOT_FOUND')
      return json({ ok: true })
    },
  ),
  plainRoute(
    'caller',
    {
      method: 'post',
      path: '/v1/sign-in-links',
      summary: 'Make a one-time sign-in link for a browser',
      body: contract.newSignInLink,
      reply: contract.signInLink,
      statuses: [201],
    },
    async ({ house, caller, body }) => {
      if (caller.sessionId) throw new SyncError('FORBIDDEN', { detail: 'A session cannot make sign-in links; a key can.' })
      const companyId = body.companyId === undefined ? undefined : await companyIdOf(house, caller, body.companyId)
      const { token, expiresAt } = await createSignInLink(house.ledger, caller.keyId, companyId)
      return json({ url: `${house.config.publicUrl}/sign-in/${token}`, expiresAt: expiresAt.toISOString() }, 201)
    },
  ),
  plainRoute(
    'caller',
    { method: 'get', path: '/v1/session', summary: 'Who is asking', reply: contract.session },
    async ({ house, caller }) => json(sessionReply(house, caller)),
  ),
  plainRoute('caller', { method: 'delete', path: '/v1/session', summary: 'Sign out', reply: done }, async ({ house, caller }) => {
    if (caller.sessionId) await endSession(house.ledger, caller.sessionId)
    return json({ ok: true }, 200, { 'Set-Cookie': `${SESSION_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax` })
  }),
]

/** The id of a company that the caller reaches, ours or `ext:…`; NOT_FOUND otherwise. */
export async function companyIdOf(house: House, caller: Caller, named: string): Promise<string> {
  const company = await findCompany(house.ledger, caller.reach, named)
  if (!company) throw new SyncError('NOT_FOUND')
  return company.company_id
}

/** An id of ours, or the answer for what does not exist. */
export function uuidOr404(id: string): string {
  if (!z.uuid().safeParse(id).success) throw new SyncError('NOT_FOUND')
  return id
}

/** A key never reaches further than the one it was made with. */
async function wantedKey(house: House, caller: Caller, body: z.output<typeof contract.newApiKey>): Promise<NewKey> {
  const { name, scope } = body
  switch (scope) {
    case 'operator':
      if (caller.reach.scope !== 'operator') throw new SyncError('FORBIDDEN')
      return { name, scope }
    case 'host':
      if (caller.reach.scope === 'company') throw new SyncError('FORBIDDEN')
      return { name, scope, hostId: await hostOf(house, caller, body.hostId) }
    case 'company': {
      const own = caller.reach.scope === 'company' ? caller.reach.companyId : undefined
      return { name, scope, companyId: await companyIdOf(house, caller, body.companyId ?? own ?? '') }
    }
  }
}

function sessionReply(house: House, { reach, name, sessionId }: Caller): contract.Session {
  return {
    scope: reach.scope,
    name,
    hostId: reach.scope === 'operator' ? null : reach.hostId,
    companyId: reach.scope === 'company' ? reach.companyId : null,
    signedInWith: sessionId ? 'session' : 'key',
    temporalUiUrl: reach.scope === 'operator' ? (house.config.temporalUiUrl ?? null) : null,
    providers: providerNames.map((provider) => ({
      provider,
      label: frontDesk[provider].manifest.label,
      sandbox: house.config.apps[provider].sandbox,
    })),
  }
}

const keyReply = (key: ApiKey) => ({
  id: key.id,
  name: key.name,
  scope: key.scope,
  hostId: key.host_id,
  companyId: key.company_id,
  createdAt: key.created_at.toISOString(),
  lastUsedAt: asMoment(key.last_used_at),
  revokedAt: asMoment(key.revoked_at),
})
