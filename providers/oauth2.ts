import { fetch, type Response } from 'undici'
import { z } from 'zod'
import { type ErrorCode, SyncError } from '../domain/errors.ts'
import type { AppKeys } from './contract.ts'

/*
 * The authorisation code flow of OAuth 2 (RFC 6749) for a confidential client: what all providers have in common.
 * Secrets go in the Authorization header and the form, never in an address, a log line or an error.
 */

/** The page where a person consents: the host's state comes back with the code. */
export function consentUrl(
  authorizeUrl: string,
  app: AppKeys,
  request: { state: string; redirectUri: string; scopes: readonly string[] },
): string {
  const url = new URL(authorizeUrl)
  const { state, redirectUri, scopes } = request
  const parameters = { response_type: 'code', client_id: app.clientId, redirect_uri: redirectUri, scope: scopes.join(' '), state }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.toString()
}

/** What the token endpoint gives; times are seconds from now. */
export type TokenReply = z.infer<typeof tokenReply>

const tokenReply = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number(),
  token_type: z.string().optional(),
  scope: z.string().optional(),
  id_token: z.string().optional(),
})

/** Asks the token endpoint: a code or a refresh token for a set of tokens. Throws SyncError; `refused` names what an `invalid_grant` means here. */
export async function askForTokens(
  tokenUrl: string,
  app: AppKeys,
  form: Record<string, string>,
  refused: 'SIGN_IN_EXPIRED' | 'CONNECTION_LOST',
): Promise<TokenReply> {
  const response = await call(tokenUrl, { method: 'POST', headers: { ...basic(app), ...FORM }, body: new URLSearchParams(form).toString() })
  const body = await bodyOf(response)
  if (!response.ok) throw oauthError(response.status, body, refused)
  const parsed = tokenReply.safeParse(body)
  if (!parsed.success) throw new SyncError('PROVIDER_ANSWER_UNREADABLE', { detail: 'the token endpoint', cause: parsed.error })
  return parsed.data
}

/** Revokes a refresh token (RFC 7009); a token that is no longer known is well. Throws SyncError. */
export async function revokeToken(revokeUrl: string, app: AppKeys, token: string): Promise<void> {
  const response = await call(revokeUrl, {
    method: 'POST',
    headers: { ...basic(app), ...FORM },
    body: new URLSearchParams({ token }).toString(),
  })
  const body = await bodyOf(response)
  if (!response.ok) throw oauthError(response.status, body, 'CONNECTION_LOST')
}

/** An authenticated call beside the books, like the list of organisations: status and parsed body (undefined where there is none). Throws SyncError. */
export async function callWithToken(
  method: 'GET' | 'DELETE',
  url: string,
  accessToken: string,
): Promise<{ status: number; body: unknown }> {
  const response = await call(url, { method, headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' } })
  const body = await bodyOf(response)
  if (response.status === 401 || response.status === 403) throw new SyncError('CONNECTION_LOST', { detail: `HTTP ${response.status}` })
  if (response.status >= 500)
    throw new SyncError('PROVIDER_DOWN', { detail: `HTTP ${response.status}`, values: { detail: `HTTP ${response.status}` } })
  return { status: response.status, body }
}

interface Call {
  method: string
  headers: Record<string, string>
  body?: string
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
// RFC 6749 2.3.1: both halves are form-encoded before they are joined.
const basic = ({ clientId, clientSecret }: AppKeys): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64')}`,
})

const TIME_OUT = 15_000

async function call(url: string, request: Call): Promise<Response> {
  try {
    return await fetch(url, { ...request, redirect: 'manual', signal: AbortSignal.timeout(TIME_OUT) })
  } catch (cause) {
    throw new SyncError('PROVIDER_DOWN', { detail: reasonOf(cause), values: { detail: reasonOf(cause) }, cause })
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text().catch((cause: unknown) => {
    throw new SyncError('PROVIDER_DOWN', { detail: reasonOf(cause), values: { detail: reasonOf(cause) }, cause })
  })
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const oauthErrorReply = z.object({ error: z.string(), error_description: z.string().optional() })

/** Errors of RFC 6749 5.2 in our words. */
function oauthError(status: number, body: unknown, refused: 'SIGN_IN_EXPIRED' | 'CONNECTION_LOST'): SyncError {
  const said = oauthErrorReply.safeParse(body).data
  const detail =
    said === undefined ? `HTTP ${status}` : [said.error, said.error_description].filter((part) => part !== undefined).join(': ')
  const values = { detail }
  if (status >= 500) return new SyncError('PROVIDER_DOWN', { detail, values })
  if (status === 429) return new SyncError('PROVIDER_RATE_LIMITED', { detail, values })
  if (said?.error === 'invalid_grant') return new SyncError(refused, { detail, values })
  const other = status === 401 ? 'APP_KEYS_REFUSED' : 'PROVIDER_REFUSED'
  return new SyncError(oauthCodes[said?.error ?? ''] ?? other, { detail, values })
}

const oauthCodes: Record<string, ErrorCode> = {
  invalid_client: 'APP_KEYS_REFUSED',
  unauthorized_client: 'APP_KEYS_REFUSED',
  invalid_scope: 'NEEDS_PERMISSION',
}

const reasonOf = (cause: unknown): string => {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  if (inner instanceof Error && inner.name === 'TimeoutError') return 'no answer in time'
  return inner instanceof Error ? inner.message : 'no answer'
}
