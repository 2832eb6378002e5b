import type { Client } from '@temporalio/client'
import type { Logger } from 'pino'
import type { ProviderName } from '../domain/entities.ts'
import type { Changes } from '../ledger/changes.ts'
import type { Ledger, Scope } from '../ledger/database.ts'
import type { Vault } from '../ledger/vault.ts'
import type { Addresses, AppKeys } from '../providers/front-desk.ts'
import type { Mailbox } from './ring.ts'

/** Our registration at a provider, and where it lives. */
export interface ProviderApp extends AppKeys, Addresses {
  /** A pretend provider: every page says so. */
  sandbox: boolean
  webhookKey: string | undefined
}

/** What the api needs of the configuration; the whole of it is read by api/main.ts alone. */
export interface ApiConfig {
  production: boolean
  /** Where a browser reaches us, without a slash at the end. */
  publicUrl: string
  /** The web UI of the Temporal server, for operators. */
  temporalUiUrl: string | undefined
  temporalNamespace: string
  apps: Record<ProviderName, ProviderApp>
}

/** Everything a route works with, put together once by api/main.ts. */
export interface House {
  config: ApiConfig
  ledger: Ledger
  /** One transaction that sees one company's rows. */
  inCompany<T>(companyId: string, work: (scope: Scope) => Promise<T>): Promise<T>
  changes: Changes
  vault: Vault
  mailbox: Mailbox
  temporal: Client
  log: Logger
}
