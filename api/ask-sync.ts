import type { DocumentRef } from '../domain/document.ts'
import { EXPRESS_DOCUMENTS, type Includable, type Lane } from '../domain/entities.ts'
import { forCodesAlone } from '../domain/rules/for-codes-alone.ts'
import type { Connection } from '../ledger/connections.ts'
import type { Scope } from '../ledger/database.ts'
import { customersOf } from '../ledger/family-of.ts'
import { requestSync, type SyncRequested } from '../ledger/sync-requests.ts'
import type { AskedRun } from './asked-run.ts'

/** What a person asks for at one connection. */
export interface Asked {
  include: Includable[]
  documents?: DocumentRef[] | undefined
  previewId?: string | undefined
  askedBy: string
}

/** Writes down the wish for a run in the lane that its size asks for; ring after the commit. Documents bring their customers along. */
export async function askSync(
  scope: Scope,
  connection: Pick<Connection, 'id' | 'provider'>,
  asked: Asked,
): Promise<{ requested: SyncRequested; ring: AskedRun }> {
  const lane = laneOf(asked)
  const documents = asked.previewId ? asked.documents : await withCustomers(scope, asked)
  const requested = await requestSync(scope, {
    connectionId: connection.id,
    lane,
    include: asked.include,
    ...(documents ? { documents } : {}),
    ...(asked.previewId ? { previewId: asked.previewId } : {}),
    askedBy: asked.askedBy,
  })
  const { requestId, syncRunId } = requested
  return { requested, ring: { connectionId: connection.id, provider: connection.provider, requestId, syncRunId, lane: requested.lane } }
}

/** A few documents, or only the codes, do not wait behind everything that is due. */
export function laneOf({ include, documents }: Pick<Asked, 'include' | 'documents'>): Lane {
  if (forCodesAlone(include)) return 'express'
  return documents !== undefined && documents.length <= EXPRESS_DOCUMENTS ? 'express' : 'bulk'
}

/** The wished documents, and the customers without whom they would only wait. */
export async function withCustomers(
  scope: Scope,
  { include, documents }: Pick<Asked, 'include' | 'documents'>,
): Promise<DocumentRef[] | undefined> {
  if (!documents || !include.includes('customersOut')) return documents
  const named = new Set(documents.map(({ kind, externalId }) => `${kind}/${externalId}`))
  const customers = await customersOf(scope, documents)
  return [...customers.filter(({ externalId }) => !named.has(`customer/${externalId}`)), ...documents]
}
