import { sql } from 'kysely'
import type { ProviderName } from '../domain/entities.ts'
import type { Scope } from './database.ts'
import type { Belonging, Vault } from './vault.ts'

/** A company's own app at a provider. */
export interface AppKeys {
  clientId: string
  clientSecret: string
}

/** Keeps a company's own client id and secret, the secret sealed. The company's consent to that was given with the request. */
export async function saveAppKeys(scope: Scope, vault: Vault, provider: ProviderName, keys: AppKeys): Promise<void> {
  const row = { client_id: keys.clientId, client_secret: vault.seal(keys.clientSecret, belonging(scope, provider)) }
  await scope.db
    .insertInto('app_keys')
    .values({ company_id: scope.companyId, provider, ...row })
    .onConflict((conflict) => conflict.columns(['company_id', 'provider']).doUpdateSet({ ...row, consented_at: sql`clock_timestamp()` }))
    .execute()
}

/** The company's own keys for signing in; undefined: it uses ours. Throws VaultError. */
export async function openAppKeys(scope: Scope, vault: Vault, provider: ProviderName): Promise<AppKeys | undefined> {
  const row = await rowOf(scope, provider)
  return row && { clientId: row.client_id, clientSecret: vault.open(row.client_secret, belonging(scope, provider)) }
}

/** What may be shown of a company's own keys: never the secret. */
export async function readAppKeys(scope: Scope, provider: ProviderName): Promise<{ clientId: string; consentedAt: Date } | undefined> {
  const row = await rowOf(scope, provider)
  return row && { clientId: row.client_id, consentedAt: row.consented_at }
}

const belonging = (scope: Scope, provider: ProviderName): Belonging => ({
  companyId: scope.companyId,
  subject: provider,
  kind: 'clientSecret',
})

const rowOf = (scope: Scope, provider: ProviderName) =>
  scope.db.selectFrom('app_keys').where('company_id', '=', scope.companyId).where('provider', '=', provider).selectAll().executeTakeFirst()
