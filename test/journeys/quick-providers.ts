import type { ProviderName } from '../../domain/entities.ts'
import type { Provider } from '../../providers/contract.ts'
import { providers } from '../../providers/registry.ts'

/** The real providers with a settle time of some seconds instead of two minutes, and with smaller batches where a test wants several: real parts, other numbers. */
export const quickProviders = (batch?: number): Record<ProviderName, Provider> => ({ xero: quick(providers.xero, batch) })

function quick(provider: Provider, batch: number | undefined): Provider {
  const { manifest } = provider
  const settle = { ...manifest.settle, sendBy: 400, requestTimeout: 700, network: 100, longestRequest: 700, visibilityLag: 100 }
  // Tests of exactly once ask more often than a real organisation may; limits.test.ts keeps the real limits.
  const limits = { ...manifest.limits, perMinute: 6_000, perMinuteSpent: 5_800, perDay: 500_000 }
  const sizes = { ...manifest.batch }
  if (batch !== undefined)
    for (const [operation, size] of Object.entries(sizes)) Object.assign(sizes, { [operation]: Math.min(size, batch) })
  return { ...provider, manifest: { ...manifest, settle, limits, batch: sizes } }
}
