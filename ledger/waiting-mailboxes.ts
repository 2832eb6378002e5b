import { sql } from 'kysely'
import type { Lane } from '../domain/entities.ts'
import type { Ledger } from './database.ts'
import { isForgotten } from './sync-requests.ts'

/** A ring normally starts its run within a second; after this it was lost. */
const RING_LOST_SECONDS = 60

/** Connections that have requests nobody has taken or begun, across companies: what the watch rings for again. */
export async function waitingMailboxes(ledger: Ledger): Promise<{ companyId: string; connectionId: string; lane: Lane }[]> {
  const { rows } = await sql<{ companyId: string; connectionId: string; lane: Lane }>`
    select distinct company_id as "companyId", connection_id as "connectionId", lane from sync_requests
    where ${isForgotten} and asked_at < clock_timestamp() - make_interval(secs => ${RING_LOST_SECONDS})`.execute(ledger.operator)
  return rows
}
