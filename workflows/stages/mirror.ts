import { mirrorKinds } from '../../domain/entities.ts'
import { provider } from '../proxies.ts'
import type { Run, StageEnd } from '../run.ts'

/** What changed in the books since the last cursor comes into the mirror, a page at a time. */
export async function mirrorStage({ input, show }: Run): Promise<StageEnd> {
  const { companyId, connectionId, syncRunId, lane } = input
  let records = 0
  let allFresh: boolean | undefined
  for (const kind of mirrorKinds) {
    let done = allFresh === true
    while (!done) {
      const page = await provider(input.provider, kind).providerRefreshMirror({ companyId, connectionId, syncRunId, lane, kind })
      records += page.records
      done = page.done
      allFresh = page.allFresh
      show(`${records} changed record(s) read, now ${kind}`)
    }
  }
  const { checked } = await provider(input.provider).providerCheckAbsent({ companyId, connectionId, syncRunId, lane })
  if (checked > 0) show(`${records} changed record(s) read; ${checked} item(s) looked up once more`)
  return { next: 'go' }
}
