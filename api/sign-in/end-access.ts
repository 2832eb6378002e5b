import type { ProviderName } from '../../domain/entities.ts'
import { withFreshToken } from '../../ledger/fresh-token.ts'
import { readTokenSet } from '../../ledger/read-token-set.ts'
import { markTokenSetDead, openTokens } from '../../ledger/token-sets.ts'
import type { AppKeys } from '../../providers/front-desk.ts'
import { frontDesk } from '../../providers/front-desk.ts'
import { appKeysOf } from '../app-keys-of.ts'
import type { House } from '../house.ts'

/** What a connection used that was just ended. `shared`: other connections stand on the same consent. */
export interface EndedAccess {
  companyId: string
  provider: ProviderName
  tokenSetId: string
  grantId: string | null
  shared: boolean
}

/** Gives back our access to one organisation; the whole consent only where no other connection uses it. Throws SyncError. */
export async function endAccess(house: House, ended: EndedAccess): Promise<void> {
  const { signIn } = frontDesk[ended.provider]
  const to = house.config.apps[ended.provider]
  const app = await house.inCompany(ended.companyId, (scope) => appKeysOf(house, scope, ended.provider))
  const accessToken = await withFreshToken(house.ledger, house.vault, ended, (tokens) => signIn.refresh(to, app, tokens))
  if (ended.grantId !== null) await signIn.disconnect(to, accessToken, ended.grantId)
  if (!ended.shared) await revokeWhole(house, ended, app)
}

async function revokeWhole(house: House, ended: EndedAccess, app: AppKeys): Promise<void> {
  const set = await house.inCompany(ended.companyId, (scope) => readTokenSet(scope, ended.tokenSetId))
  if (!set) return
  await frontDesk[ended.provider].signIn.revoke(house.config.apps[ended.provider], app, openTokens(house.vault, set))
  await house.inCompany(ended.companyId, (scope) => markTokenSetDead(scope, ended.tokenSetId, 'ORGANISATION_DISCONNECTED'))
}
