import { SyncError } from '../domain/errors.ts'
import { readCompany } from '../ledger/companies.ts'
import { readConnection } from '../ledger/connections.ts'
import { inCompany } from '../ledger/database.ts'
import { openEnvelopes } from '../ledger/envelopes.ts'
import { appendEvent } from '../ledger/events.ts'
import { readSettings } from '../ledger/settings.ts'
import { wakeChildren } from '../ledger/standings.ts'
import { logRun } from '../ledger/sync-log.ts'
import { beginRun, readRun } from '../ledger/sync-runs.ts'
import type { Deps } from './deps.ts'

/** Begins a run: connection healthy, subscription valid. Answers how many envelopes an earlier run left behind. Throws SyncError when nothing can be sent. */
export const ledgerOpenRun =
  ({ ledger }: Deps) =>
  ({ companyId, syncRunId }: { companyId: string; syncRunId: string }): Promise<{ leftovers: number }> =>
    inCompany(ledger, companyId, async (scope) => {
      const run = await readRun(scope, syncRunId)
      if (!run) throw new SyncError('NOT_FOUND')
      const connection = await readConnection(scope, run.connection_id)
      const company = await readCompany(scope)
      if (company?.entitlement.state === 'ended') throw new SyncError('ENTITLEMENT_ENDED')
      if (connection?.state === 'paused') throw new SyncError('CONNECTION_PAUSED')
      // Where one permission is missing, what needs it stops by itself and the rest goes on.
      if (connection?.state !== 'ready' && connection?.state !== 'needs-permission') throw new SyncError('CONNECTION_NOT_READY')
      const { version } = await readSettings(scope, run.connection_id)
      await beginRun(scope, syncRunId, version)
      await wakeChildren(scope, run.connection_id)
      await logRun(scope, syncRunId, [
        { level: 'info', stage: 'open', event: 'run-began', facts: { settingsVersion: version, lane: run.lane, mode: run.mode } },
      ])
      if (run.mode === 'sync') appendEvent(scope, 'sync-run.started', { connectionId: run.connection_id, syncRunId })
      const open = await openEnvelopes(scope, { connectionId: run.connection_id })
      return { leftovers: open.filter((envelope) => envelope.leaseLeftMs === 0).length }
    })
