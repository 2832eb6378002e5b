import { randomBytes, randomUUID } from 'node:crypto'
import { type SigningKey, signedJwt, signingKey } from './jwt.ts'

/** An app that may sign in. Without a secret it must use PKCE. */
export interface Client {
  id: string
  secret?: string | undefined
  name: string
  /** Byte for byte; missing = any allowed address. */
  redirectUris?: string[] | undefined
  broadScopes?: boolean | undefined
  /** A custom connection: client_credentials for this one organisation. */
  organisationId?: string | undefined
}

/** One person's permission for one app to one organisation. Its id is not the tenant id. */
export interface Connection {
  id: string
  clientId: string
  userId: string
  tenantId: string
  authEventId: string
  createdAt: number
  updatedAt: number
  live: boolean
}

/** The tokens of one consent, for all organisations of it. */
export interface TokenSet {
  id: string
  clientId: string
  userId: string
  scopes: string[]
  authEventId: string
  refreshToken?: string | undefined
  refreshExpiresAt: number
  /** The refresh token used last; for half an hour it may be retried in case the new one was lost. */
  previous?: { token: string; until: number } | undefined
}

export interface AccessToken {
  token: string
  setId: string
  clientId: string
  userId: string
  scopes: string[]
  expiresAt: number
  /** Only for custom connections, whose calls need no tenant header. */
  tenantId?: string | undefined
}

export interface AuthorisationCode {
  code: string
  clientId: string
  userId: string
  redirectUri: string
  scopes: string[]
  authEventId: string
  challenge?: string | undefined
  nonce?: string | undefined
  expiresAt: number
  used: boolean
}

export interface Identity {
  key: SigningKey
  clients: Map<string, Client>
  connections: Connection[]
  sets: Map<string, TokenSet>
  accessTokens: Map<string, AccessToken>
  codes: Map<string, AuthorisationCode>
}

/** Seconds: access 30 minutes, refresh 60 days, grace 30 minutes, code 5 minutes, id token 5 minutes. */
export const LIFETIME = { access: 1800, refresh: 60 * 24 * 3600, grace: 1800, code: 300, idToken: 300 }

/** The one person who can sign in here. */
export const PERSON = { id: '5b1ce5f7-6d7a-4c46-9f1f-0c4f6a9b7d11', email: 'person@example.com', given: 'Sandy', family: 'Box' }

export function openIdentity(saved?: SavedIdentity): Identity {
  const clients = saved?.clients ?? [{ id: 'sandbox', secret: 'sandbox', name: 'Sandbox app' }]
  return {
    key: signingKey(saved?.pem),
    clients: new Map(clients.map((client) => [client.id, client])),
    connections: saved?.connections ?? [],
    sets: new Map((saved?.sets ?? []).map((set) => [set.id, set])),
    accessTokens: new Map((saved?.accessTokens ?? []).map((token) => [token.token, token])),
    codes: new Map(),
  }
}

export interface SavedIdentity {
  pem: string
  clients: Client[]
  connections: Connection[]
  sets: TokenSet[]
  accessTokens: AccessToken[]
}

export function savedIdentity(identity: Identity): SavedIdentity {
  return {
    pem: identity.key.pem,
    clients: [...identity.clients.values()],
    connections: identity.connections,
    sets: [...identity.sets.values()],
    accessTokens: [...identity.accessTokens.values()],
  }
}

/** Connects an organisation, or reconnects it: the tenant id and the first date stay, the last date moves. */
export function connect(
  identity: Identity,
  who: { clientId: string; userId: string; authEventId: string },
  tenantId: string,
  now: number,
): Connection {
  const known = identity.connections.find(
    (each) => each.clientId === who.clientId && each.userId === who.userId && each.tenantId === tenantId,
  )
  if (known) return Object.assign(known, { live: true, updatedAt: now, authEventId: who.authEventId })
  const made = { id: randomUUID(), ...who, tenantId, createdAt: now, updatedAt: now, live: true }
  identity.connections.push(made)
  return made
}

export const liveConnections = (identity: Identity, who: { clientId: string; userId: string }): Connection[] =>
  identity.connections.filter((each) => each.live && each.clientId === who.clientId && each.userId === who.userId)

/** Makes a token set, with a refresh token only when offline_access was granted. */
export function newTokenSet(identity: Identity, who: Omit<TokenSet, 'id' | 'refreshToken' | 'refreshExpiresAt'>, now: number): TokenSet {
  const refreshToken = who.scopes.includes('offline_access') ? opaque() : undefined
  const set = { ...who, id: randomUUID(), refreshToken, refreshExpiresAt: now + LIFETIME.refresh * 1000 }
  identity.sets.set(set.id, set)
  return set
}

/** Signs a fresh access token of a set. */
export function newAccessToken(identity: Identity, set: TokenSet, issuer: string, now: number, tenantId?: string): AccessToken {
  const expiresAt = now + LIFETIME.access * 1000
  const [issued, expires] = [Math.floor(now / 1000), Math.floor(expiresAt / 1000)]
  const token = signedJwt(identity.key, {
    nbf: issued,
    exp: expires,
    iss: issuer,
    aud: `${issuer}/resources`,
    client_id: set.clientId,
    sub: set.userId.replaceAll('-', ''),
    auth_time: issued,
    xero_userid: set.userId,
    global_session_id: set.id.replaceAll('-', ''),
    jti: randomBytes(16).toString('hex'),
    authentication_event_id: set.authEventId,
    scope: set.scopes,
  })
  const made = { token, setId: set.id, clientId: set.clientId, userId: set.userId, scopes: set.scopes, expiresAt, tenantId }
  dropLongExpired(identity, now)
  identity.accessTokens.set(token, made)
  return made
}

export const opaque = (): string => randomBytes(32).toString('base64url')

/** A token is remembered for a day after it expired, so that it can be answered with TokenExpired. */
function dropLongExpired(identity: Identity, now: number): void {
  for (const [token, each] of identity.accessTokens) {
    if (each.expiresAt > now - 24 * 3600 * 1000) break
    identity.accessTokens.delete(token)
  }
}
