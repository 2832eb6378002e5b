import { sql } from 'kysely'
import { raiseEpoch } from './connections.ts'
import { inCompany, type Ledger, type Scope } from './database.ts'
import { failTieOut } from './tie-outs.ts'
import { closePlanned } from './sync-run-items.ts'
import { finishRun } from './sync-runs.ts'

/**
 * The database was set back to an earlier moment: the books know more than it does (exactly-once rule 19). Every connection of every company looks
 * before it creates until its mirror has been read again; runs and comparisons of that moment, which went on without us, are ended; what they were
 * to send is still due. To be called before any worker runs. Calling it again is harmless.
 */
export async function databaseSetBack(ledger: Ledger): Promise<{ connections: number; runs: number }> {
  const connections = await ledger.operator
    .selectFrom('connections')
    .where('organisation_id', 'is not', null)
    .select(['id', 'company_id'])
    .orderBy('company_id')
    .execute()
  let runs = 0
  for (const { id, company_id } of connections)
    runs += await inCompany(ledger, company_id, async (scope) => {
      await raiseEpoch(scope, id)
      return endWhatWasUnderWay(scope, id)
    })
  return { connections: connections.length, runs }
}

/** Temporal carries out a run once: one that it has ended since would never be begun again, and never be over here. */
async function endWhatWasUnderWay(scope: Scope, connectionId: string): Promise<number> {
  const runs = await scope.db
    .selectFrom('sync_runs')
    .where('connection_id', '=', connectionId)
    .where('finished_at', 'is', null)
    .select('id')
    .execute()
  for (const { id } of runs) {
    await closePlanned(scope, id)
    await finishRun(scope, id, { status: 'Failed', code: 'DATABASE_SET_BACK' })
  }
  const tieOuts = await scope.db
    .selectFrom('tie_outs')
    .where('connection_id', '=', connectionId)
    .where('finished_at', 'is', null)
    .select('id')
    .execute()
  for (const { id } of tieOuts) await failTieOut(scope, id, 'DATABASE_SET_BACK')
  await scope.db
    .updateTable('sync_requests')
    .set({ served_at: sql`clock_timestamp()`, served_by: 'set-back' })
    .where('connection_id', '=', connectionId)
    .where('served_at', 'is', null)
    .execute()
  return runs.length
}
