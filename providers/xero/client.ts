import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
// Only the accounting part: the package's own entry also loads its sign-in client, which we do not use.
import { AccountingApi } from 'xero-node/dist/gen/api/accountingApi.js'
import type { Tools, WireRequest } from '../contract.ts'
import { oneCall } from '../one-call.ts'
import { SdkDiffers, SentTooLate, XeroRefusal, XeroSilence, XeroUnreadable } from './failure.ts'
import { manifest } from './manifest.ts'
import type { Reply } from './reply.ts'

/*
 * The only file that knows the SDK. It is used for paths, parameters and headers. What it would lose is taken through its own door
 * for authentication, which sees each request before it leaves: the stored text goes out byte for byte (the SDK drops fields it does not
 * know), the answer comes back as text (its dates become Date, its errors JSON strings), and there are time-outs (it has none).
 */

/** What every call to one organisation needs. */
export interface Road {
  organisationId: string
  tools: Tools
}

export type Ask = (api: AccountingApi, organisationId: string) => Promise<unknown>

/** Reads once, after its turn, and gives the parsed JSON. Throws XeroRefusal, XeroSilence or XeroUnreadable. */
export async function read(road: Road, name: string, ask: Ask): Promise<unknown> {
  const reply = await oneCall(road.tools, name, 'take', () => exchange(road, ask))
  if (reply.status !== 200) throw new XeroRefusal(reply)
  return parseJson(reply.text)
}

/** Sends a stored request once, byte for byte. Its turn was taken by the caller. Throws XeroSilence, or SentTooLate if it never left. */
export async function deliver(road: Road, request: WireRequest, key: string, sendBefore: number): Promise<Reply> {
  const send = sends[routeOf(request)]
  if (send === undefined) throw new TypeError(`no such request to Xero: ${routeOf(request)}`)
  const ids =
    request.path
      .split('?')[0]
      ?.split('/')
      .slice(1)
      .filter((_, index) => index % 2 === 1) ?? []
  return oneCall(road.tools, routeOf(request), 'taken', () =>
    exchange(road, (api, organisation) => send(api, organisation, key, ids.map(decodeURIComponent)), { request, sendBefore }),
  )
}

/** Parsed JSON of a complete answer. Throws XeroUnreadable. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new XeroUnreadable('not JSON', { cause })
  }
}

interface Stored {
  request: WireRequest
  sendBefore: number
}

/** One HTTP exchange through the SDK; any complete answer, whatever its status, is a reply. */
async function exchange({ organisationId, tools }: Road, ask: Ask, stored?: Stored): Promise<Reply> {
  const api = new AccountingApi(`${tools.apiUrl.replace(/\/$/, '')}${API_ROOT}`)
  api.accessToken = await tools.accessToken()
  let reply: Reply | undefined
  api.setDefaultAuthentication({
    applyToRequest(options) {
      if (stored === undefined) delete options.data
      else putStoredText(options, stored, tools.apiUrl)
      Object.assign(options, transport(tools), {
        transformResponse: [
          (text: unknown, headers: Headerish, status: number) => {
            reply = { status, text: typeof text === 'string' ? text : '', header: (name) => headerOf(headers, name) }
            return {}
          },
        ],
      })
    },
  })
  const failure = await ask(api, organisationId).then(
    () => undefined,
    (error: unknown) => ({ error }),
  )
  if (reply === undefined) throw silence(failure?.error)
  hear(tools, reply)
  return reply
}

interface Headerish {
  get(name: string): unknown
}

interface RequestOptions {
  method?: string | undefined
  url?: string | undefined
  params?: Record<string, unknown>
  headers?: unknown
  data?: unknown
}

/** Puts the envelope's text in place of what the SDK composed, if the SDK asks the same thing of the same path; else nothing is sent. */
function putStoredText(options: RequestOptions, { request, sendBefore }: Stored, apiUrl: string): void {
  const query = new URLSearchParams(Object.entries(options.params ?? {}).map(([name, value]) => [name, String(value)])).toString()
  const path = `${options.url?.slice(`${apiUrl.replace(/\/$/, '')}${API_ROOT}`.length)}${query === '' ? '' : `?${query}`}`
  if (options.method !== request.method || path !== request.path) {
    throw new SdkDiffers(`the SDK would send ${options.method} ${path} for the stored ${request.method} ${request.path}`)
  }
  if (performance.now() > sendBefore) throw new SentTooLate()
  Object.assign(options, { data: request.body === '' ? undefined : request.body })
  Object.assign(options.headers ?? {}, { 'Content-Type': 'application/json' })
}

/** Text in, text out, any status, no redirects, our own time-out, and connections that are kept. */
const transport = ({ requestTimeoutMs = manifest.settle.requestTimeout }: Tools): object => ({
  responseType: 'text',
  transformRequest: [(data: unknown) => data],
  validateStatus: () => true,
  maxRedirects: 0,
  signal: AbortSignal.timeout(requestTimeoutMs),
  httpAgent,
  httpsAgent,
})

// Idle connections are let go after 4 s: one that the other side closes first would make a send's outcome unknown.
const httpAgent = new HttpAgent({ keepAlive: true, timeout: 4_000 })
const httpsAgent = new HttpsAgent({ keepAlive: true, timeout: 4_000 })

const headerOf = (headers: Headerish, name: string): string | undefined => {
  const value = headers.get(name)
  return typeof value === 'string' ? value : undefined
}

/** Tells the turns what is left and when to come back (reference xero.md 2). */
function hear(tools: Tools, reply: Reply): void {
  const minuteLeft = numberOf(reply.header('x-minlimit-remaining'))
  const dayLeft = numberOf(reply.header('x-daylimit-remaining'))
  const retryAfterSeconds = numberOf(reply.header('retry-after'))
  const problem = reply.header('x-rate-limit-problem')
  tools.heard({
    ...(minuteLeft !== undefined && { minuteLeft }),
    ...(dayLeft !== undefined && { dayLeft }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(problem !== undefined && { problem }),
  })
}

const numberOf = (text: string | undefined): number | undefined => (text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined)

/**
 * Without a complete answer the SDK rejects with a JSON string that holds the whole request (earlier versions: with the token in it,
 * reference xero.md 12). Only its message is kept.
 */
function silence(failure: unknown): Error {
  if (failure instanceof SentTooLate || failure instanceof SdkDiffers) return failure
  if (typeof failure !== 'string') return new XeroSilence(failure instanceof Error ? failure.message : 'no answer')
  const said = messageIn(failure)
  return new XeroSilence(said === 'canceled' ? 'no answer in time' : said)
}

function messageIn(rejection: string): string {
  try {
    const parsed: unknown = JSON.parse(rejection)
    return parsed !== null && typeof parsed === 'object' && 'body' in parsed && typeof parsed.body === 'string' ? parsed.body : 'no answer'
  } catch {
    return 'no answer'
  }
}

const API_ROOT = '/api.xro/2.0'

/** Method and path of a request with its ids left out. */
function routeOf({ method, path }: WireRequest): string {
  const parts = (path.split('?')[0] ?? '').split('/').slice(1)
  return `${method} /${parts.map((part, index) => (index % 2 === 1 ? '*' : part)).join('/')}`
}

type Send = (api: AccountingApi, organisation: string, key: string, ids: string[]) => Promise<unknown>

/** The SDK's method for each request; the bodies are put in by `putStoredText`. Positions of arguments are those of xero-node 20.0.0. */
const sends: Record<string, Send> = {
  'PUT /Contacts': (api, organisation, key) => api.createContacts(organisation, {}, false, key),
  'POST /Contacts': (api, organisation, key) => api.updateOrCreateContacts(organisation, {}, false, key),
  'PUT /Invoices': (api, organisation, key) => api.createInvoices(organisation, {}, false, 4, key),
  'POST /Invoices': (api, organisation, key) => api.updateOrCreateInvoices(organisation, {}, false, 4, key),
  'PUT /CreditNotes': (api, organisation, key) => api.createCreditNotes(organisation, {}, false, 4, key),
  'POST /CreditNotes': (api, organisation, key) => api.updateOrCreateCreditNotes(organisation, {}, false, 4, key),
  'PUT /Payments': (api, organisation, key) => api.createPayments(organisation, {}, false, key),
  'POST /Payments/*': (api, organisation, key, [id = '']) => api.deletePayment(organisation, id, { status: 'DELETED' }, key),
  'PUT /BatchPayments': (api, organisation, key) => api.createBatchPayment(organisation, {}, false, key),
  'POST /BatchPayments/*': (api, organisation, key, [id = '']) =>
    api.deleteBatchPaymentByUrlParam(organisation, id, { status: 'DELETED' }, key),
  'PUT /BankTransactions': (api, organisation, key) => api.createBankTransactions(organisation, { bankTransactions: [] }, false, 4, key),
  'PUT /CreditNotes/*/Allocations': (api, organisation, key, [id = '']) => api.createCreditNoteAllocation(organisation, id, {}, false, key),
  'PUT /Overpayments/*/Allocations': (api, organisation, key, [id = '']) =>
    api.createOverpaymentAllocations(organisation, id, {}, false, key),
  'PUT /Prepayments/*/Allocations': (api, organisation, key, [id = '']) =>
    api.createPrepaymentAllocations(organisation, id, {}, false, key),
  // Keys are for PUT and POST only (reference xero.md 4); taking the same allocation back twice is harmless.
  'DELETE /CreditNotes/*/Allocations/*': (api, organisation, _key, [id = '', own = '']) =>
    api.deleteCreditNoteAllocations(organisation, id, own),
  'DELETE /Overpayments/*/Allocations/*': (api, organisation, _key, [id = '', own = '']) =>
    api.deleteOverpaymentAllocations(organisation, id, own),
  'DELETE /Prepayments/*/Allocations/*': (api, organisation, _key, [id = '', own = '']) =>
    api.deletePrepaymentAllocations(organisation, id, own),
}
