import type { Generated } from 'kysely'
import type { ConnectionState, ProviderName } from '../domain/entities.ts'
import type { ErrorCode } from '../domain/errors.ts'
import type { Settings } from '../domain/settings.ts'
import type { BankAccount, NominalCode, Organisation, TaxCode } from '../domain/books.ts'
import type { CodeKind, OrganisationChoice } from './shapes.ts'
import type { Json, NullableJson, DefaultedJson } from './json-column.ts'

export interface AppKeysTable {
  company_id: string
  provider: ProviderName
  client_id: string
  client_secret: string
  consented_at: Generated<Date>
}

export interface TokenSetsTable {
  id: Generated<string>
  company_id: string
  provider: ProviderName
  provider_user_id: string
  client_id: string
  access_token: string
  refresh_token: string
  access_expires_at: Date
  refresh_expires_at: Date
  scopes: string
  scope_version: number
  state: Generated<'live' | 'dead'>
  /** The code with which the provider refused to renew it. */
  dead_reason: ErrorCode | null
  generation: Generated<number>
  refreshed_at: Generated<Date>
}

export interface ConnectionsTable {
  id: Generated<string>
  company_id: string
  provider: ProviderName
  token_set_id: string | null
  /** The provider's id of this grant, where it has one (Xero's connection id, which is not the tenant id). */
  grant_id: string | null
  organisation_id: string | null
  organisation: NullableJson<Organisation>
  choices: DefaultedJson<OrganisationChoice[]>
  state: ConnectionState
  reason: string | null
  /** Raised when the database was set back in time: every create is looked up first (exactly-once rule 19). */
  epoch: Generated<number>
  /** When that was. */
  set_back_at: Date | null
  mirror_filled_at: Date | null
  codes_read_at: Date | null
  created_at: Generated<Date>
  changed_at: Generated<Date>
}

export interface ConsentsTable {
  state_hash: Buffer
  company_id: string
  connection_id: string
  /** The key or session that asked for it. */
  asked_by: string
  return_to: string | null
  expires_at: Date
  used_at: Date | null
}

export interface SettingsVersionsTable {
  company_id: string
  connection_id: string
  version: number
  body: Json<Settings>
  changed_by: string
  changed_at: Generated<Date>
}

export interface CodesTable {
  company_id: string
  connection_id: string
  kind: CodeKind
  book_id: string
  body: Json<TaxCode | NominalCode | BankAccount>
  active: boolean
  read_at: Generated<Date>
}
