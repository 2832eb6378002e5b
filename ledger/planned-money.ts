import { sql } from 'kysely'
import type { Scope } from './database.ts'

const parts = {
  payments: sql`kind = 'payment' and part not like 'allocation:%'`,
  creditAllocations: sql`kind = 'credit' and part like 'allocation:%'`,
} as const

/** Which of these payments, or credits with what they settle, a run has planned already. */
export async function plannedMoney(
  scope: Scope,
  syncRunId: string,
  phase: 'payments' | 'creditAllocations',
  externalIds: string[],
): Promise<Set<string>> {
  if (externalIds.length === 0) return new Set()
  const { rows } = await sql<{ external_id: string }>`
    select distinct external_id from sync_run_items
    where sync_run_id = ${syncRunId} and external_id = any(${externalIds}) and ${parts[phase]}`.execute(scope.db)
  return new Set(rows.map((row) => row.external_id))
}
