import { FAULT_KINDS } from '../kit/faults.ts'
import { type Answered, bad, good, texts } from './control-answer.ts'
import { type Element, filled, isElement } from './element.ts'
import { type Limits, XERO_LIMITS } from './limits.ts'
import type { Sandbox } from './sandbox.ts'

/** Named ones are the documented outages: `{named: 'maintenance'}` and so on. */
const NAMED: Record<string, { kind: 'status'; status: number; body: string }> = {
  maintenance: { kind: 'status', status: 503, body: 'The Xero API is currently offline for maintenance' },
  unavailable: { kind: 'status', status: 503, body: 'The Xero API is temporarily unavailable' },
  'organisation-offline': { kind: 'status', status: 503, body: 'The Organisation is offline' },
  'not-permitted': { kind: 'status', status: 403, body: 'Not Permitted' },
  'gateway-timeout': { kind: 'status', status: 504, body: '' },
}

/** `{match?, method?, kind | named, times? | seconds? | probability?, seed?, status?, headers?, body?, delayMs?, retryAfter?}`. */
export function addFault(sandbox: Sandbox, body: Element): Answered {
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
export function setLimits(sandbox: Sandbox, body: Element): Answered {
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
export async function registerWebhook(sandbox: Sandbox, body: Element): Promise<Answered> {
  const [url, key] = [filled(body, 'url'), filled(body, 'key')]
  if (url === undefined || key === undefined) return bad('`url` and `key` are needed')
  const given = { url, key, clientId: filled(body, 'clientId') ?? 'sandbox', categories: texts(body, 'categories') }
  const { webhook, checks } = await sandbox.webhooks.register(given)
  return good({ webhookId: webhook.id, status: webhook.status, checks })
}
