import { announce } from '../ledger/changes.ts'
import { inCompany } from '../ledger/database.ts'
import { appendEvent } from '../ledger/events.ts'
import { notify } from '../ledger/notifications.ts'
import type { RunCounts } from '../ledger/shapes.ts'
import { logRun } from '../ledger/sync-log.ts'
import { closePlanned } from '../ledger/sync-run-items.ts'
import { countItems, finishRun, readRun } from '../ledger/sync-runs.ts'
import type { Deps, RunIds } from './deps.ts'

/** Ends a run: counts, the bell, an event. */
export const ledgerCloseRun =
  ({ ledger }: Deps) =>
  ({ companyId, connectionId, syncRunId }: RunIds): Promise<{ status: 'Done' | 'NeedsAttention' }> =>
    inCompany(ledger, companyId, async (scope) => {
      const run = await readRun(scope, syncRunId)
      if (!run || run.finished_at) return { status: run?.status === 'NeedsAttention' ? 'NeedsAttention' : 'Done' }
      if (run.mode === 'sync') await closePlanned(scope, syncRunId)
      const counts = await countItems(scope, syncRunId)
      const status = needsAttention(counts) ? 'NeedsAttention' : 'Done'
      await finishRun(scope, syncRunId, { status, ...(run.stop_asked_at ? { code: 'RUN_STOPPED' as const } : {}) })
      await logRun(scope, syncRunId, [{ level: 'info', stage: 'close', event: 'run-ended', facts: { status } }])
      if (run.mode === 'preview') appendEvent(scope, 'preview.ready', { connectionId, syncRunId })
      else {
        await notify(scope, { code: status === 'Done' ? 'RUN_FINISHED' : 'RUN_NEEDS_ATTENTION', values: {}, connectionId, syncRunId })
        appendEvent(scope, 'sync-run.finished', { connectionId, syncRunId, status })
      }
      await announce(scope, 'sync-run', syncRunId)
      return { status }
    })

const needsAttention = (counts: RunCounts): boolean =>
  Object.values(counts.byKind ?? {}).some((kind) => (kind.failed ?? 0) + (kind.asked ?? 0) > 0)
