import { provider } from '../proxies.ts'
import type { Run, StageEnd } from '../run.ts'

/** Tax codes, nominal codes, bank accounts and the organisation come in; changes that break a mapping become problems. */
export async function codesStage({ input, show }: Run): Promise<StageEnd> {
  const { companyId, connectionId, syncRunId, lane } = input
  const { taxCodes, nominalCodes, bankAccounts, broken } = await provider(input.provider).providerFetchCodes({
    companyId,
    connectionId,
    syncRunId,
    lane,
  })
  show(`${taxCodes} tax codes, ${nominalCodes} nominal codes, ${bankAccounts} bank accounts; ${broken} mapping(s) broken`)
  return { next: 'go' }
}
