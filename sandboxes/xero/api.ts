import type { WireAnswer } from '../kit/deliver.ts'
import type { Answer, Call } from './call.ts'
import { type AccessToken, type Connection, liveConnections } from './identity.ts'
import { differentRequest, type KeyedRequest, LONGEST_KEY, remember, replayed } from './idempotency.ts'
import { startCall, takeTurn } from './limits.ts'
import { apiException, ElementRefused, NotFound, RequestRefused } from './refusal.ts'
import { findRoute, type Found } from './routes.ts'
import type { Sandbox } from './sandbox.ts'
import { mayUse } from './scopes.ts'
import { validationErrors } from './wire.ts'

/** A request as it came over the wire. */
export interface WireRequest {
  method: string
  /** Path below /api.xro/2.0, and the whole address with its query. */
  path: string
  url: string
  origin: string
  query: URLSearchParams
  header: (name: string) => string | undefined
  body: Buffer
}

/** What the log learns about a call on the way. */
export interface CallNotes {
  tenant?: string | undefined
  clientId?: string | undefined
  replayed?: boolean | undefined
  /** Called when the answer has left. */
  ended?: (() => void) | undefined
}

/**
 * Characters of a query string; a longer one is answered 404 as if nothing were there, seen by many (XeroAPI/Xero-OpenAPI #534; xero-node #404: 52 ids pass, 53 do
 * not; Xero-NetStandard #471: an address of 2,091 passes; Xero-Net #280 shows the server's own words), read November 2026.
 */
const LONGEST_QUERY = 2_048

/** One call of the accounting API: token, organisation, quota, route, scope, idempotency, then the handler. Nothing here waits. */
export function answerApi(sandbox: Sandbox, request: WireRequest, notes: CallNotes): WireAnswer {
  if ((request.url.split('?')[1] ?? '').length > LONGEST_QUERY) return plain(404, "The resource you're looking for cannot be found")
  const now = sandbox.clock.now()
  const token = sandbox.identity.accessTokens.get(bearer(request) ?? '')
  notes.clientId = token?.clientId
  if (!token) return problem(401, 'Unauthorized', 'AuthenticationUnsuccessful')
  if (token.expiresAt <= now) return problem(401, 'Unauthorized', `TokenExpired: token expired at ${usTime(token.expiresAt)}`)
  const tenantId = tenantOf(sandbox, request, token)
  const books = sandbox.organisations.get(tenantId ?? '')
  if (tenantId === undefined || !books) return problem(403, 'Forbidden', 'AuthenticationUnsuccessful')
  notes.tenant = tenantId
  const turn = takeTurn(sandbox.limits, token.clientId, tenantId, now, sandbox.quirks.minuteWindow === 'rolling')
  if (turn.problem) return throttled(sandbox, turn.problem, turn.retryAfter ?? 1, turn.headers)
  notes.ended = startCall(sandbox.limits, token.clientId, tenantId)
  if (books.organisation().offline) return withHeaders(plain(503, 'The Organisation is offline'), turn.headers)
  const call = (found: Found): Call => ({
    books,
    quirks: sandbox.quirks,
    clientId: token.clientId,
    appName: sandbox.identity.clients.get(token.clientId)?.name ?? 'Sandbox app',
    method: request.method,
    origin: request.origin,
    params: found.params,
    query: anyCase(request.query),
    header: request.header,
    body: request.body,
    now,
  })
  return withHeaders(routed(sandbox, request, token, tenantId, call, notes), turn.headers)
}

/** 429: no body and no content type (recorded). */
export function throttled(sandbox: Sandbox, problemName: string, retryAfter: number, headers: Record<string, string>): WireAnswer {
  const silent = problemName === 'concurrent' && sandbox.quirks.concurrentRetryAfter === 'absent'
  const told = { 'X-Rate-Limit-Problem': problemName, ...(silent ? {} : { 'Retry-After': String(retryAfter) }) }
  return { status: 429, headers: { ...headers, ...told }, body: Buffer.alloc(0) }
}

export const plain = (status: number, text: string): WireAnswer => ({
  status,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body: Buffer.from(text),
})

export const jsonAnswer = (status: number, json: unknown): WireAnswer => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8' },
  body: Buffer.from(JSON.stringify(json)),
})

function routed(
  sandbox: Sandbox,
  request: WireRequest,
  token: AccessToken,
  tenant: string,
  callFor: (found: Found) => Call,
  notes: CallNotes,
): WireAnswer {
  const found = findRoute(request.path)
  if (!found) return plain(404, "The resource you're looking for cannot be found")
  const writes = request.method !== 'GET'
  if (!mayUse(token.scopes, found.scope, writes)) return scopeMissing(sandbox)
  const handler = found.handlers[request.method]
  // Xero's own answer to a method that a resource does not have (ErrorNumber 20), not a gap of this sandbox.
  if (!handler) return jsonAnswer(501, apiException(20, 'ApiMethodNotImplementedException', 'The Api Method called is not implemented'))
  const key = request.method === 'GET' || request.method === 'DELETE' ? undefined : request.header('idempotency-key')
  const run = () => toWire(guarded(sandbox, () => handler(callFor(found))))
  if (key === undefined || key === '') return run()
  const keyed = {
    clientId: token.clientId,
    key,
    method: request.method,
    url: request.url,
    tenant,
    body: request.body,
    now: sandbox.clock.now(),
  }
  return once(sandbox, keyed, run, notes)
}

function once(sandbox: Sandbox, keyed: KeyedRequest, run: () => WireAnswer, notes: CallNotes): WireAnswer {
  if (keyed.key.length > LONGEST_KEY)
    return jsonAnswer(400, apiException(10, 'ValidationException', 'The Idempotency-Key exceeds 128 characters'))
  const known = replayed(sandbox.idempotency, keyed)
  if (known === 'different') return jsonAnswer(400, differentRequest(keyed.key, sandbox.quirks.reusedKeyBody))
  notes.replayed = known !== undefined
  if (known) return known
  const answer = run()
  remember(sandbox.idempotency, keyed, answer)
  return answer
}

/** Refusals that reach this far are about the whole request. */
function guarded(sandbox: Sandbox, run: () => Answer): Answer {
  try {
    return run()
  } catch (error) {
    if (error instanceof NotFound) return { status: 404, html: "The resource you're looking for cannot be found" }
    if (error instanceof RequestRefused) return { status: error.status, json: error.body }
    if (error instanceof ElementRefused) return { status: 400, json: elementsBody(error) }
    throw error
  } finally {
    sandbox.file.changed()
  }
}

const elementsBody = (error: ElementRefused) => ({
  ...apiException(10, 'ValidationException', 'A validation exception occurred'),
  Elements: [{ ValidationErrors: validationErrors(error.messages) }],
})

function toWire(answer: Answer): WireAnswer {
  if (answer.html !== undefined) return plain(answer.status, answer.html)
  if (answer.bytes) return { status: answer.status, headers: { 'Content-Type': answer.bytes.type }, body: answer.bytes.data }
  return answer.json === undefined ? { status: answer.status, headers: {}, body: Buffer.alloc(0) } : jsonAnswer(answer.status, answer.json)
}

const withHeaders = (answer: WireAnswer, headers: Record<string, string>): WireAnswer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
})

const bearer = (request: WireRequest): string | undefined => /^bearer\s+(\S+)$/i.exec(request.header('authorization') ?? '')?.[1]

/** The header names the organisation; a custom connection may leave it out. */
function tenantOf(sandbox: Sandbox, request: WireRequest, token: AccessToken): string | undefined {
  const header = request.header('xero-tenant-id')?.toLowerCase()
  if (token.tenantId !== undefined) return header === undefined || header === '' || header === token.tenantId ? token.tenantId : undefined
  const connections: Connection[] = liveConnections(sandbox.identity, token)
  return connections.find((each) => each.tenantId === header)?.tenantId
}

const scopeMissing = (sandbox: Sandbox): WireAnswer =>
  sandbox.quirks.missingScopeStatus === '401'
    ? problem(401, 'Unauthorized', 'AuthorizationUnsuccessful')
    : problem(403, 'Forbidden', 'AuthorizationUnsuccessful')

export const problem = (status: number, title: string, detail: string): WireAnswer =>
  jsonAnswer(status, { Type: null, Title: title, Status: status, Detail: detail, Instance: crypto.randomUUID(), Extensions: {} })

/** `09/24/2021 08:23:47` */
function usTime(at: number): string {
  const [day = '', time = ''] = new Date(at).toISOString().slice(0, 19).split('T')
  const [year, month, date] = day.split('-')
  return `${month}/${date}/${year} ${time}`
}

/** Query parameters in any case: SummarizeErrors and summarizeErrors are one. */
function anyCase(query: URLSearchParams): (name: string) => string | undefined {
  const values = new Map([...query].map(([name, value]) => [name.toLowerCase(), value]))
  return (name) => values.get(name.toLowerCase())
}
