import express, { type Express } from 'express'
import { type ProviderName, providerNames, readOnlyIncludes } from '../domain/entities.ts'
import { SyncError } from '../domain/errors.ts'
import { connectionsOfOrganisation, readConnection } from '../ledger/connections.ts'
import type { Scope } from '../ledger/database.ts'
import { type InboundNote, isRunUnderWay, noteInbound } from '../ledger/inbound-webhooks.ts'
import { frontDesk, type InboundEvent } from '../providers/front-desk.ts'
import { askSync } from './ask-sync.ts'
import { type AskedRun, ringAll } from './asked-run.ts'
import type { House } from './house.ts'
import { bytesOf } from './parse-body.ts'

const LIMIT = '1mb'

/** `POST /webhooks/{provider}`: verified over the raw body, written down, answered, and only then acted upon. */
export function mountWebhooksIn(app: Express, house: House): void {
  app.post('/webhooks/:provider', express.raw({ type: () => true, limit: LIMIT }), async (request, response) => {
    const provider = providerNames.find((name) => name === request.params['provider'])
    const key = provider && house.config.apps[provider].webhookKey
    if (!provider || !key) throw new SyncError('NOT_FOUND')
    const { webhook } = frontDesk[provider]
    const body = bytesOf(request)
    if (!webhook.isGenuine(body, request.get(webhook.signatureHeader), key)) throw new SyncError('WEBHOOK_SIGNATURE_INVALID')
    const rings = await noteAll(house, provider, webhook.events(body))
    response.status(200).end()
    await Promise.all(rings.map(({ companyId, ring }) => ringAll(house, companyId, [ring])))
  })
}

interface Rung {
  companyId: string
  ring: AskedRun
}

/** Every connection to an organisation notes what is said of it. */
async function noteAll(house: House, provider: ProviderName, events: InboundEvent[]): Promise<Rung[]> {
  const rings: Rung[] = []
  for (const organisationId of new Set(events.map((event) => event.organisationId))) {
    const notes = events.flatMap(({ mirrorKind: kind, ...event }) =>
      kind && event.organisationId === organisationId ? [{ kind, bookId: event.bookId, occurredAt: event.occurredAt }] : [],
    )
    for (const { companyId, connectionId } of await connectionsOfOrganisation(house.ledger, provider, organisationId)) {
      const ring = await house.inCompany(companyId, (scope) => noteFor(scope, connectionId, notes))
      if (ring) rings.push({ companyId, ring })
    }
  }
  return rings
}

/** Asks for a reading of what is new; the echo of our own writes is not, and what comes while a run goes on is looked at when it closes. */
async function noteFor(scope: Scope, connectionId: string, notes: InboundNote[]): Promise<AskedRun | undefined> {
  const waiting = await noteInbound(scope, connectionId, notes)
  const connection = await readConnection(scope, connectionId)
  if (waiting === 0 || connection?.state !== 'ready' || (await isRunUnderWay(scope, connectionId))) return undefined
  return (await askSync(scope, connection, { include: [...readOnlyIncludes], askedBy: 'provider' })).ring
}
