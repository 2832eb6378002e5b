import { ledger } from '../proxies.ts'
import type { Run, StageEnd } from '../run.ts'

/** Customers are linked to contacts, marked to be created, or asked about; everything else in the run goes on. */
export async function matchStage({ input, show }: Run): Promise<StageEnd> {
  const { companyId, connectionId, syncRunId } = input
  const { linked, created, asked } = await ledger.ledgerMatchCustomers({ companyId, connectionId, syncRunId })
  show(`${linked} linked, ${created} to create, ${asked} asked`)
  return { next: 'go' }
}
