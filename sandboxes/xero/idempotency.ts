import { createHash } from 'node:crypto'
import type { WireAnswer } from '../kit/deliver.ts'
import { apiException } from './refusal.ts'

/** What was answered under each Idempotency-Key of each app. */
export type IdempotencyStore = Map<string, { fingerprint: string; answer: WireAnswer; until: number }>

/** Kept for 6 minutes from the first call (milliseconds). */
const KEPT = 6 * 60_000

/** The longest key. */
export const LONGEST_KEY = 128

export interface KeyedRequest {
  clientId: string
  key: string
  method: string
  url: string
  tenant: string
  body: Buffer
  now: number
}

/** The first answer again (errors included) for the same request; a refusal for another; undefined when the key is new. */
export function replayed(store: IdempotencyStore, request: KeyedRequest): WireAnswer | 'different' | undefined {
  forget(store, request.now)
  const known = store.get(nameOf(request))
  if (!known) return undefined
  return known.fingerprint === fingerprint(request) ? known.answer : 'different'
}

export function remember(store: IdempotencyStore, request: KeyedRequest, answer: WireAnswer): void {
  store.set(nameOf(request), { fingerprint: fingerprint(request), answer, until: request.now + KEPT })
}

/** The body of the 400 is UNCONFIRMED; its words are known. */
export function differentRequest(key: string, form: 'exception' | 'problem'): unknown {
  const words = `Idempotency Key '${key}' is used with a different request`
  if (form === 'exception') return apiException(10, 'ValidationException', words)
  return { Title: 'Bad Request', Status: 400, Detail: words, Instance: crypto.randomUUID(), Extensions: {} }
}

const nameOf = ({ clientId, key }: KeyedRequest): string => `${clientId} ${key}`

const fingerprint = ({ method, url, tenant, body }: KeyedRequest): string =>
  createHash('sha256').update(`${method} ${url} ${tenant}\n`).update(body).digest('base64')

/** The oldest stand in front. */
function forget(store: IdempotencyStore, now: number): void {
  for (const [name, each] of store) {
    if (each.until > now) return
    store.delete(name)
  }
}
