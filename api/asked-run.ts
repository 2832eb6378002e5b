import type { Lane, ProviderName } from '../domain/entities.ts'
import type { House } from './house.ts'

/** A mailbox to ring after the commit, and the run that was asked for. */
export interface AskedRun {
  connectionId: string
  provider: ProviderName
  requestId: string
  syncRunId: string
  lane: Lane
}

/** Rings the mailbox of every run that was asked for. */
export async function ringAll(house: House, companyId: string, asked: AskedRun[]): Promise<void> {
  await Promise.all(
    asked.map(({ connectionId, provider, requestId, lane }) => house.mailbox.ring({ companyId, connectionId, provider, requestId, lane })),
  )
}
