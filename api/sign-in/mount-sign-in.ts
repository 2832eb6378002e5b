import { stringifySetCookie } from 'cookie'
import type { Express, Response } from 'express'
import { SyncError } from '../../domain/errors.ts'
import { openSession } from '../../ledger/sessions.ts'
import { SESSION_COOKIE } from '../authenticate.ts'
import type { House } from '../house.ts'

/** `GET /sign-in/{token}`: a one-time link becomes a session in a cookie, and the browser goes on to the pages. */
export function mountSignIn(app: Express, house: House): void {
  app.get('/sign-in/:token', async (request, response) => {
    const session = await openSession(house.ledger, request.params.token)
    if (!session) throw new SyncError('UNAUTHENTICATED', { detail: 'This sign-in link is too old or was already used.' })
    setSessionCookie(response, house, session.secret, session.expiresAt)
    response.setHeader('Cache-Control', 'no-store')
    response.redirect(303, '/')
  })
}

/** HttpOnly, so no script reads it; Lax, so no other site's form sends it. An empty secret ends it. */
export function setSessionCookie(response: Response, house: House, secret: string, expires: Date): void {
  const cookie = stringifySetCookie({
    name: SESSION_COOKIE,
    value: secret,
    httpOnly: true,
    sameSite: 'lax',
    secure: house.config.publicUrl.startsWith('https:'),
    path: '/',
    expires,
  })
  response.setHeader('Set-Cookie', cookie)
}
