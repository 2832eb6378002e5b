import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { inCompany, type Ledger, type Scope } from './database.ts'
import { hashSecret } from './secrets.ts'

/** A sign-in must be finished within this time, once, by who began it (design section 14). */
const CONSENT_MINUTES = 10

/** What a returning person has consented to. */
export interface UsedConsent {
  companyId: string
  connectionId: string
  returnTo: string | null
}

/** Notes that somebody goes to the provider to consent; answers the state to send along. Only its hash is kept. `askedBy`: key or session. */
export async function beginConsent(
  scope: Scope,
  consent: { connectionId: string; askedBy: string; returnTo?: string | undefined },
): Promise<string> {
  const state = randomBytes(32).toString('base64url')
  await scope.db
    .insertInto('consents')
    .values({
      state_hash: hashSecret(state),
      company_id: scope.companyId,
      connection_id: consent.connectionId,
      asked_by: consent.askedBy,
      return_to: consent.returnTo ?? null,
      expires_at: sql<Date>`clock_timestamp() + make_interval(mins => ${CONSENT_MINUTES})`,
    })
    .execute()
  return state
}

/**
 * Uses up a consent. `mayUse` says whether the person who came back is the one who asked. undefined: unknown, too old, used before or
 * somebody else's; all of these are answered alike, so that nothing can be tried out.
 */
export async function useConsent(ledger: Ledger, state: string, mayUse: (askedBy: string) => boolean): Promise<UsedConsent | undefined> {
  const consent = await ledger.auth.selectFrom('consents').where('state_hash', '=', hashSecret(state)).selectAll().executeTakeFirst()
  if (!consent || !mayUse(consent.asked_by)) return undefined
  const used = await inCompany(ledger, consent.company_id, (scope) =>
    scope.db
      .updateTable('consents')
      .set({ used_at: sql`clock_timestamp()` })
      .where('state_hash', '=', hashSecret(state))
      .where('used_at', 'is', null)
      .where('expires_at', '>', sql<Date>`clock_timestamp()`)
      .executeTakeFirst(),
  )
  if (used.numUpdatedRows === 0n) return undefined
  return { companyId: consent.company_id, connectionId: consent.connection_id, returnTo: consent.return_to }
}
