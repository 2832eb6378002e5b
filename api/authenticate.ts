import { parseCookie } from 'cookie'
import type { Request } from 'express'
import { SyncError } from '../domain/errors.ts'
import { type Caller, findCaller } from '../ledger/keys.ts'
import { findSession } from '../ledger/sessions.ts'
import type { House } from './house.ts'

/** The cookie of a session; HttpOnly, so no script reads it. */
export const SESSION_COOKIE = 'counterfoil_session'

/** Who is calling, by `Authorization: Bearer` or by the cookie of a session. Throws UNAUTHENTICATED, or FORBIDDEN for a request from another site. */
export async function authenticate(house: House, request: Request): Promise<Caller> {
  const key = bearer(request)
  const caller = key === undefined ? await bySession(house, request) : await findCaller(house.ledger, key)
  if (!caller) throw new SyncError('UNAUTHENTICATED')
  return caller
}

/** How a caller is written down beside what it asked for: never its secret. */
export const nameOf = (caller: Caller): string => (caller.sessionId ? `session:${caller.sessionId}` : `key:${caller.keyId}`)

/** The secret in the cookie of a request. */
export const sessionSecret = (request: Request): string | undefined => parseCookie(request.headers.cookie ?? '')[SESSION_COOKIE]

async function bySession(house: House, request: Request): Promise<Caller | undefined> {
  const secret = sessionSecret(request)
  if (!secret) return undefined
  if (!isSafe(request.method) && !isOwnOrigin(house, request))
    throw new SyncError('FORBIDDEN', { detail: 'The request came from another site.' })
  return findSession(house.ledger, secret)
}

function bearer(request: Request): string | undefined {
  const match = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')
  return match?.[1]
}

const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD'

/** A browser says on every unsafe request where it comes from; a cookie alone is not a person's will. */
function isOwnOrigin(house: House, request: Request): boolean {
  const { origin, host } = request.headers
  if (origin === undefined || !URL.canParse(origin)) return false
  return origin === new URL(house.config.publicUrl).origin || new URL(origin).host === host
}
