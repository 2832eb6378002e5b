import { randomUUID } from 'node:crypto'
import { escaped, page } from '../kit/html.ts'
import { type Client, connect, LIFETIME, opaque, PERSON } from './identity.ts'
import { newOrganisation } from './new-organisation.ts'
import type { Sandbox } from './sandbox.ts'
import { scopeProblem } from './scopes.ts'

/** Where the browser goes next, or the page it sees. */
export type SignInStep = { status: number; html: string } | { redirect: string }

/** GET /identity/connect/authorize: the consent page, or a page that says what is wrong with the app's request. */
export function authorizePage(sandbox: Sandbox, query: URLSearchParams): SignInStep {
  const asked = readRequest(sandbox, query)
  if ('problem' in asked) return asked.problem
  return { status: 200, html: page(`${asked.client.name} wants access to your books`, consentForm(sandbox, query, asked)) }
}

/** POST of the consent page: Allow with organisations, Cancel, or a new organisation first. */
export function consentGiven(sandbox: Sandbox, query: URLSearchParams, form: URLSearchParams): SignInStep {
  const asked = readRequest(sandbox, query)
  if ('problem' in asked) return asked.problem
  if (form.get('choice') === 'create') {
    newOrganisation(sandbox, { name: form.get('name') || undefined, country: form.get('country') ?? 'GB' })
    return authorizePage(sandbox, query)
  }
  if (form.get('choice') !== 'allow') return back(asked, { error: 'access_denied', error_description: 'The person pressed Cancel' })
  const chosen = form.getAll('organisation').filter((id) => sandbox.organisations.has(id))
  if (chosen.length === 0) return { status: 400, html: page('Choose an organisation', consentForm(sandbox, query, asked)) }
  const authEventId = randomUUID()
  const who = { clientId: asked.client.id, userId: PERSON.id, authEventId }
  const now = sandbox.clock.now()
  for (const id of chosen) connect(sandbox.identity, who, id, now)
  const code = opaque()
  sandbox.identity.codes.set(code, {
    code,
    ...who,
    redirectUri: asked.redirectUri,
    scopes: asked.scopes,
    challenge: query.get('code_challenge') ?? undefined,
    nonce: query.get('nonce') ?? undefined,
    expiresAt: now + LIFETIME.code * 1000,
    used: false,
  })
  return back(asked, { code, scope: asked.scopes.join(' '), session_state: opaque() })
}

interface Asked {
  client: Client
  redirectUri: string
  scopes: string[]
  state: string | null
}

/** Everything that is wrong before the app may be called back is shown to the person instead. */
function readRequest(sandbox: Sandbox, query: URLSearchParams): Asked | { problem: SignInStep } {
  const client = sandbox.identity.clients.get(query.get('client_id') ?? '')
  if (!client) return refused('unauthorized_client', 'Unknown client_id')
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!allowedAddress(client, redirectUri)) return refused('unauthorized_client', 'Invalid redirect_uri')
  const scopes = (query.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '')
  const asked = { client, redirectUri, scopes, state: query.get('state') }
  if (query.get('response_type') !== 'code') return refused('unsupported_response_type', 'response_type must be code')
  const wrong = scopes.length === 0 ? '(none)' : scopeProblem(scopes, client.broadScopes ?? false)
  if (wrong !== undefined) {
    const told = { error: 'invalid_scope', error_description: `Invalid scope for client: ${wrong}` }
    return sandbox.quirks.invalidScopeAnswer === 'redirect' ? { problem: back(asked, told) } : refused(told.error, told.error_description)
  }
  const method = query.get('code_challenge_method')
  if (query.get('code_challenge') !== null && method !== 'S256') return refused('invalid_request', 'code_challenge_method must be S256')
  return asked
}

/** https, or http on localhost by that name: 127.0.0.1 is refused. Byte for byte one of those registered. */
function allowedAddress(client: Client, address: string): boolean {
  if (!/^https:\/\/[^\s#]+$/.test(address) && !/^http:\/\/localhost(:\d+)?(\/[^\s#]*)?$/.test(address)) return false
  return client.redirectUris === undefined || client.redirectUris.includes(address)
}

function refused(error: string, description: string): { problem: SignInStep } {
  const html = page('Sorry, something went wrong', `<p>Error: <code>${escaped(error)}</code></p><p>${escaped(description)}</p>`)
  return { problem: { status: 400, html } }
}

function back({ redirectUri, state }: Asked, params: Record<string, string>): SignInStep {
  const address = new URL(redirectUri)
  for (const [name, value] of Object.entries(params)) address.searchParams.set(name, value)
  if (state !== null) address.searchParams.set('state', state)
  return { redirect: address.href }
}

/** Several organisations in one consent need bulk connections, which an app can turn off for the flow. */
function consentForm(sandbox: Sandbox, query: URLSearchParams, asked: Asked): string {
  const single = (query.get('acr_values') ?? '').includes('bulk_connect:false')
  const organisations = [...sandbox.organisations.values()].map((books) => books.organisation())
  const choices = organisations.map(({ id, name, country }, index) => {
    const checked = organisations.length === 1 || (single && index === 0) ? ' checked' : ''
    return `<label><input type="${single ? 'radio' : 'checkbox'}" name="organisation" value="${escaped(id)}"${checked}> ${escaped(name)} (${escaped(country)})</label>`
  })
  const address = `/identity/connect/authorize?${escaped(query.toString())}`
  const allow = organisations.length === 0 ? '' : '<button type="submit" name="choice" value="allow">Allow access</button>'
  return `<p>Signed in as ${escaped(PERSON.email)}.</p>
<form method="post" action="${address}"><fieldset><legend>Organisations</legend>${choices.join('') || '<p>There is no organisation yet: make one below.</p>'}</fieldset>
<p>It asks for: ${escaped(asked.scopes.join(', '))}</p>${allow}<button type="submit" name="choice" value="cancel">Cancel</button></form>
<form method="post" action="${address}"><fieldset><legend>New organisation</legend>
<label>Name <input name="name" value="Demo Company (UK)"></label>
<label>Country <select name="country"><option value="GB">United Kingdom</option><option value="IE">Ireland</option><option value="NZ">New Zealand</option></select></label>
<button type="submit" name="choice" value="create">Create</button></fieldset></form>`
}
