import type { ProviderName } from '../domain/entities.ts'
import type { Provider, SignIn } from './contract.ts'
import { guarded } from './guarded.ts'
import { signIn as xeroSignIn } from './xero/auth.ts'
import { xero } from './xero/index.ts'

/** Every provider, guarded, for the worker. The api uses `front-desk.ts`, which loads no SDK. */
export const providers: Record<ProviderName, Provider> = {
  xero: guarded(xero),
}

/** How each provider's tokens are renewed. */
export const signIns: Record<ProviderName, SignIn> = { xero: xeroSignIn }
