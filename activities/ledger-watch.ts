import { ageLimitMinutes, type Lane, type ProviderName, readOnlyIncludes } from '../domain/entities.ts'
import { agedStandings } from '../ledger/aged-standings.ts'
import { inCompany } from '../ledger/database.ts'
import { waitingDeliveries } from '../ledger/events.ts'
import { forgottenInbound, settleEchoes } from '../ledger/inbound-webhooks.ts'
import { notify, saidLately } from '../ledger/notifications.ts'
import { removeOldTexts, sealOldTexts } from '../ledger/old-texts.ts'
import { openProblem } from '../ledger/problems.ts'
import { requestSync } from '../ledger/sync-requests.ts'
import { waitingMailboxes } from '../ledger/waiting-mailboxes.ts'
import { expiringTokenSets, idleTokenSets, connectionsOf } from '../ledger/token-sets.ts'
import type { Deps } from './deps.ts'

/** What the watch found to do. */
export interface Watched {
  mailboxes: { companyId: string; connectionId: string; lane: Lane }[]
  idleTokens: { companyId: string; connectionId: string; provider: ProviderName }[]
  companiesWithDeliveries: string[]
  aged: number
}

/** A refresh token that nobody used for so long is used once, so that it does not end by itself (Xero: 60 days). */
const IDLE_DAYS = 20
/** An end that cannot be put off is announced so early. */
const ANNOUNCE_DAYS = 14
const DELIVERY_FORGOTTEN_SECONDS = 120
const INBOUND_FORGOTTEN_MINUTES = 5
/** What was sent and answered is kept so long for support (design section 6). */
const TEXTS_KEPT_DAYS = 90

/** Looks for what nobody looks after: rings not heard, ages past law 10, consents about to end, deliveries not begun, changes in the books that nobody read, texts kept long enough. */
export const ledgerWatch =
  (deps: Deps) =>
  async (_input: Record<string, never>): Promise<Watched> => {
    const { ledger } = deps
    const unread = await askForReadings(deps)
    const [mailboxes, aged, idle, expiring, deliveries] = await Promise.all([
      waitingMailboxes(ledger),
      agedStandings(ledger, ageLimitMinutes),
      idleTokenSets(ledger, IDLE_DAYS),
      expiringTokenSets(ledger, ANNOUNCE_DAYS),
      waitingDeliveries(ledger, { olderThanSeconds: DELIVERY_FORGOTTEN_SECONDS }),
    ])
    for (const { companyId, version, ...problem } of aged)
      await inCompany(ledger, companyId, (scope) => openProblem(scope, { ...problem, ...(version === null ? {} : { version }) }))
    for (const set of expiring) await announceEnd(deps, set)
    await sealOldTexts(ledger, deps.vault)
    await removeOldTexts(ledger, TEXTS_KEPT_DAYS)
    const idleTokens = await Promise.all(
      idle.map(async ({ companyId, id, provider }) => {
        const [connectionId] = await inCompany(ledger, companyId, (scope) => connectionsOf(scope, id))
        return connectionId === undefined ? [] : [{ companyId, connectionId, provider }]
      }),
    )
    return {
      mailboxes: [...mailboxes, ...unread],
      idleTokens: idleTokens.flat(),
      companiesWithDeliveries: [...new Set(deliveries.map(({ companyId }) => companyId))],
      aged: aged.length,
    }
  }

/** What the provider said and nobody read, because a run failed or a process ended in between. */
async function askForReadings({ ledger }: Deps): Promise<Watched['mailboxes']> {
  const forgotten = await forgottenInbound(ledger, INBOUND_FORGOTTEN_MINUTES)
  const asked = await Promise.all(
    forgotten.map(({ companyId, connectionId }) =>
      inCompany(ledger, companyId, async (scope) => {
        if ((await settleEchoes(scope, connectionId)) === 0) return []
        await requestSync(scope, { connectionId, lane: 'bulk', include: [...readOnlyIncludes], askedBy: 'provider' })
        return [{ companyId, connectionId, lane: 'bulk' as const }]
      }),
    ),
  )
  return asked.flat()
}

function announceEnd({ ledger }: Deps, set: { id: string; companyId: string; refreshExpiresAt: Date }): Promise<void> {
  return inCompany(ledger, set.companyId, async (scope) => {
    for (const connectionId of await connectionsOf(scope, set.id)) {
      if (await saidLately(scope, 'CONSENT_EXPIRES', connectionId)) continue
      await notify(scope, { code: 'CONSENT_EXPIRES', values: { date: set.refreshExpiresAt.toISOString().slice(0, 10) }, connectionId })
    }
  })
}
