import { providerNames, type ProviderName } from '../../domain/entities.ts'
import { SyncError } from '../../domain/errors.ts'
import { readAppKeys, saveAppKeys } from '../../ledger/app-keys.ts'
import type { Scope } from '../../ledger/database.ts'
import { redirectUrl } from '../app-keys-of.ts'
import * as contract from '../contract/connections.ts'
import type { House } from '../house.ts'
import { companyRoute, json, type Route } from '../route.ts'

const path = '/v1/companies/{companyId}/app-keys/{provider}'

/** A company's own app at a provider, as an option; the secret goes in and never comes out. */
export const appKeyRoutes: Route[] = [
  companyRoute(
    { method: 'put', path, summary: 'Use an app of one’s own at the provider', body: contract.newAppKeys, reply: contract.appKeys },
    async ({ house, params, body, inCompany }) => {
      const provider = providerOf(params.provider)
      const keys = { clientId: body.clientId, clientSecret: body.clientSecret }
      return inCompany(async (scope) => {
        await saveAppKeys(scope, house.vault, provider, keys)
        return json(await reply(house, scope, provider))
      })
    },
  ),
  companyRoute(
    { method: 'get', path, summary: 'Read the client id and the redirect address to copy', reply: contract.appKeys },
    async ({ house, params, inCompany }) => inCompany(async (scope) => json(await reply(house, scope, providerOf(params.provider)))),
  ),
]

async function reply(house: House, scope: Scope, provider: ProviderName) {
  const kept = await readAppKeys(scope, provider)
  return {
    provider,
    clientId: kept?.clientId ?? null,
    redirectUrl: redirectUrl(house, provider),
    consentedAt: kept?.consentedAt.toISOString() ?? null,
  }
}

function providerOf(name: string): ProviderName {
  const provider = providerNames.find((known) => known === name)
  if (!provider) throw new SyncError('NOT_FOUND')
  return provider
}
