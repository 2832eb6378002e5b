import { z } from 'zod'
import { SyncError } from '../../domain/errors.ts'
import type { Addresses, ConnectedOrganisation, SignIn, TokenSet } from '../contract.ts'
import { askForTokens, callWithToken, consentUrl, revokeToken, type TokenReply } from '../oauth2.ts'
import { manifest } from './manifest.ts'
import { moment } from './wire.ts'

/*
 * Our own sign-in: the SDK's cannot be pointed at another host, and has no time-outs (reference xero.md 12). One consent is one token set for
 * all its organisations; the refresh token changes with each use and lasts 60 days; the one before works for another 30 minutes (section 1).
 */
export const signIn: SignIn = {
  authorizeUrl: (to, app, request) =>
    consentUrl(`${root(to.loginUrl)}/identity/connect/authorize`, app, { ...request, scopes: manifest.scopes }),

  async exchange(to, app, { code, redirectUri }) {
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
    const reply = await askForTokens(tokenUrl(to), app, form, 'SIGN_IN_EXPIRED')
    return toTokenSet(reply)
  },

  async refresh(to, app, tokens) {
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refreshToken }
    return toTokenSet(await askForTokens(tokenUrl(to), app, form, 'CONNECTION_LOST'), tokens)
  },

  async organisations(to, accessToken) {
    const { status, body } = await callWithToken('GET', `${root(to.apiUrl)}/connections`, accessToken)
    const connections = connectionsReply.safeParse(body)
    if (status !== 200 || !connections.success) throw new SyncError('PROVIDER_ANSWER_UNREADABLE', { detail: `connections: HTTP ${status}` })
    // Practices of accountants have no books of their own.
    return connections.data.filter((connection) => connection.tenantType === 'ORGANISATION').map(toOrganisation)
  },

  async disconnect(to, accessToken, grantId) {
    const { status } = await callWithToken('DELETE', `${root(to.apiUrl)}/connections/${encodeURIComponent(grantId)}`, accessToken)
    if (![200, 204, 404].includes(status))
      throw new SyncError('PROVIDER_REFUSED', { detail: `HTTP ${status}`, values: { detail: `HTTP ${status}` } })
  },

  revoke: (to, app, tokens) => revokeToken(`${root(to.identityUrl)}/connect/revocation`, app, tokens.refreshToken),
}

const root = (url: string): string => url.replace(/\/$/, '')
const tokenUrl = (to: Addresses): string => `${root(to.identityUrl)}/connect/token`

const connectionsReply = z.array(
  z.object({ id: z.string(), tenantId: z.string(), tenantType: z.string(), tenantName: z.string().nullish(), updatedDateUtc: moment }),
)

const toOrganisation = (connection: z.infer<typeof connectionsReply>[number]): ConnectedOrganisation => ({
  organisationId: connection.tenantId,
  name: connection.tenantName ?? '',
  grantId: connection.id,
  connectedAt: connection.updatedDateUtc,
})

const REFRESH_TOKEN_DAYS = 60

/** The reply as we keep it. A refresh that does not repeat scopes or user keeps those of the set before. */
function toTokenSet(reply: TokenReply, before?: TokenSet): TokenSet {
  const now = Date.now()
  const scope = reply.scope ?? claims(reply.access_token).scope
  return {
    accessToken: reply.access_token,
    refreshToken: reply.refresh_token,
    expiresAt: new Date(now + reply.expires_in * 1_000).toISOString(),
    refreshExpiresAt: new Date(now + REFRESH_TOKEN_DAYS * 24 * 60 * 60_000).toISOString(),
    scopes: scope === undefined ? (before?.scopes ?? [...manifest.scopes]) : scope.split(' '),
    providerUserId: userOf(reply) ?? before?.providerUserId ?? unknownUser(),
  }
}

/** Xero advises to keep token sets by `xero_userid` (reference xero.md 1). */
const userOf = (reply: TokenReply): string | undefined =>
  claims(reply.access_token).xero_userid ??
  (reply.id_token === undefined ? undefined : (claims(reply.id_token).xero_userid ?? claims(reply.id_token).sub))

const unknownUser = (): never => {
  throw new SyncError('PROVIDER_ANSWER_UNREADABLE', { detail: 'the tokens name no user' })
}

const claimsOfToken = z.object({
  xero_userid: z.string().optional(),
  sub: z.string().optional(),
  scope: z
    .union([z.string(), z.array(z.string())])
    .transform((scope) => (typeof scope === 'string' ? scope : scope.join(' ')))
    .optional(),
})

/** What a token says of itself. It came straight from the token endpoint, so its signature proves nothing more. */
function claims(token: string): z.infer<typeof claimsOfToken> {
  try {
    return claimsOfToken.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')))
  } catch {
    return {}
  }
}
