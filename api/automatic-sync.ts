import type { DocumentRef } from '../domain/document.ts'
import { type DocumentKind, EXPRESS_DOCUMENTS, type Includable, type Lane, type ProviderName } from '../domain/entities.ts'
import type { Settings } from '../domain/settings.ts'
import { listConnections } from '../ledger/connections.ts'
import type { Scope } from '../ledger/database.ts'
import { failedAmong } from '../ledger/failed-among.ts'
import { readSettings } from '../ledger/settings.ts'
import { requestSync } from '../ledger/sync-requests.ts'
import type { House } from './house.ts'

/** A mailbox to ring after the commit, and the run that was asked for. */
export interface AskedRun {
  connectionId: string
  provider: ProviderName
  requestId: string
  syncRunId: string
  lane: Lane
}

/**
 * What saving starts by itself, at every connection that is ready: documents of the kinds whose box is ticked, and those that failed
 * there before (saving a failed record sends it again). In the transaction of the saving; ring after the commit.
 */
export async function askAutomaticSync(scope: Scope, saved: DocumentRef[], askedBy: string): Promise<AskedRun[]> {
  if (saved.length === 0) return []
  const ready = (await listConnections(scope)).filter(({ state }) => state === 'ready')
  const asked: AskedRun[] = []
  for (const { id: connectionId, provider } of ready) {
    const { body: settings } = await readSettings(scope, connectionId)
    const failed = await failedAmong(scope, connectionId, saved)
    const documents = saved.filter((ref) => settings.automatic[boxOf[ref.kind]] || failed.has(`${ref.kind}/${ref.externalId}`))
    if (documents.length === 0) continue
    const lane: Lane = documents.length <= EXPRESS_DOCUMENTS ? 'express' : 'bulk'
    const { requestId, syncRunId } = await requestSync(scope, { connectionId, lane, include: includeFor(documents), documents, askedBy })
    asked.push({ connectionId, provider, requestId, syncRunId, lane })
  }
  return asked
}

/** Rings the mailbox of every run that was asked for. */
export async function ringAll(house: House, companyId: string, asked: AskedRun[]): Promise<void> {
  await Promise.all(
    asked.map(({ connectionId, provider, requestId, lane }) => house.mailbox.ring({ companyId, connectionId, provider, requestId, lane })),
  )
}

const boxOf = { customer: 'customers', invoice: 'invoices', credit: 'credits', payment: 'payments' } as const satisfies Record<
  DocumentKind,
  keyof Settings['automatic']
>

/** Invoices, credits and payments imply their customers (accounting.md section 7). */
function includeFor(documents: DocumentRef[]): Includable[] {
  const kinds = new Set(documents.map(({ kind }) => kind))
  const own = (['invoice', 'credit', 'payment'] as const).filter((kind) => kinds.has(kind)).map((kind) => boxOf[kind])
  return ['customersOut', ...own]
}
