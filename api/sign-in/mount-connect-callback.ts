import type { Express, Request } from 'express'
import { providerNames, type ProviderName } from '../../domain/entities.ts'
import { type ErrorCode, SyncError } from '../../domain/errors.ts'
import { attachConsent, type Attached } from '../../ledger/choose-organisation.ts'
import { type UsedConsent, useConsent } from '../../ledger/consents.ts'
import { markSignInFailed, readConnection } from '../../ledger/connections.ts'
import { findSession } from '../../ledger/sessions.ts'
import { saveTokenSet } from '../../ledger/token-sets.ts'
import { frontDesk } from '../../providers/front-desk.ts'
import { appKeysOf, redirectUrl } from '../app-keys-of.ts'
import { askSync } from '../ask-sync.ts'
import { sessionSecret } from '../authenticate.ts'
import { type AskedRun, ringAll } from '../asked-run.ts'
import { explain } from '../explain.ts'
import type { House } from '../house.ts'

/** `GET /connect/{provider}/callback`: the browser comes back from the provider, with a consent or without. */
export function mountConnectCallback(app: Express, house: House): void {
  app.get('/connect/:provider/callback', async (request, response) => {
    const provider = providerNames.find((name) => name === request.params.provider)
    if (!provider) throw new SyncError('NOT_FOUND')
    response.setHeader('Cache-Control', 'no-store')
    const consent = await usedConsent(house, request)
    if (!consent) {
      response.status(400).type('html').send(expiredPage(provider))
      return
    }
    const outcome = await outcomeOf(house, provider, consent, request)
    if ('code' in outcome) await noteFailure(house, consent, outcome.code)
    response.redirect(303, backTo(house, consent, outcome))
  })
}

type Outcome = Attached | { state: 'failed'; code: ErrorCode }

/** A consent that a session began is finished in that session; one begun with a key by whoever holds its secret state. */
async function usedConsent(house: House, request: Request): Promise<UsedConsent | undefined> {
  const { state } = request.query
  if (typeof state !== 'string' || state === '') return undefined
  const secret = sessionSecret(request)
  const session = secret ? await findSession(house.ledger, secret) : undefined
  return useConsent(house.ledger, state, (askedBy) => askedBy.startsWith('key:') || askedBy === `session:${session?.sessionId}`)
}

/** What the provider's sign-in refuses is told to the person on the page they return to. */
async function outcomeOf(house: House, provider: ProviderName, consent: UsedConsent, request: Request): Promise<Outcome> {
  const { code } = request.query
  if (typeof code !== 'string' || code === '') return { state: 'failed', code: 'CONSENT_REFUSED' }
  try {
    return await attach(house, provider, consent, code)
  } catch (failure) {
    if (!(failure instanceof SyncError)) throw failure
    house.log.warn({ err: failure, connectionId: consent.connectionId }, 'a sign-in could not be finished')
    return { state: 'failed', code: failure.code }
  }
}

/** The person may have left, and another waits for the connection: it is said where it stays said. */
const noteFailure = (house: House, { companyId, connectionId }: UsedConsent, code: ErrorCode): Promise<void> =>
  house.inCompany(companyId, (scope) => markSignInFailed(scope, connectionId, code))

async function attach(house: House, provider: ProviderName, { companyId, connectionId }: UsedConsent, code: string): Promise<Outcome> {
  const { signIn, manifest } = frontDesk[provider]
  const to = house.config.apps[provider]
  const app = await house.inCompany(companyId, (scope) => appKeysOf(house, scope, provider))
  const tokens = await signIn.exchange(to, app, { code, redirectUri: redirectUrl(house, provider) })
  const organisations = await signIn.organisations(to, tokens.accessToken)
  if (organisations.length === 0) return { state: 'failed', code: 'ORGANISATION_NOT_CHOSEN' }
  const choices = organisations.map(({ organisationId, name, grantId }) => ({ organisationId, name, grantId }))
  const { attached, rings } = await house.inCompany(companyId, async (scope) => {
    const tokenSetId = await saveTokenSet(scope, house.vault, {
      provider,
      clientId: app.clientId,
      scopeVersion: manifest.scopeVersion,
      tokens,
    })
    const attached = await attachConsent(scope, connectionId, { tokenSetId, choices })
    return { attached, rings: await firstReading(scope, attached) }
  })
  await ringAll(house, companyId, rings)
  return attached
}

/** A connection that has its organisation reads the codes at once, so that there is something to map. */
export async function firstReading(scope: Parameters<typeof readConnection>[0], attached: Attached): Promise<AskedRun[]> {
  if (attached.state !== 'ready') return []
  const connection = await readConnection(scope, attached.connectionId)
  if (connection?.state !== 'ready') return []
  const { ring } = await askSync(scope, connection, { include: ['codes'], askedBy: 'sign-in' })
  return [ring]
}

/** Back to where the person came from, with what became of it. */
function backTo(house: House, consent: UsedConsent, outcome: Outcome): string {
  const url = new URL(consent.returnTo ?? '/', house.config.publicUrl)
  url.searchParams.set('connection', 'connectionId' in outcome ? outcome.connectionId : consent.connectionId)
  url.searchParams.set('state', outcome.state)
  if ('code' in outcome) url.searchParams.set('problem', outcome.code)
  return url.href
}

function expiredPage(provider: ProviderName): string {
  const { title, cause, whatToDo } = explain('SIGN_IN_EXPIRED', {}, null, frontDesk[provider].manifest.label)
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>
<body style="font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem"><h1>${title}</h1><p>${cause}</p><p>${whatToDo}</p><p><a href="/">Back</a></p></body></html>`
}
