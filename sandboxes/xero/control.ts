import { randomUUID } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { FAULT_KINDS } from '../kit/faults.ts'
import { requestSummary } from '../kit/request-summary.ts'
import { dumpBooks } from './books-dump.ts'
import { editByHand } from './edit.ts'
import { type Element, filled, isElement, list, parseBody } from './element.ts'
import { connect, LIFETIME, newAccessToken, newTokenSet, PERSON } from './identity.ts'
import type { Limits } from './limits.ts'
import { XERO_LIMITS } from './limits.ts'
import { newOrganisation } from './new-organisation.ts'
import { changeQuirks, defaultQuirks, QUIRKS } from './quirks.ts'
import type { Sandbox } from './sandbox.ts'
import { seedBooks } from './seed.ts'

/** The endpoints under /_sandbox/ with which tests and demos arrange things behind the provider's back. */
export function control(sandbox: Sandbox): Router {
  const router = Router()
  for (const [route, handler] of Object.entries(CONTROLS)) {
    const [method = '', path = ''] = route.split(' ')
    router[VERBS[method] ?? 'get'](path, async (request: Request, response: Response) => {
      const { status, body } = await handler(sandbox, bodyOf(request), request)
      response.status(status).json(body)
    })
  }
  return router
}

const VERBS: Record<string, 'get' | 'post' | 'delete'> = { GET: 'get', POST: 'post', DELETE: 'delete' }

interface Answered {
  status: number
  body: unknown
}

type Control = (sandbox: Sandbox, body: Element, request: Request) => Answered | Promise<Answered>

const CONTROLS: Record<string, Control> = {
  'GET /organisations': (sandbox) => good([...sandbox.organisations.values()].map((books) => books.organisation())),
  'POST /organisations': createOrganisation,
  'POST /reset': reset,
  'POST /tokens': tokens,
  'POST /clients': registerClient,
  'POST /faults': addFault,
  'GET /faults': (sandbox) => good(sandbox.faults.list()),
  'DELETE /faults': (sandbox) => {
    sandbox.faults.clear()
    return good({ ok: true })
  },
  'POST /clock': (sandbox, body) => {
    sandbox.clock.advance(Number(filled(body, 'advanceSeconds') ?? 0))
    return good({ now: new Date(sandbox.clock.now()).toISOString() })
  },
  'GET /clock': (sandbox) => good({ now: new Date(sandbox.clock.now()).toISOString() }),
  'GET /requests': (sandbox, _body, request) => {
    const requests = sandbox.log.since(Number(queried(request, 'since')))
    return good(request.query['summary'] === 'true' ? requestSummary(requests) : { requests })
  },
  'DELETE /requests': (sandbox) => {
    sandbox.log.clear()
    return good({ ok: true })
  },
  'GET /books': (sandbox, _body, request) => {
    const books = sandbox.organisations.get(queried(request, 'organisationId'))
    return books ? good(dumpBooks(sandbox, books)) : bad('There is no such organisation')
  },
  'POST /edit': (sandbox, body) => {
    const books = sandbox.organisations.get(filled(body, 'organisationId') ?? '')
    return books ? editByHand(sandbox, books, body) : bad('There is no such organisation')
  },
  'POST /limits': setLimits,
  'GET /quirks': (sandbox) =>
    good(
      Object.fromEntries(
        Object.entries(QUIRKS).map(([name, row]) => [name, { ...row, answer: sandbox.quirks[name as keyof typeof QUIRKS] }]),
      ),
    ),
  'POST /quirks': (sandbox, body) => {
    const problem = changeQuirks(sandbox.quirks, body)
    return problem === undefined ? good(sandbox.quirks) : bad(problem)
  },
  'GET /webhooks': (sandbox) => good(sandbox.webhooks.list().map(({ key: _key, ...hook }) => hook)),
  'POST /webhooks': registerWebhook,
  'DELETE /webhooks': (sandbox) => {
    sandbox.webhooks.clear()
    return good({ ok: true })
  },
}

const good = (body: unknown): Answered => ({ status: 200, body })
const bad = (error: string, more: Record<string, unknown> = {}): Answered => ({ status: 400, body: { error, ...more } })

function bodyOf(request: Request): Element {
  const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : ''
  const parsed = text.trim() === '' ? {} : parseBody(text)
  return isElement(parsed) ? parsed : { limits: parsed }
}

/** `{name, country, currencies?, class?, planLimit?, seed: 'empty' | {contacts: […], …}}` → `{organisationId}`. */
function createOrganisation(sandbox: Sandbox, body: Element): Answered {
  const books = newOrganisation(sandbox, {
    organisationId: filled(body, 'organisationId'),
    name: filled(body, 'name'),
    country: filled(body, 'country'),
    class: filled(body, 'class'),
    currencies: texts(body, 'currencies'),
    planLimit: filled(body, 'planLimit') === undefined ? undefined : Number(filled(body, 'planLimit')),
  })
  const seed = body['seed']
  const problems = isElement(seed) ? seedBooks(sandbox, books, seed) : []
  const { id, shortCode } = books.organisation()
  const made = { organisationId: id, shortCode }
  return problems.length === 0 ? good(made) : bad('Some of the seed was refused', { ...made, problems })
}

/** With an organisationId its books are empty again; without, the whole sandbox is as new. */
function reset(sandbox: Sandbox, body: Element): Answered {
  const id = filled(body, 'organisationId')
  const before = id === undefined ? undefined : sandbox.organisations.get(id)?.organisation()
  if (id !== undefined && !before) return bad('There is no such organisation')
  if (before) {
    newOrganisation(sandbox, {
      organisationId: id,
      name: before.name,
      country: before.country,
      class: before.class,
      currencies: before.currencies,
    })
    return good({ organisationId: id })
  }
  sandbox.organisations.clear()
  const { identity } = sandbox
  identity.clients = new Map([['sandbox', { id: 'sandbox', secret: 'sandbox', name: 'Sandbox app' }]])
  identity.connections = []
  for (const map of [identity.sets, identity.accessTokens, identity.codes, sandbox.idempotency, sandbox.limits.windows]) map.clear()
  sandbox.limits.perOrganisation.clear()
  sandbox.faults.clear()
  sandbox.log.clear()
  sandbox.webhooks.clear()
  Object.assign(sandbox.quirks, defaultQuirks())
  sandbox.file.changed()
  return good({ ok: true })
}

const OUR_SCOPES =
  'openid profile email offline_access accounting.settings accounting.contacts accounting.invoices accounting.payments accounting.banktransactions accounting.attachments'

/** `{scopes?, clientId?, organisationId?, organisationIds?}`: a connected token pair without the browser. */
function tokens(sandbox: Sandbox, body: Element, request: Request): Answered {
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
function registerClient(sandbox: Sandbox, body: Element): Answered {
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

/** Named ones are the documented outages: `{named: 'maintenance'}` and so on. */
const NAMED: Record<string, { kind: 'status'; status: number; body: string }> = {
  maintenance: { kind: 'status', status: 503, body: 'The Xero API is currently offline for maintenance' },
  unavailable: { kind: 'status', status: 503, body: 'The Xero API is temporarily unavailable' },
  'organisation-offline': { kind: 'status', status: 503, body: 'The Organisation is offline' },
  'not-permitted': { kind: 'status', status: 403, body: 'Not Permitted' },
  'gateway-timeout': { kind: 'status', status: 504, body: '' },
}

/** `{match?, method?, kind | named, times? | seconds? | probability?, seed?, status?, headers?, body?, delayMs?, retryAfter?}`. */
function addFault(sandbox: Sandbox, body: Element): Answered {
  const match = body['match']
  const where = isElement(match) ? match : { path: typeof match === 'string' ? match : undefined, method: body['method'] }
  const named = NAMED[filled(body, 'named') ?? '']
  const kind = named?.kind ?? FAULT_KINDS.find((each) => each === filled(body, 'kind'))
  if (!kind) return bad(`kind must be one of ${FAULT_KINDS.join(', ')}, or named one of ${Object.keys(NAMED).join(', ')}`)
  const numeric = (name: string) => (filled(body, name) === undefined ? undefined : Number(filled(body, name)))
  const seconds = numeric('seconds')
  const headers = isElement(body['headers'])
    ? Object.fromEntries(Object.entries(body['headers']).map(([name, value]) => [name, String(value)]))
    : {}
  const retryAfter = filled(body, 'retryAfter')
  const fault = sandbox.faults.add(
    {
      kind,
      path: filled(where, 'path') ?? (kind === 'lose-token' ? '^/connect/token' : undefined),
      method: filled(where, 'method'),
      times: numeric('times'),
      until: seconds === undefined ? undefined : sandbox.clock.now() + seconds * 1000,
      probability: numeric('probability'),
      status: numeric('status') ?? named?.status,
      headers: { ...headers, ...(retryAfter === undefined ? {} : { 'Retry-After': retryAfter }) },
      body: isElement(body['body']) ? JSON.stringify(body['body']) : (filled(body, 'body') ?? named?.body),
      delayMs: numeric('delayMs'),
    },
    numeric('seed'),
  )
  return good(fault)
}

/** `{organisationId?, minute?, day?, concurrent?, appMinute?, latencyMs?}`, `{off: true}`, `{on: true}`, or the word "off". */
function setLimits(sandbox: Sandbox, body: Element): Answered {
  const { limits: book } = sandbox
  if (body['off'] === true || body['limits'] === 'off') book.on = false
  if (body['on'] === true || body['limits'] === 'on') book.on = true
  const named = (['minute', 'day', 'concurrent', 'appMinute'] as const).filter((name) => filled(body, name) !== undefined)
  const change: Partial<Limits> = Object.fromEntries(named.map((name) => [name, Number(filled(body, name))]))
  const id = filled(body, 'organisationId')
  if (named.length > 0) book.on = true
  if (id === undefined) book.limits = { ...book.limits, ...change }
  else book.perOrganisation.set(id, { ...book.perOrganisation.get(id), ...change })
  if (body['default'] === true) book.limits = XERO_LIMITS
  if (filled(body, 'latencyMs') !== undefined) sandbox.latency.ms = Number(filled(body, 'latencyMs'))
  return good({ on: book.on, ...book.limits, perOrganisation: Object.fromEntries(book.perOrganisation), latencyMs: sandbox.latency.ms })
}

/** `{url, key, clientId?, categories?}`; answers after the intent to receive, with every check of it. */
async function registerWebhook(sandbox: Sandbox, body: Element): Promise<Answered> {
  const [url, key] = [filled(body, 'url'), filled(body, 'key')]
  if (url === undefined || key === undefined) return bad('`url` and `key` are needed')
  const given = { url, key, clientId: filled(body, 'clientId') ?? 'sandbox', categories: texts(body, 'categories') }
  const { webhook, checks } = await sandbox.webhooks.register(given)
  return good({ webhookId: webhook.id, status: webhook.status, checks })
}

function texts(body: Element, name: string): string[] | undefined {
  const value = body[name]
  return Array.isArray(value) && list(body, name)?.length === 0 ? value.map(String) : undefined
}

function queried(request: Request, name: string): string {
  const value = request.query[name]
  return typeof value === 'string' ? value : ''
}
