import { sql } from 'kysely'
import type { ProviderName, SyncStatus } from '../domain/entities.ts'
import type { Ledger } from './database.ts'
import type { SyncRun } from './sync-runs.ts'

/** A run with the company and provider it belongs to. */
export type RunAcross = SyncRun & { company_name: string; provider: ProviderName }

/** Runs of all companies for support, newest first. */
export function listRunsAcross(
  ledger: Ledger,
  {
    companyId,
    status,
    before,
    limit,
  }: { companyId?: string | undefined; status?: SyncStatus | undefined; before?: Date | undefined; limit: number },
): Promise<RunAcross[]> {
  return ledger.operator
    .selectFrom('sync_runs as r')
    .innerJoin('companies as c', 'c.company_id', 'r.company_id')
    .innerJoin('connections as k', 'k.id', 'r.connection_id')
    .where('r.mode', '=', 'sync')
    .$if(companyId !== undefined, (query) => query.where('r.company_id', '=', companyId ?? ''))
    .$if(status !== undefined, (query) => query.where('r.status', '=', status ?? 'Queued'))
    .$if(before !== undefined, (query) => query.where('r.created_at', '<', before ?? new Date()))
    .selectAll('r')
    .select(['c.name as company_name', 'k.provider'])
    .orderBy('r.created_at', 'desc')
    .limit(limit)
    .execute()
}

/** Something that support looked for. */
export interface FoundAcross {
  type: 'company' | 'connection' | 'syncRun' | 'document'
  company_id: string
  company_name: string
  connection_id: string | null
  id: string
  label: string
}

const LIMIT = 50

/** Companies by name or id, connections by id, organisation or its name, runs by id, documents by id or number: over all companies. */
export async function searchAcross(ledger: Ledger, query: string): Promise<FoundAcross[]> {
  const part = `%${query.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const { rows } = await sql<FoundAcross>`
    select * from (
      select 'company' as type, c.company_id, c.name as company_name, null::uuid as connection_id, c.company_id::text as id, c.name as label
      from companies c where c.name ilike ${part} or c.external_id = ${query} or c.company_id::text = ${query}
      union all
      select 'connection', c.company_id, c.name, k.id, k.id::text, k.provider || ' ' || coalesce(k.organisation ->> 'name', k.state)
      from connections k join companies c using (company_id)
      where k.id::text = ${query} or k.organisation_id = ${query} or k.organisation ->> 'name' ilike ${part}
      union all
      select 'syncRun', c.company_id, c.name, r.connection_id, r.id::text, r.status from sync_runs r join companies c using (company_id) where r.id::text = ${query}
      union all
      select 'document', c.company_id, c.name, null, d.kind || '/' || d.external_id, coalesce(d.number, d.name, d.external_id)
      from documents d join companies c using (company_id) where d.external_id = ${query} or d.number = ${query}
    ) found limit ${LIMIT}`.execute(ledger.operator)
  return rows
}
