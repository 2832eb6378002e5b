import { type SearchAttributes, upsertSearchAttributes } from '@temporalio/workflow'
import type { ProviderName, SyncStatus } from '../domain/entities.ts'
import { searchAttributes } from './contract.ts'

/** What a support person filters by in the Temporal UI: ids and states only, never personal data. */
export const runAttributes = (
  of: { companyId: string; connectionId: string; provider: ProviderName },
  status: SyncStatus,
): SearchAttributes => ({
  [searchAttributes.company]: [of.companyId],
  [searchAttributes.connection]: [of.connectionId],
  [searchAttributes.provider]: [of.provider],
  [searchAttributes.status]: [status],
})

/** Shows a new state of the run in the Temporal UI. */
export function showStatus(status: SyncStatus): void {
  upsertSearchAttributes({ [searchAttributes.status]: [status] })
}
