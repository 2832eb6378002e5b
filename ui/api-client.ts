import type { ProblemDetails } from '../api/contract.ts'

/** A request that was refused or did not get through: problem details with words for a person. */
export class ApiProblem extends Error {
  readonly details: ProblemDetails

  constructor(details: ProblemDetails, cause?: unknown) {
    super(details.title, { cause })
    this.name = 'ApiProblem'
    this.details = details
  }

  /** Nobody answered: it may be worth asking again. */
  get isUnreachable(): boolean {
    return this.details.status === 0 || this.details.status >= 502
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
export interface Sending {
  body?: unknown
  /** The version of what is being replaced. */
  ifMatch?: number
  /** The same key is carried out once, however often it is sent. */
  idempotencyKey?: string
  signal?: AbortSignal
}

/** Asks the API and gives back the body of its answer. Throws an ApiProblem. */
export async function call<T>(method: Method, path: string, sending: Sending = {}): Promise<T> {
  const answer = await send(method, path, sending)
  const body = await readJson(answer)
  if (!answer.ok) throw new ApiProblem(isProblem(body) ? body : unexpected(answer.status))
  // The reply has gone through the contract on the API's side, so it has the shape that the caller names.
  return body as T
}

/** A path with a query; absent values are left out. */
export function withQuery(path: string, query: Record<string, string | number | null | undefined>): string {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const search = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString()
  return search ? `${path}?${search}` : path
}

async function send(method: Method, path: string, { body, ifMatch, idempotencyKey, signal }: Sending): Promise<Response> {
  const headers = new Headers({ Accept: 'application/json' })
  if (body !== undefined) headers.set('Content-Type', 'application/json')
  if (ifMatch !== undefined) headers.set('If-Match', `"${ifMatch}"`)
  if (idempotencyKey) headers.set('Idempotency-Key', idempotencyKey)
  try {
    return await fetch(path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new ApiProblem(unreachable, cause)
  }
}

async function readJson(answer: Response): Promise<unknown> {
  try {
    return await answer.json()
  } catch (cause) {
    throw new ApiProblem(unexpected(answer.status), cause)
  }
}

const isProblem = (body: unknown): body is ProblemDetails =>
  typeof body === 'object' && body !== null && 'title' in body && 'code' in body && 'status' in body

const unreachable: ProblemDetails = {
  type: 'about:blank',
  status: 0,
  code: 'UNREACHABLE',
  title: 'The server cannot be reached',
  detail: 'Your request may or may not have arrived.',
  whatToDo: 'Check the network, then look at this page again before repeating anything. Runs that were started go on by themselves.',
}

const unexpected = (status: number): ProblemDetails => ({
  type: 'about:blank',
  status,
  code: 'UNREADABLE',
  title: 'The server gave an answer that this page cannot read',
  detail: `Status ${status}.`,
  whatToDo: 'Reload the page; if it happens again, tell support what you were doing.',
})
