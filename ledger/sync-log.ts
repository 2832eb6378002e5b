import type { Stage } from '../domain/entities.ts'
import type { Values } from '../domain/plan.ts'
import type { Scope } from './database.ts'

/** One line of a run's log: an event with ids and counts, never a name, an address, an amount or a token (law 6). */
export interface LogLine {
  level: 'info' | 'warning' | 'error'
  stage: Stage
  event: string
  facts?: Values
}

/** Adds lines to a run's log, in the transaction of the effect that they tell of. */
export async function logRun(scope: Scope, syncRunId: string, lines: LogLine[]): Promise<void> {
  if (lines.length === 0) return
  await scope.db
    .insertInto('sync_log')
    .values(
      lines.map((line) => ({
        company_id: scope.companyId,
        sync_run_id: syncRunId,
        level: line.level,
        stage: line.stage,
        event: line.event,
        facts: JSON.stringify(line.facts ?? {}),
      })),
    )
    .execute()
}

/** The log of a run, oldest first; `after` is the id of the last line seen. */
export function readLog(scope: Scope, syncRunId: string, { after = 0, limit = 200 }: { after?: number; limit?: number } = {}) {
  return scope.db
    .selectFrom('sync_log')
    .where('sync_run_id', '=', syncRunId)
    .where('id', '>', after)
    .selectAll()
    .orderBy('id')
    .limit(limit)
    .execute()
}
