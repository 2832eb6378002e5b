import { createHash, randomUUID } from 'node:crypto'
import {
  type Client,
  type Identity,
  LIFETIME,
  liveConnections,
  newAccessToken,
  newTokenSet,
  opaque,
  PERSON,
  type TokenSet,
} from './identity.ts'
import { signedJwt } from './jwt.ts'

/** What the token endpoint is asked with: the form, and the Authorization header if there is one. */
export interface TokenRequest {
  form: URLSearchParams
  authorization: string | undefined
  issuer: string
  now: number
}

export interface TokenAnswer {
  status: number
  body: Record<string, unknown>
}

/** POST /connect/token: authorization_code, refresh_token and client_credentials. */
export function tokenEndpoint(identity: Identity, request: TokenRequest): TokenAnswer {
  const client = authenticatedClient(identity, request)
  if (!client) return refused('invalid_client')
  switch (request.form.get('grant_type')) {
    case 'authorization_code':
      return byCode(identity, client, request)
    case 'refresh_token':
      return byRefreshToken(identity, client, request)
    case 'client_credentials':
      return byClientCredentials(identity, client, request)
    case null:
    default:
      return refused('unsupported_grant_type')
  }
}

/** POST /connect/revocation: ends the set and all of the person's connections with the app; 200 with an empty body, whatever was sent. */
export function revocationEndpoint(identity: Identity, request: TokenRequest): TokenAnswer {
  const client = authenticatedClient(identity, request)
  if (!client) return refused('invalid_client')
  const token = request.form.get('token')
  const set = [...identity.sets.values()].find((each) => each.clientId === client.id && token !== null && holds(each, token))
  if (set) {
    identity.sets.delete(set.id)
    for (const connection of liveConnections(identity, set)) connection.live = false
  }
  return { status: 200, body: {} }
}

function authenticatedClient(identity: Identity, request: TokenRequest): Client | undefined {
  const [id, secret] = basicCredentials(request.authorization) ?? [request.form.get('client_id'), request.form.get('client_secret')]
  const client = identity.clients.get(id ?? '')
  if (!client || (client.secret !== undefined && client.secret !== secret)) return undefined
  return client
}

function basicCredentials(authorization: string | undefined): [string, string] | undefined {
  const encoded = /^basic\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const plain = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = plain.indexOf(':')
  return [decodeURIComponent(plain.slice(0, colon)), decodeURIComponent(plain.slice(colon + 1))]
}

function byCode(identity: Identity, client: Client, { form, issuer, now }: TokenRequest): TokenAnswer {
  const code = identity.codes.get(form.get('code') ?? '')
  const good = code && !code.used && code.expiresAt > now && code.clientId === client.id && code.redirectUri === form.get('redirect_uri')
  if (!good) return refused('invalid_grant')
  if (!verifierFits(code.challenge, form.get('code_verifier'), client)) return refused('invalid_grant')
  code.used = true
  const { clientId, userId, scopes, authEventId } = code
  const set = newTokenSet(identity, { clientId, userId, scopes, authEventId }, now)
  return granted(identity, set, issuer, now, code.nonce)
}

/** S256 only; an app without a secret cannot do without. */
function verifierFits(challenge: string | undefined, verifier: string | null, client: Client): boolean {
  if (challenge === undefined) return client.secret !== undefined
  if (verifier === null || verifier.length < 43 || verifier.length > 128) return false
  return createHash('sha256').update(verifier).digest('base64url') === challenge
}

/**
 * Every use rotates the token. The one used before may be retried for half an hour, in case its answer was lost;
 * the retry replaces the lost successor, and once the successor is used the older one is dead.
 */
function byRefreshToken(identity: Identity, client: Client, { form, issuer, now }: TokenRequest): TokenAnswer {
  const token = form.get('refresh_token') ?? ''
  const set = [...identity.sets.values()].find((each) => each.clientId === client.id && holds(each, token))
  if (!set || set.refreshExpiresAt <= now) return refused('invalid_grant')
  if (set.refreshToken === token) set.previous = { token, until: now + LIFETIME.grace * 1000 }
  else if (!set.previous || set.previous.until <= now) return refused('invalid_grant')
  set.refreshToken = opaque()
  set.refreshExpiresAt = now + LIFETIME.refresh * 1000
  return granted(identity, set, issuer, now)
}

const holds = (set: TokenSet, token: string): boolean => set.refreshToken === token || set.previous?.token === token

/** A custom connection: one organisation, no refresh token, tenant header not needed. */
function byClientCredentials(identity: Identity, client: Client, { form, issuer, now }: TokenRequest): TokenAnswer {
  if (client.organisationId === undefined) return refused('unauthorized_client')
  const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '' && scope !== 'offline_access')
  const set = newTokenSet(identity, { clientId: client.id, userId: PERSON.id, scopes, authEventId: randomUUID() }, now)
  const access = newAccessToken(identity, set, issuer, now, client.organisationId)
  return { status: 200, body: { access_token: access.token, expires_in: LIFETIME.access, token_type: 'Bearer', scope: scopes.join(' ') } }
}

function granted(identity: Identity, set: TokenSet, issuer: string, now: number, nonce?: string): TokenAnswer {
  const access = newAccessToken(identity, set, issuer, now)
  return {
    status: 200,
    body: {
      id_token: set.scopes.includes('openid') ? idToken(identity, set, issuer, now, nonce) : undefined,
      access_token: access.token,
      expires_in: LIFETIME.access,
      token_type: 'Bearer',
      refresh_token: set.refreshToken,
      scope: set.scopes.join(' '),
    },
  }
}

function idToken(identity: Identity, set: TokenSet, issuer: string, now: number, nonce: string | undefined): string {
  const issued = Math.floor(now / 1000)
  const profile = set.scopes.includes('profile')
    ? { preferred_username: PERSON.email, given_name: PERSON.given, family_name: PERSON.family, name: `${PERSON.given} ${PERSON.family}` }
    : {}
  return signedJwt(identity.key, {
    nbf: issued,
    iat: issued,
    exp: issued + LIFETIME.idToken,
    iss: issuer,
    aud: set.clientId,
    auth_time: issued,
    sub: set.userId.replaceAll('-', ''),
    sid: set.id.replaceAll('-', ''),
    xero_userid: set.userId,
    ...(set.scopes.includes('email') ? { email: PERSON.email } : {}),
    ...profile,
    ...(nonce === undefined ? {} : { nonce }),
  })
}

const refused = (error: string): TokenAnswer => ({ status: 400, body: { error } })
