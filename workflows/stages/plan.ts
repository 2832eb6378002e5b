import { planPhases } from '../../domain/rules/next-stage.ts'
import { ledgerAbout } from '../proxies.ts'
import type { Run, StageEnd } from '../run.ts'

/** Every due document is decided on, a page at a time: create, update, adopt, skip, wait or refuse, with its final body and predicted totals. */
export async function planStage({ input, show }: Run): Promise<StageEnd> {
  const { companyId, connectionId, syncRunId } = input
  let planned = 0
  for (const phase of planPhases(input.include)) {
    let after: string | undefined
    do {
      const page = await ledgerAbout(phase).ledgerPlanDocuments({
        companyId,
        connectionId,
        syncRunId,
        phase,
        ...(after === undefined ? {} : { after }),
      })
      planned += page.planned
      after = page.next
      show(`${planned} decided, now ${phase}`)
    } while (after !== undefined)
  }
  return { next: 'go' }
}
