import type { Books } from './books.ts'
import { type Element, isElement, parseBody } from './element.ts'
import { apiException, RequestRefused } from './refusal.ts'
import type { Quirks } from './quirks.ts'
import { readXml } from './xml.ts'

/** One authorised call of the accounting API, as the handlers see it. */
export interface Call {
  books: Books
  quirks: Quirks
  clientId: string
  /** The app's name: ProviderName in the envelope. */
  appName: string
  method: string
  /** The base address under which this sandbox is reached, for links in answers. */
  origin: string
  params: Record<string, string>
  query: (name: string) => string | undefined
  header: (name: string) => string | undefined
  body: Buffer
  /** Milliseconds UTC, by the sandbox's clock. */
  now: number
}

/** What a handler answers; exactly one of json, html or bytes, or nothing at all (204). */
export interface Answer {
  status: number
  json?: unknown
  html?: string | undefined
  bytes?: { type: string; data: Buffer } | undefined
}

export type Handler = (call: Call) => Answer

export const ok = (json: unknown): Answer => ({ status: 200, json })

/** The body as an object or array, sent as JSON or as XML; the 400 of a body that is neither. UNCONFIRMED number and type (14, PostDataInvalidException). */
export function parsedBody(call: Call): Element | Element[] {
  const text = call.body.toString('utf8')
  const parsed = /^\s*</.test(text) ? read('XML', readXml, text) : read('Json', parseBody, text)
  if (isElement(parsed)) return parsed
  if (Array.isArray(parsed)) return parsed.filter(isElement)
  throw postDataInvalid('Object cannot be read: a JSON object is expected')
}

/** The elements of a write: `{Invoices: […]}`, a bare array, or one bare object. */
export function elements(call: Call, name: string): Element[] {
  const body = parsedBody(call)
  if (Array.isArray(body)) return body
  const key = Object.keys(body).find((each) => each.toLowerCase() === name.toLowerCase())
  const value = key === undefined ? body : body[key]
  if (Array.isArray(value)) return value.filter(isElement)
  return isElement(value) ? [value] : [body]
}

/** Today in the organisation's own zone: what a missing date means. */
export function today(call: Pick<Call, 'books' | 'now'>): string {
  const format = formatOf(call.books.organisation().zone)
  return format.format(new Date(call.now))
}

const FORMATS = new Map<string, Intl.DateTimeFormat>()

/** The Swedish way of writing a day is YYYY-MM-DD. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  FORMATS.set(timeZone, made)
  return made
}

function read(form: string, parse: (text: string) => unknown, text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw postDataInvalid(`Invalid ${form} data: ${error instanceof Error ? error.message : ''}`)
  }
}

const postDataInvalid = (message: string): RequestRefused => new RequestRefused(400, apiException(14, 'PostDataInvalidException', message))
