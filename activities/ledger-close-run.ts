import { type DocumentKind, EXPRESS_DOCUMENTS, type Includable, type Lane, type Outcome, readOnlyIncludes } from '../domain/entities.ts'
import { announce } from '../ledger/changes.ts'
import { type Scope, inCompany } from '../ledger/database.ts'
import { appendEvent } from '../ledger/events.ts'
import { settleEchoes } from '../ledger/inbound-webhooks.ts'
import { notify } from '../ledger/notifications.ts'
import type { RunCounts } from '../ledger/shapes.ts'
import { logRun } from '../ledger/sync-log.ts'
import { closePlanned } from '../ledger/sync-run-items.ts'
import { requestSync } from '../ledger/sync-requests.ts'
import { countItems, finishRun, readRun, type SyncRun } from '../ledger/sync-runs.ts'
import { wakeChildren } from '../ledger/standings.ts'
import { unreachedChildren } from '../ledger/unreached-children.ts'
import type { Deps, RunIds } from './deps.ts'
import { isWish } from './is-wish.ts'

/** Ends a run: counts, the bell, an event. Answers the lane to ring when what it linked has made documents due that it did not reach (exactly-once rule 21), or the provider said something new meanwhile. */
export const ledgerCloseRun =
  ({ ledger }: Deps) =>
  ({ companyId, connectionId, syncRunId }: RunIds): Promise<{ status: 'Done' | 'NeedsAttention'; ring?: Lane }> =>
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
        const told = tellingOf(run, counts, status)
        if (told) await notify(scope, { ...told, connectionId, syncRunId })
        appendEvent(scope, 'sync-run.finished', { connectionId, syncRunId, status })
      }
      await announce(scope, 'sync-run', syncRunId)
      const ring = (await askForChildren(scope, run)) ?? (await askForReading(scope, run))
      return { status, ...(ring ? { ring } : {}) }
    })

async function askForChildren(scope: Scope, run: SyncRun): Promise<Lane | undefined> {
  await wakeChildren(scope, run.connection_id)
  const children = await unreachedChildren(scope, run.id)
  if (children.length === 0) return undefined
  const lane = children.length <= EXPRESS_DOCUMENTS ? 'express' : 'bulk'
  const include = [...new Set(children.map(({ kind }) => includes[kind]))]
  return (await requestSync(scope, { connectionId: run.connection_id, lane, include, documents: children, askedBy: 'sync' })).lane
}

/** What the provider said during the run and was not its echo is read by a run of its own. */
async function askForReading(scope: Scope, run: SyncRun): Promise<Lane | undefined> {
  if (run.mode === 'preview' || (await settleEchoes(scope, run.connection_id)) === 0) return undefined
  await requestSync(scope, { connectionId: run.connection_id, lane: 'bulk', include: [...readOnlyIncludes], askedBy: 'provider' })
  return 'bulk'
}

const includes = {
  customer: 'customersOut',
  invoice: 'invoices',
  credit: 'credits',
  payment: 'payments',
} as const satisfies Record<DocumentKind, Includable>

/** What the bell says of a run. One that nobody asked for and that had nothing to do says nothing: such runs would drown the rest. */
function tellingOf(run: SyncRun, counts: RunCounts, status: 'Done' | 'NeedsAttention') {
  if (status === 'NeedsAttention') return { code: 'RUN_NEEDS_ATTENTION' as const, values: { count: countOf(counts, ['failed', 'asked']) } }
  const count = countOf(counts, ['pushed', 'adopted', 'updated', 'voided'])
  return count > 0 || isWish(run.asked_by) ? { code: 'RUN_FINISHED' as const, values: { count } } : undefined
}

const countOf = (counts: RunCounts, outcomes: readonly Outcome[]): number =>
  Object.values(counts.byKind ?? {}).reduce((sum, kind) => outcomes.reduce((part, outcome) => part + (kind[outcome] ?? 0), sum), 0)

const needsAttention = (counts: RunCounts): boolean =>
  Object.values(counts.byKind ?? {}).some((kind) => (kind.failed ?? 0) + (kind.asked ?? 0) > 0)
