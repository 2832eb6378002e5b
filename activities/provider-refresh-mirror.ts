import { type Lane, type MirrorKind, mirrorKinds } from '../domain/entities.ts'
import { showsForgotten } from '../domain/rules/set-back.ts'
import { settleTime } from '../domain/rules/settle-time.ts'
import { bulkUnderWay } from '../ledger/bulk-under-way.ts'
import { markMirrorFilled } from '../ledger/connections.ts'
import { type Scope, inCompany } from '../ledger/database.ts'
import { followMerges } from '../ledger/follow-merges.ts'
import { hasUnread, markHandled } from '../ledger/inbound-webhooks.ts'
import { lookAgainAtBooks } from '../ledger/look-again.ts'
import { applyToMirror } from '../ledger/mirror.ts'
import { beginFullRead, forgetUnseen, type MirrorCursor, oldestReading, readCursor, saveCursor } from '../ledger/mirror-cursors.ts'
import { logRun } from '../ledger/sync-log.ts'
import { enterStage, readRun } from '../ledger/sync-runs.ts'
import type { Deps } from './deps.ts'
import { type Desk, withDesk } from './with-desk.ts'

export interface RefreshInput {
  companyId: string
  connectionId: string
  /** Absent in a reconcile. */
  syncRunId?: string
  lane: Lane
  kind: MirrorKind
}

/** Express runs go by a mirror that is younger than this: a person waits. */
const FRESH_ENOUGH_MS = 2 * 60_000
/**
 * And by that of a bulk run that is under way, which read it when it began: reading again would be mostly what that run has just sent, and cost more
 * calls than the provider's minute has left beside it (docs/decisions/0003).
 */
const FRESH_BESIDE_BULK_MS = 30 * 60_000

/** A tie-out reads everything once a week: what a provider deletes without a word is met by no reading of changes. */
const FULL_READ_EVERY_MS = 7 * 24 * 60 * 60_000

/** Reads the next page of what changed in the books into the mirror. The cursor moves only when the pages are read to the end (exactly-once rule 23). */
export const providerRefreshMirror =
  (deps: Deps) =>
  async (input: RefreshInput): Promise<PageRead> => {
    if (input.lane === 'express' && (await isFreshForExpress(deps, input))) return { records: 0, done: true, allFresh: true }
    return withDesk(deps, input, async (desk) => {
      const { companyId, connectionId, syncRunId, kind } = input
      const kept = await inCompany(deps.ledger, companyId, (scope) => readCursor(scope, connectionId, kind))
      if (syncRunId) await inCompany(deps.ledger, companyId, (scope) => enterStage(scope, syncRunId, 'mirror'))
      const afresh = !syncRunId && isFullReadDue(kept, deps.clock())
      if (afresh) await inCompany(deps.ledger, companyId, (scope) => beginFullRead(scope, connectionId, kind))
      // A tie-out compares as at one moment, and what the provider told us of is not read later.
      const fresh = !syncRunId || (await inCompany(deps.ledger, companyId, (scope) => hasUnread(scope, connectionId, kind)))
      const page = await desk.session.changes(kind, afresh ? undefined : kept?.cursor, fresh)
      await inCompany(deps.ledger, companyId, async (scope) => {
        await applyToMirror(scope, connectionId, kind, page.records)
        await saveCursor(scope, connectionId, kind, page)
        await forgetUnseen(scope, connectionId, kind)
        if (page.done && kind === mirrorKinds.at(-1)) {
          if (await showsAll(scope, desk, syncRunId)) await markMirrorFilled(scope, desk.connection)
          await followMerges(scope, connectionId)
          await lookAgainAtBooks(scope, connectionId)
          if (syncRunId) await markHandled(scope, connectionId, syncRunId)
        }
        if (syncRunId)
          await logRun(scope, syncRunId, [
            { level: 'info', stage: 'mirror', event: 'mirror-page', facts: { kind, records: page.records.length } },
          ])
      })
      return { records: page.records.length, done: page.done }
    })
  }

/** `allFresh`: an express run need not read this kind, nor any other. */
interface PageRead {
  records: number
  done: boolean
  allFresh?: boolean
}

function isFreshForExpress({ ledger, clock }: Deps, { companyId, connectionId }: RefreshInput): Promise<boolean> {
  return inCompany(ledger, companyId, async (scope) => {
    const oldest = await oldestReading(scope, connectionId, mirrorKinds)
    if (oldest === undefined) return false
    const age = clock() - oldest.getTime()
    return age < FRESH_ENOUGH_MS || (age < FRESH_BESIDE_BULK_MS && (await bulkUnderWay(scope, connectionId)))
  })
}

/** After the database was set back in time only a run that began late enough has read what was on its way then (exactly-once rule 19). */
async function showsAll(scope: Scope, { connection, provider }: Desk, syncRunId: string | undefined): Promise<boolean> {
  const run = syncRunId === undefined ? undefined : await readRun(scope, syncRunId)
  const setBackAt = connection.set_back_at?.getTime()
  return showsForgotten({ begunAt: run?.started_at?.getTime() }, setBackAt, settleTime(provider.manifest.settle))
}

/** Never in the middle of a reading: a full one goes on where it is, page by page. */
const isFullReadDue = (kept: MirrorCursor | undefined, now: number): boolean =>
  kept === undefined || (kept.done && !kept.fullRead && now - (kept.fullReadAt?.getTime() ?? 0) > FULL_READ_EVERY_MS)
