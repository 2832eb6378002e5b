import { errors, type ErrorCode } from '../domain/errors.ts'
import { inCompany } from '../ledger/database.ts'
import { appendEvent } from '../ledger/events.ts'
import { notify, saidLately } from '../ledger/notifications.ts'
import { logRun } from '../ledger/sync-log.ts'
import { finishRun, readRun } from '../ledger/sync-runs.ts'
import { closePlanned } from '../ledger/sync-run-items.ts'
import { announce } from '../ledger/changes.ts'
import type { Deps } from './deps.ts'
import { isWish } from './is-wish.ts'

/** Writes down what stopped a run; everything it did not reach stays due. */
export const ledgerFailRun =
  ({ ledger }: Deps) =>
  ({ companyId, syncRunId, code }: { companyId: string; syncRunId: string; code: string }): Promise<void> =>
    inCompany(ledger, companyId, async (scope) => {
      const run = await readRun(scope, syncRunId)
      if (!run || run.finished_at) return
      const known: ErrorCode = isErrorCode(code) ? code : 'INTERNAL'
      await closePlanned(scope, syncRunId)
      await finishRun(scope, syncRunId, { status: 'Failed', code: known })
      await logRun(scope, syncRunId, [{ level: 'error', stage: run.stage ?? 'open', event: 'run-failed', facts: { code: known } }])
      if (isWish(run.asked_by) || !(await saidLately(scope, 'RUN_FAILED', run.connection_id)))
        await notify(scope, { code: 'RUN_FAILED', values: { code: known }, connectionId: run.connection_id, syncRunId })
      appendEvent(scope, 'sync-run.finished', { connectionId: run.connection_id, syncRunId, status: 'Failed', code: known })
      await announce(scope, 'sync-run', syncRunId)
    })

const isErrorCode = (code: string): code is ErrorCode => code in errors
