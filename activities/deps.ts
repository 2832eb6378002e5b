import type { Client } from '@temporalio/client'
import type { ProviderName } from '../domain/entities.ts'
import type { Ledger } from '../ledger/database.ts'
import type { Vault } from '../ledger/vault.ts'
import type { Addresses, AppKeys, Provider, SignIn } from '../providers/contract.ts'

/** What the hands are given at the start of a worker; every activity is a function of it. */
export interface Deps {
  ledger: Ledger
  vault: Vault
  provider: (name: ProviderName) => { provider: Provider; signIn: SignIn; addresses: Addresses; app: AppKeys; limitsOff: boolean }
  temporal: Client
  /** Milliseconds UTC: the only now in activities and rules. */
  clock: () => number
  log: (event: string, facts: Record<string, string | number>) => void
  /** Whether webhooks may go to this machine: in development only. */
  allowLocalWebhooks: boolean
}

/** What every activity of a run is told: ids only. */
export interface RunIds {
  companyId: string
  connectionId: string
  syncRunId: string
}
