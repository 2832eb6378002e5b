import express, { type Express } from 'express'
import { type Includable, type ProviderName, providerNames } from '../domain/entities.ts'
import { SyncError } from '../domain/errors.ts'
import { connectionsOfOrganisation, readConnection } from '../ledger/connections.ts'
import { noteInbound } from '../ledger/inbound-webhooks.ts'
import { frontDesk } from '../providers/front-desk.ts'
import { askSync } from './ask-sync.ts'
import { ringAll } from './asked-run.ts'
import type { House } from './house.ts'
import { bytesOf } from './parse-body.ts'

const LIMIT = '1mb'
/** What the books said has changed is read into the mirror; nothing is sent for it. */
const READ_ONLY: Includable[] = ['customersIn', 'paymentsIn']

/** `POST /webhooks/{provider}`: verified over the raw body, written down, answered, and only then acted upon. */
export function mountWebhooksIn(app: Express, house: House): void {
  app.post('/webhooks/:provider', express.raw({ type: () => true, limit: LIMIT }), async (request, response) => {
    const provider = providerNames.find((name) => name === request.params['provider'])
    const key = provider && house.config.apps[provider].webhookKey
    if (!provider || !key) throw new SyncError('NOT_FOUND')
    const { webhook } = frontDesk[provider]
    const body = bytesOf(request)
    if (!webhook.isGenuine(body, request.get(webhook.signatureHeader), key)) throw new SyncError('WEBHOOK_SIGNATURE_INVALID')
    const events = webhook
      .events(body)
      .flatMap(({ organisationId, mirrorKind, bookId }) => (mirrorKind ? [{ provider, organisationId, kind: mirrorKind, bookId }] : []))
    await noteInbound(house.ledger, events)
    response.status(200).end()
    const organisations = [...new Set(events.map(({ organisationId }) => organisationId))]
    await Promise.all(organisations.map((organisationId) => wake(house, provider, organisationId)))
  })
}

/** Every connection to the organisation reads what is new. */
async function wake(house: House, provider: ProviderName, organisationId: string): Promise<void> {
  for (const { companyId, connectionId } of await connectionsOfOrganisation(house.ledger, provider, organisationId)) {
    const ring = await house.inCompany(companyId, async (scope) => {
      const connection = await readConnection(scope, connectionId)
      if (connection?.state !== 'ready') return undefined
      return (await askSync(scope, connection, { include: READ_ONLY, askedBy: 'provider' })).ring
    })
    if (ring) await ringAll(house, companyId, [ring])
  }
}
