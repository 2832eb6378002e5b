import { ActivityFailure, ApplicationFailure, setCurrentDetails } from '@temporalio/workflow'
import { mirrorKinds } from '../domain/entities.ts'
import type { ReconcileInput } from './contract.ts'
import { ledger, provider } from './proxies.ts'
import { showStatus } from './run-attributes.ts'

/** Compares both sides as at one moment: a fresh read of the books, one snapshot of ours, every difference with a cause. */
export async function reconcile(input: ReconcileInput): Promise<void> {
  const ids = { companyId: input.companyId, connectionId: input.connectionId, tieOutId: input.tieOutId, lane: 'bulk' as const }
  showStatus('Running')
  try {
    await ledger.ledgerBeginTieOut(ids)
    // Nobody is forgotten, even where no run comes any more (exactly-once rule 17).
    await provider(input.provider).providerSettleLeftovers(ids)
    await provider(input.provider).providerFetchCodes(ids)
    for (const kind of mirrorKinds) {
      for (let done = false; !done; ) {
        setCurrentDetails(`reading ${kind}`)
        done = (await provider(input.provider, kind).providerRefreshMirror({ ...ids, kind })).done
      }
    }
    setCurrentDetails('comparing')
    const { differences } = await ledger.ledgerCompareBooks(ids)
    setCurrentDetails(`${differences} difference(s)`)
    showStatus(differences === 0 ? 'Done' : 'NeedsAttention')
    await ledger.temporalStartDeliveries(ids)
  } catch (failure) {
    if (!(failure instanceof ActivityFailure)) throw failure
    const code = failure.cause instanceof ApplicationFailure ? (failure.cause.type ?? 'INTERNAL') : 'INTERNAL'
    await ledger.ledgerFailTieOut({ ...ids, code })
    showStatus('Failed')
  }
}
