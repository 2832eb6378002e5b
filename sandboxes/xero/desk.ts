import type { Answer, Call, Handler } from './call.ts'
import { ElementRefused, NotFound, RequestRefused } from './refusal.ts'
import type { Books } from './books.ts'
import type { Sandbox } from './sandbox.ts'

/** Runs a handler of the accounting API as somebody inside the organisation would: no token, no limits. Used by seeds and by hand edits. */
export function atTheDesk(sandbox: Sandbox, books: Books, handler: Handler, request: DeskRequest = {}): Answer {
  const call = deskCall(sandbox, books, request)
  try {
    return handler(call)
  } catch (error) {
    if (error instanceof NotFound) return { status: 404, json: { Message: 'No such record' } }
    if (error instanceof ElementRefused) return { status: 400, json: { Message: error.message } }
    if (error instanceof RequestRefused) return { status: error.status, json: error.body }
    throw error
  }
}

export interface DeskRequest {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
}

/** A call that nobody sent over the wire. */
export function deskCall(sandbox: Sandbox, books: Books, request: DeskRequest = {}): Call {
  const query = new Map(Object.entries(request.query ?? {}).map(([name, value]) => [name.toLowerCase(), value]))
  return {
    books,
    quirks: sandbox.quirks,
    clientId: 'by hand',
    appName: 'Sandy Box',
    method: 'PUT',
    origin: '',
    params: request.params ?? {},
    query: (name) => query.get(name.toLowerCase()),
    header: () => undefined,
    body: Buffer.from(JSON.stringify(request.body ?? {})),
    now: sandbox.clock.now(),
  }
}
