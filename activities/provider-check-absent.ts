import type { Lane } from '../domain/entities.ts'
import { inCompany } from '../ledger/database.ts'
import { type AbsentItem, absentItems, checkedAgain } from '../ledger/absent-items.ts'
import { openProblem } from '../ledger/problems.ts'
import { lookUp } from './carry-envelope.ts'
import type { Deps, RunIds } from './deps.ts'
import { type Desk, withDesk } from './with-desk.ts'
import { LOOK_UP_PATIENCE_MS } from './provider-settle-step.ts'

/** Looks every item that was concluded absent up once more: a provider slower than its settle time must be found out (exactly-once rule 20). */
export const providerCheckAbsent =
  (deps: Deps) =>
  async (input: RunIds & { lane: Lane }): Promise<{ checked: number; doubled: number }> => {
    const items = await inCompany(deps.ledger, input.companyId, (scope) => absentItems(scope, input.connectionId))
    if (items.length === 0) return { checked: 0, doubled: 0 }
    return withDesk(
      deps,
      input,
      async (desk) => {
        let doubled = 0
        for (const item of items) if (await isDoubled(deps, desk, input, item)) doubled += 1
        return { checked: items.length, doubled }
      },
      LOOK_UP_PATIENCE_MS,
    )
  }

async function isDoubled(deps: Deps, desk: Desk, { companyId, connectionId }: RunIds, item: AbsentItem): Promise<boolean> {
  const result = await lookUp(deps, desk, item)
  return inCompany(deps.ledger, companyId, async (scope) => {
    await checkedAgain(scope, item.id)
    if (result.result !== 'taken' || !item.linkedTo || item.linkedTo === result.bookId) return false
    const values = { first: item.linkedTo, second: result.bookId }
    await openProblem(scope, {
      connectionId,
      kind: item.kind,
      externalId: item.external_id,
      part: item.part,
      code: 'DOUBLED_IN_BOOKS',
      values,
      bookId: result.bookId,
    })
    return true
  })
}
