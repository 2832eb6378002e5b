import { randomUUID } from 'node:crypto'
import type { Request } from 'express'
import { type Answered, bad, good, texts } from './control-answer.ts'
import { type Element, filled } from './element.ts'
import { connect, LIFETIME, newAccessToken, newTokenSet, PERSON } from './identity.ts'
import { newOrganisation } from './new-organisation.ts'
import type { Sandbox } from './sandbox.ts'

const OUR_SCOPES =
  'openid profile email offline_access accounting.settings accounting.contacts accounting.invoices accounting.payments accounting.banktransactions accounting.attachments'

/** `{scopes?, clientId?, organisationId?, organisationIds?}`: a connected token pair without the browser. */
export function tokens(sandbox: Sandbox, body: Element, request: Request): Answered {
  const newest = [...sandbox.organisations.keys()].at(-1)
  const asked = texts(body, 'organisationIds') ?? [
    filled(body, 'organisationId') ?? newest ?? newOrganisation(sandbox, {}).organisation().id,
  ]
  if (asked.some((id) => !sandbox.organisations.has(id))) return bad('There is no such organisation')
  const given = body['scopes']
  const scopes = Array.isArray(given) ? given.map(String) : (filled(body, 'scopes') ?? OUR_SCOPES).split(/\s+/)
  const clientId = filled(body, 'clientId') ?? 'sandbox'
  const now = sandbox.clock.now()
  const who = { clientId, userId: PERSON.id, authEventId: randomUUID() }
  for (const id of asked) connect(sandbox.identity, who, id, now)
  const set = newTokenSet(sandbox.identity, { ...who, scopes }, now)
  const access = newAccessToken(sandbox.identity, set, `http://${request.headers.host ?? 'localhost'}`, now)
  sandbox.file.changed()
  return good({
    accessToken: access.token,
    refreshToken: set.refreshToken,
    expiresIn: LIFETIME.access,
    organisationId: asked[0],
    organisationIds: asked,
    scope: scopes.join(' '),
  })
}

/** `{clientId, clientSecret?, name?, redirectUris?, broadScopes?, organisationId?}`; without a secret PKCE is needed. */
export function registerClient(sandbox: Sandbox, body: Element): Answered {
  const id = filled(body, 'clientId')
  if (id === undefined) return bad('`clientId` is needed')
  const client = {
    id,
    secret: filled(body, 'clientSecret'),
    name: filled(body, 'name') ?? id,
    redirectUris: texts(body, 'redirectUris'),
    broadScopes: body['broadScopes'] === true,
    organisationId: filled(body, 'organisationId'),
  }
  sandbox.identity.clients.set(id, client)
  sandbox.file.changed()
  return good({ clientId: id })
}
