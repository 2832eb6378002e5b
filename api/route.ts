import type { Request, Response } from 'express'
import type { Logger } from 'pino'
import type { z } from 'zod'
import type { Company } from '../ledger/companies.ts'
import type { Scope } from '../ledger/database.ts'
import type { Caller } from '../ledger/keys.ts'
import type { House } from './house.ts'

export type Method = 'get' | 'post' | 'put' | 'delete'

/** Who may call: `caller` anybody with a key or session, `host` hosts and operators, `operator` support, `company` whoever reaches the company in the path. */
export type Who = 'caller' | 'host' | 'operator' | 'company'

/** One route, declared in one place: the door parses by it, the OpenAPI document is made from it, and tests walk over it. */
export interface Route {
  method: Method
  path: string
  summary: string
  who: Who
  query: z.ZodType | undefined
  body: z.ZodType | undefined
  reply: z.ZodType
  statuses: readonly number[]
  /** Other media types that this route can answer with. */
  also: readonly string[]
  /** A body that is not JSON is handed on as its bytes. */
  rawBody: { types: readonly string[]; limit: string } | undefined
  handle(call: Call): Promise<Answer>
}

/** A request that has passed the door. `company` and `inCompany` are there on routes of a company, and nowhere else. */
export interface Call {
  house: House
  log: Logger
  caller: Caller
  /** The key or session, as it is written down beside what it asked for. */
  askedBy: string
  params: Record<string, string>
  query: unknown
  body: unknown
  request: Request
  company: Company | undefined
}

export type Answer =
  | { form: 'json'; status: number; body: unknown; headers?: Record<string, string> }
  | { form: 'text'; type: string; text: string; fileName?: string }
  | { form: 'stream'; open(request: Request, response: Response): Promise<void> }

export const json = (body: unknown, status = 200, headers?: Record<string, string>): Answer => ({
  form: 'json',
  status,
  body,
  ...(headers ? { headers } : {}),
})

/** What a handler gets: the call with its parts parsed, so that types are those of the contract. */
export type CallOf<Path extends string, Q extends z.ZodType, B extends z.ZodType> = Omit<Call, 'params' | 'query' | 'body'> & {
  params: PathParams<Path>
  query: z.output<Q>
  body: z.output<B>
}
/** A call for one company: every look into the ledger goes through `inCompany`, which sees that company's rows only. */
export type CompanyCall<Path extends string, Q extends z.ZodType, B extends z.ZodType> = Omit<CallOf<Path, Q, B>, 'company'> & {
  company: Company
  inCompany<T>(work: (scope: Scope) => Promise<T>): Promise<T>
}

export interface Declaration<Path extends string, Q extends z.ZodType, B extends z.ZodType> {
  method: Method
  path: Path
  summary: string
  query?: Q
  body?: B
  reply: z.ZodType
  statuses?: readonly number[]
  also?: readonly string[]
  rawBody?: { types: readonly string[]; limit: string }
}

export type PathParams<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name | keyof PathParams<Rest>]: string }
  : Record<never, string>

/** Declares a route of one company: the door finds the company in the path, or answers the same 404 for unknown and foreign. */
export function companyRoute<const Path extends `/v1/companies/{companyId}${string}`, Q extends z.ZodType, B extends z.ZodType>(
  declaration: Declaration<Path, Q, B>,
  handle: (call: CompanyCall<Path, Q, B>) => Promise<Answer>,
): Route {
  // The door has parsed params, query and body by this same declaration.
  return { ...filled(declaration), who: 'company', handle: (call) => handle(withCompany(call) as unknown as CompanyCall<Path, Q, B>) }
}

/** Declares a route that is not of one company. */
export function plainRoute<const Path extends string, Q extends z.ZodType, B extends z.ZodType>(
  who: Exclude<Who, 'company'>,
  declaration: Declaration<Path, Q, B>,
  handle: (call: CallOf<Path, Q, B>) => Promise<Answer>,
): Route {
  // The door has parsed params, query and body by this same declaration.
  return { ...filled(declaration), who, handle: (call) => handle(call as unknown as CallOf<Path, Q, B>) }
}

function filled<Path extends string, Q extends z.ZodType, B extends z.ZodType>(declaration: Declaration<Path, Q, B>) {
  return {
    query: undefined,
    body: undefined,
    statuses: [200],
    also: [],
    rawBody: undefined,
    ...declaration,
  }
}

function withCompany(call: Call) {
  const { company, house } = call
  if (!company) throw new Error('A route of a company is called with one')
  return { ...call, company, inCompany: <T>(work: (scope: Scope) => Promise<T>) => house.inCompany(company.company_id, work) }
}
