import { randomBytes } from 'node:crypto'
import type { DocumentKind, LinkPart, Operation, PushStep } from '../../domain/entities.ts'
import { type Claim, claimWrites } from '../../ledger/claim-writes.ts'
import type { Ledger, Scope } from '../../ledger/database.ts'
import { inCompany } from '../../ledger/database.ts'
import { type Hold, markSent, writeEnvelope } from '../../ledger/envelopes.ts'
import { saveDocument } from '../../ledger/save-documents.ts'
import { setStanding } from '../../ledger/standings.ts'
import { planItems } from '../../ledger/sync-run-items.ts'
import { requestSync } from '../../ledger/sync-requests.ts'
import { openVault } from '../../ledger/vault.ts'
import { customer, invoice, readyConnection } from './samples.ts'

/** A write as a plan would leave it. */
export interface Write {
  kind?: DocumentKind
  externalId: string
  part?: LinkPart
  version?: number
  operation?: Operation
  step?: PushStep
  needs?: string[]
  bookId?: string
  body?: string
  number?: string
}

interface WriteOptions {
  step?: PushStep
  leaseMs?: number
}

/** Seals what the envelopes of a test hold. */
export const testVault = openVault(`test:${randomBytes(32).toString('base64')}`)

/** A company with one ready connection, and what tests of the push protocol do with it. */
export interface Desk {
  companyId: string
  connectionId: string
  as<T>(work: (scope: Scope) => Promise<T>): Promise<T>
  /** Saves customers `c1`, `c2`… and plans these writes in a run of its own. */
  plan(writes: Write[], lane?: 'express' | 'bulk'): Promise<string>
  claim(syncRunId: string, options?: { step?: PushStep; limit?: number; maxBytes?: number }): Promise<Claim | undefined>
  /** Claims and stores the envelope, with a lease of `leaseMs`; undefined: nothing was left to claim. */
  tryWrite(syncRunId: string, options?: WriteOptions): Promise<Hold | undefined>
  write(syncRunId: string, options?: WriteOptions): Promise<Hold>
  /** Claims, stores and marks as sent. */
  send(syncRunId: string, options?: WriteOptions): Promise<Hold>
}

/** `within`: in which kind of transaction. */
export async function openDesk(ledger: Ledger, companyId: string, within = inCompany): Promise<Desk> {
  const as = <T>(work: (scope: Scope) => Promise<T>) => within(ledger, companyId, work)
  const connectionId = await as((scope) => readyConnection(scope))
  const claim: Desk['claim'] = (syncRunId, { step = 'customers', limit = 50, maxBytes = 1_000_000 } = {}) =>
    as((scope) => claimWrites(scope, { id: syncRunId, connectionId }, step, () => limit, maxBytes))
  const tryWrite: Desk['tryWrite'] = (syncRunId, { step = 'customers', leaseMs = 60_000 } = {}) =>
    as(async (scope) => {
      const claimed = await claimWrites(scope, { id: syncRunId, connectionId }, step, () => 50, 1_000_000)
      if (!claimed || claimed.items.length === 0) return undefined
      const request = { method: 'PUT', path: '/Things', body: JSON.stringify(claimed.items.map((item) => item.body)) }
      return writeEnvelope(scope, testVault, {
        connectionId,
        organisationId: 'org',
        epoch: 1,
        syncRunId,
        lane: 'bulk',
        operation: claimed.operation,
        request,
        items: claimed.items,
        leaseMs,
        lookUpFirst: false,
      })
    })
  const write: Desk['write'] = async (syncRunId, options) => {
    const hold = await tryWrite(syncRunId, options)
    if (!hold) throw new Error('There was nothing to claim')
    return hold
  }
  return {
    companyId,
    connectionId,
    as,
    claim,
    tryWrite,
    write,
    send: async (syncRunId, options) => {
      const hold = await write(syncRunId, options)
      await markSent(ledger, hold)
      return hold
    },
    plan: (writes, lane = 'bulk') =>
      as(async (scope) => {
        for (const { kind = 'customer', externalId, number } of writes) await saveSample(scope, kind, externalId, number)
        const { syncRunId } = await requestSync(scope, { connectionId, lane, include: [], askedBy: 'test' })
        await planItems(scope, { id: syncRunId, connection_id: connectionId, mode: 'sync' }, writes.map(plannedOf))
        for (const { kind = 'customer', externalId } of writes)
          await setStanding(scope, connectionId, { kind, externalId, status: 'waiting', due: true })
        await scope.db.updateTable('sync_requests').set({ served_at: new Date() }).where('sync_run_id', '=', syncRunId).execute()
        return syncRunId
      }),
  }
}

async function saveSample(scope: Scope, kind: DocumentKind, externalId: string, number = `N-${externalId}`): Promise<void> {
  if (kind === 'customer') await saveDocument(scope, 'customer', externalId, customer({ name: externalId }))
  else await saveDocument(scope, 'invoice', externalId, invoice({ number }))
}

const steps: Record<DocumentKind, PushStep> = { customer: 'customers', invoice: 'invoices', credit: 'credits', payment: 'receipts' }

function plannedOf({ kind = 'customer', externalId, part = 'main', version = 1, needs = [], ...write }: Write) {
  const { operation = kind === 'customer' ? 'createCustomer' : 'createInvoice', step = steps[kind], body = externalId } = write
  return {
    kind,
    externalId,
    version,
    decision: {
      decision: 'write' as const,
      operation,
      step,
      part,
      body,
      group: 'one',
      expected: { kind, ...(kind === 'customer' ? { name: externalId } : { number: write.number ?? `N-${externalId}` }) },
      needs,
      notes: [],
      ...(write.bookId === undefined ? {} : { bookId: write.bookId }),
    },
  }
}
