import type { Lane } from '../domain/entities.ts'
import { judgeLate } from '../domain/rules/judge-arrival.ts'
import { type AbsentItem, absentItems, checkedAgain } from '../ledger/absent-items.ts'
import { type Scope, inCompany } from '../ledger/database.ts'
import { readEnvelope } from '../ledger/envelopes.ts'
import type { ItemResult } from '../ledger/item-result.ts'
import { learnItem, openDoubled } from '../ledger/settle-envelope.ts'
import { refuseItems } from '../ledger/settle-items.ts'
import { lookUp } from './carry-envelope.ts'
import type { Deps, RunIds } from './deps.ts'
import { LOOK_UP_PATIENCE_MS, withDesk } from './with-desk.ts'

/**
 * Looks every item that was concluded absent up once more: a provider slower than its settle time must be found out (exactly-once rule
 * 20). What has arrived after all is linked; a second record of a document is a problem.
 */
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
        for (const operation of new Set(items.map((item) => item.operation))) {
          const same = items.filter((item) => item.operation === operation)
          const results = await lookUp(deps, desk, same)
          for (const [index, item] of same.entries()) {
            const result = results[index] ?? { result: 'absent' as const, alone: false }
            if (await inCompany(deps.ledger, input.companyId, (scope) => learnLate(scope, item, result))) doubled += 1
          }
        }
        return { checked: items.length, doubled }
      },
      LOOK_UP_PATIENCE_MS,
    )
  }

/** Answers whether the document stands in the books twice. */
async function learnLate(scope: Scope, item: AbsentItem, result: ItemResult): Promise<boolean> {
  await checkedAgain(scope, item.id)
  const envelope = await readEnvelope(scope, item.envelope_id)
  if (!envelope) return false
  const late = judgeLate(result, item.linkedTo ?? undefined)
  if (result.result === 'taken') return learnItem(scope, envelope, item, result)
  if (result.result !== 'problem' || late === 'nothing') return false
  if (late === 'problem') {
    await refuseItems(scope, envelope, [{ item, result }])
    return result.code === 'DOUBLED_IN_BOOKS'
  }
  await openDoubled(scope, item, { ours: item.linkedTo ?? '', theirs: result.bookId ?? '', ...result.values }, result.bookId ?? '')
  return true
}
