import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import { SyncError } from '../domain/errors.ts'
import { findCompany, type Company } from '../ledger/companies.ts'
import type { Caller } from '../ledger/keys.ts'
import { logViewing } from '../ledger/viewings.ts'
import { authenticate, nameOf } from './authenticate.ts'
import type { House } from './house.ts'
import { withIdempotencyKey } from './idempotent.ts'
import { parseBody } from './parse-body.ts'
import { fieldProblems, ValidationError } from './problem-response.ts'
import type { Answer, Call, Route, Who } from './route.ts'
import { isStorable } from './storable-text.ts'

const JSON_LIMIT = '1mb'

/** Hangs routes into the app, each behind the same door: who calls, which company, is the shape right, was it asked before. */
export function mountRoutes(app: Express, house: House, routes: readonly Route[]): void {
  for (const route of routes) app[route.method](expressPath(route.path), readBytes(route), atTheDoor(house, route))
  for (const path of new Set(routes.map((route) => route.path))) app.all(expressPath(path), refuseMethod(routes, path))
}

/** `{companyId}` of the OpenAPI document is `:companyId` in express. */
export const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1')

function atTheDoor(house: House, route: Route): RequestHandler {
  return async (request: Request, response: Response) => {
    checkAddress(request)
    const caller = callerOf(response)
    mayCall(caller, route.who)
    const company = route.who === 'company' ? await companyOf(house, caller, request) : undefined
    await noteView(house, caller, company, request)
    const answer = await withIdempotencyKey(house, caller, request, () =>
      route.handle(parsedCall(house, route, { caller, company, request })),
    )
    await sendAnswer(route, answer, request, response)
  }
}

/** What the ledger could not even look for is not there. */
function checkAddress(request: Request): void {
  if (Object.values(paramsOf(request)).some((part) => !isStorable(part))) throw new SyncError('NOT_FOUND')
  const wrong = Object.entries(request.query).find(([, value]) => typeof value === 'string' && !isStorable(value))
  if (wrong)
    throw new ValidationError([
      { pointer: `query/${wrong[0]}`, code: 'NOT_ALLOWED', message: 'This text holds characters that cannot be kept.' },
    ])
}

/** Everything under /v1 needs a key or a session; who it is stays with the response. */
export function requireCaller(house: House): RequestHandler {
  return async (request: Request, response: Response, next: NextFunction) => {
    response.locals['caller'] = await authenticate(house, request)
    next()
  }
}

/** Put there by `requireCaller`, which stands before every route. */
export const callerOf = (response: Response): Caller => response.locals['caller'] as Caller

function mayCall(caller: Caller, who: Who): void {
  const { scope } = caller.reach
  if (who === 'operator' && scope !== 'operator') throw new SyncError('FORBIDDEN')
  if (who === 'host' && scope === 'company') throw new SyncError('FORBIDDEN')
}

/** The same answer for a company that does not exist and one of somebody else. */
async function companyOf(house: House, caller: Caller, request: Request): Promise<Company> {
  const company = await findCompany(house.ledger, caller.reach, paramsOf(request)['companyId'] ?? '')
  if (!company) throw new SyncError('NOT_FOUND')
  return company
}

async function noteView(house: House, caller: Caller, company: Company | undefined, request: Request): Promise<void> {
  if (caller.reach.scope === 'operator')
    await logViewing(house.ledger, caller.keyId, company?.company_id, `${request.method} ${request.path}`)
}

function parsedCall(
  house: House,
  route: Route,
  { caller, company, request }: { caller: Caller; company: Company | undefined; request: Request },
): Call {
  const query = route.query?.safeParse(request.query)
  const body = route.body?.safeParse(parseBody(request))
  const fields = [...(query?.error ? fieldProblems(query.error, 'query') : []), ...(body?.error ? fieldProblems(body.error) : [])]
  if (fields.length > 0) throw new ValidationError(fields)
  return {
    house,
    log: house.log,
    caller,
    askedBy: nameOf(caller),
    params: paramsOf(request),
    query: query?.data,
    body: body?.data,
    request,
    company,
  }
}

/** No route of ours repeats a name in its path, so no parameter is a list. */
const paramsOf = (request: Request): Record<string, string> => request.params as Record<string, string>

/** The answer goes through the contract too: what is not in it never leaves. */
async function sendAnswer(route: Route, answer: Answer, request: Request, response: Response): Promise<void> {
  switch (answer.form) {
    case 'json': {
      for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value)
      response.status(answer.status).json(route.reply.parse(answer.body))
      return
    }
    case 'text': {
      if (answer.fileName) response.setHeader('Content-Disposition', `attachment; filename="${answer.fileName}"`)
      response.type(answer.type).send(answer.text)
      return
    }
    case 'stream':
      return answer.open(request, response)
    default:
      return answer satisfies never
  }
}

/** The bytes as they came: a key's body is compared byte by byte, and JSON is read by us. */
function readBytes(route: Route): RequestHandler {
  return express.raw({ type: () => true, limit: route.rawBody?.limit ?? JSON_LIMIT })
}

function refuseMethod(routes: readonly Route[], path: string): RequestHandler {
  const allowed = routes.filter((route) => route.path === path).map((route) => route.method.toUpperCase())
  return (_request, response) => {
    response.setHeader('Allow', allowed.join(', '))
    throw new SyncError('METHOD_NOT_ALLOWED')
  }
}
