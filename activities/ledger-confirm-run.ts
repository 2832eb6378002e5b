import { inCompany } from '../ledger/database.ts'
import { confirmedItems } from '../ledger/confirm-items.ts'
import { differsFrom } from '../domain/rules/confirm-totals.ts'
import { openProblem } from '../ledger/problems.ts'
import { logRun } from '../ledger/sync-log.ts'
import { enterStage } from '../ledger/sync-runs.ts'
import type { Deps, RunIds } from './deps.ts'

/** Compares what the provider said it booked with what was sent; a difference is a problem at once, with both figures. */
export const ledgerConfirmRun =
  ({ ledger }: Deps) =>
  ({ companyId, connectionId, syncRunId }: RunIds): Promise<{ confirmed: number; different: number }> =>
    inCompany(ledger, companyId, async (scope) => {
      await enterStage(scope, syncRunId, 'confirm')
      const items = await confirmedItems(scope, syncRunId)
      let different = 0
      for (const item of items) {
        const difference = differsFrom(item.expected, item.amounts)
        if (!difference) continue
        different += 1
        await openProblem(scope, {
          connectionId,
          kind: item.kind,
          externalId: item.externalId,
          part: item.part,
          version: item.version,
          code: 'TOTALS_DIFFER_IN_BOOKS',
          values: difference,
          ...(item.bookId ? { bookId: item.bookId } : {}),
          syncRunId,
        })
      }
      await logRun(scope, syncRunId, [
        { level: different > 0 ? 'warning' : 'info', stage: 'confirm', event: 'confirmed', facts: { documents: items.length, different } },
      ])
      return { confirmed: items.length - different, different }
    })
