import type { ProviderName } from '../domain/entities.ts'
import { openAppKeys } from '../ledger/app-keys.ts'
import type { Scope } from '../ledger/database.ts'
import type { AppKeys } from '../providers/front-desk.ts'
import type { House } from './house.ts'

/** The client id and secret that a company signs in with: its own, else ours. */
export async function appKeysOf(house: House, scope: Scope, provider: ProviderName): Promise<AppKeys> {
  return (await openAppKeys(scope, house.vault, provider)) ?? house.config.apps[provider]
}

/** Where the provider sends the browser back to; to be copied into an app of one's own. */
export const redirectUrl = (house: House, provider: ProviderName): string => `${house.config.publicUrl}/connect/${provider}/callback`
