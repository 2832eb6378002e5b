import type { ProviderName } from '../../domain/entities.ts'
import type { Provider } from '../../providers/contract.ts'
import { providers } from '../../providers/registry.ts'

/** The real providers with a settle time of some seconds instead of two minutes: real parts, shorter numbers. */
export const quickProviders: Record<ProviderName, Provider> = { xero: quick(providers.xero) }

function quick(provider: Provider): Provider {
  const settle = {
    ...provider.manifest.settle,
    sendBy: 500,
    requestTimeout: 1_000,
    network: 200,
    longestRequest: 1_000,
    visibilityLag: 300,
  }
  return { ...provider, manifest: { ...provider.manifest, settle } }
}
