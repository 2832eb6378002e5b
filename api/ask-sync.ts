import { EXPRESS_DOCUMENTS, type Includable, type Lane } from '../domain/entities.ts'
import type { DocumentRef } from '../domain/document.ts'
import type { Connection } from '../ledger/connections.ts'
import type { Scope } from '../ledger/database.ts'
import { requestSync, type SyncRequested } from '../ledger/sync-requests.ts'
import type { AskedRun } from './automatic-sync.ts'

/** What a person asks for at one connection. */
export interface Asked {
  include: Includable[]
  documents?: DocumentRef[] | undefined
  previewId?: string | undefined
  /** Documents of the preview, where there is one. */
  count?: number
  askedBy: string
}

/** Writes down the wish for a run in the lane that its size asks for; ring after the commit. */
export async function askSync(scope: Scope, connection: Connection, asked: Asked): Promise<{ requested: SyncRequested; ring: AskedRun }> {
  const lane = laneOf(asked)
  const requested = await requestSync(scope, {
    connectionId: connection.id,
    lane,
    include: asked.include,
    ...(asked.documents ? { documents: asked.documents } : {}),
    ...(asked.previewId ? { previewId: asked.previewId } : {}),
    askedBy: asked.askedBy,
  })
  const { requestId, syncRunId } = requested
  return { requested, ring: { connectionId: connection.id, provider: connection.provider, requestId, syncRunId, lane } }
}

/** A few documents, or only the codes, do not wait behind everything that is due. */
export function laneOf({ include, documents, count }: Pick<Asked, 'include' | 'documents' | 'count'>): Lane {
  if (include.every((part) => part === 'codes')) return 'express'
  const size = documents?.length ?? count ?? Number.POSITIVE_INFINITY
  return size <= EXPRESS_DOCUMENTS ? 'express' : 'bulk'
}
