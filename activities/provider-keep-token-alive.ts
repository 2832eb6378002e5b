import type { Deps } from './deps.ts'
import { withDesk } from './with-desk.ts'

/** Refreshes a token set that nobody has used for a while, so that it does not end by itself. */
export const providerKeepTokenAlive =
  (deps: Deps) =>
  ({ companyId, connectionId }: { companyId: string; connectionId: string }): Promise<void> =>
    withDesk(deps, { companyId, connectionId, lane: 'bulk' }, async (desk) => void (await desk.accessToken()))
