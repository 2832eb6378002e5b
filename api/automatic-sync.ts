import type { DocumentRef } from '../domain/document.ts'
import type { DocumentKind, Includable } from '../domain/entities.ts'
import type { Settings } from '../domain/settings.ts'
import { listConnections } from '../ledger/connections.ts'
import type { Scope } from '../ledger/database.ts'
import { failedAmong, waitingForThese } from '../ledger/family-of.ts'
import { readSettings } from '../ledger/settings.ts'
import { askSync } from './ask-sync.ts'
import type { AskedRun } from './asked-run.ts'

/**
 * What saving starts by itself, at every connection that is ready: documents of the kinds whose box is ticked with what waited for them,
 * and those that failed there before (saving a failed record sends it again). In the transaction of the saving; ring after the commit.
 */
export async function askAutomaticSync(scope: Scope, saved: DocumentRef[], askedBy: string): Promise<AskedRun[]> {
  if (saved.length === 0) return []
  const ready = (await listConnections(scope)).filter(({ state }) => state === 'ready')
  const asked: AskedRun[] = []
  for (const connection of ready) {
    const documents = await toSend(scope, connection.id, saved)
    if (documents.length === 0) continue
    asked.push((await askSync(scope, connection, { include: includeFor(documents), documents, askedBy })).ring)
  }
  return asked
}

async function toSend(scope: Scope, connectionId: string, saved: DocumentRef[]): Promise<DocumentRef[]> {
  const { body: settings } = await readSettings(scope, connectionId)
  const failed = await failedAmong(scope, connectionId, saved)
  const own = saved.filter((ref) => isTicked(settings, ref.kind) || failed.has(`${ref.kind}/${ref.externalId}`))
  const children = (await waitingForThese(scope, connectionId, saved)).filter(({ kind }) => isTicked(settings, kind))
  return [...new Map([...own, ...children].map((ref) => [`${ref.kind}/${ref.externalId}`, ref])).values()]
}

/** Invoices imply customers (accounting.md section 7). */
const isTicked = ({ automatic }: Settings, kind: DocumentKind): boolean =>
  automatic[boxOf[kind]] || (kind === 'customer' && automatic.invoices)

const boxOf = { customer: 'customers', invoice: 'invoices', credit: 'credits', payment: 'payments' } as const satisfies Record<
  DocumentKind,
  keyof Settings['automatic']
>

function includeFor(documents: DocumentRef[]): Includable[] {
  const kinds = new Set(documents.map(({ kind }) => kind))
  const own = (['invoice', 'credit', 'payment'] as const).filter((kind) => kinds.has(kind)).map((kind) => boxOf[kind])
  return ['customersOut', ...own]
}
