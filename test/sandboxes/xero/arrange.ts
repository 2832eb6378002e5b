import { startXeroSandbox } from '../../../sandboxes/xero/server.ts'
import { schemaProblems } from './official-schema.ts'
import type { Json } from './wire-json.ts'

export type { Json } from './wire-json.ts'

export interface Reply {
  status: number
  json: Json
  text: string
  headers: Headers
}

/** A sandbox with one organisation and a token, and short ways to speak to it. */
export interface Arranged {
  url: string
  organisationId: string
  token: () => string
  /** A fresh token, after the clock was moved past the old one's life. */
  renew: () => Promise<void>
  /** Calls the accounting API; every JSON answer is held against the official schema. */
  api: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>
  /** Calls /_sandbox/. */
  control: (method: string, path: string, body?: unknown) => Promise<Json>
  /** Any other path. */
  raw: (path: string, init?: RequestInit) => Promise<Reply>
  contact: (name?: string, more?: object) => Promise<string>
  invoice: (more?: object) => Promise<Json>
  creditNote: (more?: object) => Promise<Json>
  code: (code: string) => Promise<string>
  stop: () => Promise<void>
}

export async function arrange(organisation: object = {}, options: Parameters<typeof startXeroSandbox>[0] = {}): Promise<Arranged> {
  const sandbox = await startXeroSandbox({ limits: false, ...options })
  const raw = async (path: string, init?: RequestInit) => reply(await fetch(`${sandbox.url}${path}`, { redirect: 'manual', ...init }))
  const control = async (method: string, path: string, body?: unknown) => {
    const answer = await raw(`/_sandbox/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`)
    return answer.json
  }
  await control('POST', 'organisations', { name: 'Test Heating Ltd', country: 'GB', ...organisation })
  let tokens = await control('POST', 'tokens', {})
  const api: Arranged['api'] = async (method, path, body, headers = {}) => {
    const authorised = {
      authorization: `Bearer ${tokens.accessToken}`,
      'xero-tenant-id': tokens.organisationId,
      ...headers,
    } as Record<string, string>
    const answer = await raw(`/api.xro/2.0/${path}`, { method, headers: authorised, ...(body === undefined ? {} : { body: asText(body) }) })
    const problems =
      answer.json === undefined || isOddAnswer(method, path)
        ? []
        : schemaProblems(method, `/${path.split('?')[0]}`, answer.status, answer.json)
    if (problems.length > 0) throw new Error(`${method} ${path} breaks the official schema: ${problems.slice(0, 5).join('; ')}`)
    return answer
  }
  const one = async (method: string, path: string, list: 'Contacts' | 'Invoices' | 'CreditNotes', element: object) => {
    const answer = await api(method, `${path}?summarizeErrors=true&unitdp=4`, { [list]: [element] })
    if (answer.status !== 200) throw new Error(answer.text)
    return firstOf(answer.json[list])
  }
  const contact = async (name = `Customer ${crypto.randomUUID()}`, more = {}) =>
    (await one('PUT', 'Contacts', 'Contacts', { Name: name, ...more })).ContactID
  const document = async (more: object, type: string, list: 'Invoices' | 'CreditNotes') => {
    const Contact = 'Contact' in more ? more.Contact : { ContactID: await contact() }
    return one('PUT', list, list, { Type: type, Status: 'AUTHORISED', DueDate: '2026-12-31', LineItems: [LINE], ...more, Contact })
  }
  return {
    url: sandbox.url,
    organisationId: tokens.organisationId,
    token: () => tokens.accessToken,
    renew: async () => {
      tokens = await control('POST', 'tokens', { organisationId: tokens.organisationId })
    },
    api,
    control,
    raw,
    contact,
    invoice: (more = {}) => document(more, 'ACCREC', 'Invoices'),
    creditNote: (more = {}) => document(more, 'ACCRECCREDIT', 'CreditNotes'),
    code: async (code) => firstOf((await api('GET', `Accounts?where=${encodeURIComponent(`Code=="${code}"`)}`)).json.Accounts).AccountID,
    stop: sandbox.stop,
  }
}

/** 100.00 and 20 % on top: 120.00. */
export const LINE = { Description: 'Boiler service', Quantity: 1, UnitAmount: 100, AccountCode: '200', TaxType: 'OUTPUT2' }

/** The refusal texts of one element, or of the first of a 400. */
export function messages(element: Json): string[] {
  const errors = (element.Elements as Json[] | undefined)?.[0]?.ValidationErrors ?? element.ValidationErrors ?? []
  return errors.map((error) => error.Message)
}

/** The first of a list that must not be empty. */
export function firstOf(list: Json[]): Json {
  const [first] = list
  if (!first) throw new Error('The list is empty')
  return first
}

/** Today in London, as the organisation sees it. */
export const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short' }).format(new Date())

/** The answer to a deleted allocation breaks the schema in the schema's own example: Invoice is a list there. */
const isOddAnswer = (method: string, path: string): boolean => method === 'DELETE' && path.includes('/Allocations/')

const asText = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body))

async function reply(answer: Response): Promise<Reply> {
  const text = await answer.text()
  return { status: answer.status, text, headers: answer.headers, json: parsed(text) }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined as unknown as Json // not every answer is JSON
  }
}
