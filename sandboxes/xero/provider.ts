import type { WireAnswer } from '../kit/deliver.ts'
import { answerApi, type CallNotes, jsonAnswer, plain, problem, type WireRequest } from './api.ts'
import { liveConnections } from './identity.ts'
import { jwks } from './jwt.ts'
import type { Sandbox } from './sandbox.ts'
import { authorizePage, consentGiven, type SignInStep } from './sign-in.ts'
import { revocationEndpoint, tokenEndpoint, type TokenRequest } from './token-endpoint.ts'

/** Everything that the real provider's hosts answer, on one port at the provider's own paths. Undefined when the path is not one of theirs. */
export function answerProvider(sandbox: Sandbox, request: WireRequest, notes: CallNotes): WireAnswer | undefined {
  const path = request.path.toLowerCase().replace(/\/+$/, '')
  if (path.startsWith('/api.xro/2.0')) return accounting(sandbox, request, notes)
  if (path === '/connections') return connections(sandbox, request, notes)
  if (path.startsWith('/connections/')) return disconnect(sandbox, request, path.slice('/connections/'.length))
  return IDENTITY[`${request.method} ${path}`]?.(sandbox, request)
}

/** The limits of the request's size are documented with two figures. */
function accounting(sandbox: Sandbox, request: WireRequest, notes: CallNotes): WireAnswer {
  const most = (sandbox.quirks.requestLimit === '10 MB' ? 10 : 3.5) * 1024 * 1024
  const attaches = /\/attachments\//i.test(request.path)
  if (!attaches && request.body.length > most) return plain(413, 'Request Entity Too Large')
  return answerApi(sandbox, { ...request, path: decodeURIComponent(request.path.slice('/api.xro/2.0'.length)) }, notes)
}

/** GET /connections: a bare list; times without zone, seven decimals. */
function connections(sandbox: Sandbox, request: WireRequest, notes: CallNotes): WireAnswer {
  const token = sandbox.identity.accessTokens.get(bearerOf(request))
  notes.clientId = token?.clientId
  if (!token || token.expiresAt <= sandbox.clock.now()) return problem(401, 'Unauthorized', 'AuthenticationUnsuccessful')
  const event = request.query.get('authEventId')
  const rows = liveConnections(sandbox.identity, token).filter((each) => event === null || each.authEventId === event)
  return jsonAnswer(
    200,
    rows.map((each) => ({
      id: each.id,
      authEventId: each.authEventId,
      tenantId: each.tenantId,
      tenantType: 'ORGANISATION',
      tenantName: sandbox.organisations.get(each.tenantId)?.organisation().name,
      createdDateUtc: zoneless(each.createdAt),
      updatedDateUtc: zoneless(each.updatedAt),
    })),
  )
}

/** DELETE /connections/{id}: by the connection's id, not the tenant's; tokens and the other organisations stay. */
function disconnect(sandbox: Sandbox, request: WireRequest, id: string): WireAnswer {
  const token = sandbox.identity.accessTokens.get(bearerOf(request))
  if (!token || token.expiresAt <= sandbox.clock.now()) return problem(401, 'Unauthorized', 'AuthenticationUnsuccessful')
  const connection = liveConnections(sandbox.identity, token).find((each) => each.id === id)
  if (!connection || request.method !== 'DELETE') return plain(404, 'Resource not found')
  connection.live = false
  sandbox.file.changed()
  return { status: 204, headers: {}, body: Buffer.alloc(0) }
}

type IdentityHandler = (sandbox: Sandbox, request: WireRequest) => WireAnswer

const IDENTITY: Record<string, IdentityHandler> = {
  'GET /identity/connect/authorize': (sandbox, request) => stepAnswer(authorizePage(sandbox, request.query)),
  'POST /identity/connect/authorize': (sandbox, request) => {
    const step = consentGiven(sandbox, request.query, new URLSearchParams(request.body.toString('utf8')))
    sandbox.file.changed()
    return stepAnswer(step)
  },
  'POST /connect/token': (sandbox, request) => {
    const { status, body } = tokenEndpoint(sandbox.identity, tokenRequest(sandbox, request))
    sandbox.file.changed()
    return jsonAnswer(status, body)
  },
  'POST /connect/revocation': (sandbox, request) => {
    const { status, body } = revocationEndpoint(sandbox.identity, tokenRequest(sandbox, request))
    sandbox.file.changed()
    return status === 200 ? { status, headers: {}, body: Buffer.alloc(0) } : jsonAnswer(status, body)
  },
  'GET /.well-known/openid-configuration': (_sandbox, request) => jsonAnswer(200, discovery(request.origin)),
  'GET /.well-known/openid-configuration/jwks': (sandbox) => jsonAnswer(200, jwks(sandbox.identity.key)),
}

const discovery = (origin: string) => ({
  issuer: origin,
  jwks_uri: `${origin}/.well-known/openid-configuration/jwks`,
  authorization_endpoint: `${origin}/identity/connect/authorize`,
  token_endpoint: `${origin}/connect/token`,
  revocation_endpoint: `${origin}/connect/revocation`,
  scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  code_challenge_methods_supported: ['S256'],
})

const tokenRequest = (sandbox: Sandbox, request: WireRequest): TokenRequest => ({
  form: new URLSearchParams(request.body.toString('utf8')),
  authorization: request.header('authorization'),
  issuer: request.origin,
  now: sandbox.clock.now(),
})

/** The sign-in pages cannot be framed. */
const stepAnswer = (step: SignInStep): WireAnswer =>
  'redirect' in step
    ? { status: 302, headers: { Location: step.redirect }, body: Buffer.alloc(0) }
    : {
        status: step.status,
        headers: { 'Content-Type': 'text/html; charset=utf-8', 'X-Frame-Options': 'DENY' },
        body: Buffer.from(step.html),
      }

const bearerOf = (request: WireRequest): string => /^bearer\s+(\S+)$/i.exec(request.header('authorization') ?? '')?.[1] ?? ''

const zoneless = (at: number): string => `${new Date(at).toISOString().slice(0, 23)}0000`
