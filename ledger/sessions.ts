import { sql } from 'kysely'
import type { Ledger } from './database.ts'
import { type Caller, reachOf } from './keys.ts'
import { hashSecret, newSecret } from './secrets.ts'

const LINK_MINUTES = 30
const SESSION_HOURS = 12

/** A link that opens one session, once, within 30 minutes; for one company if given. */
export async function createSignInLink(ledger: Ledger, keyId: string, companyId?: string): Promise<{ token: string; expiresAt: Date }> {
  const token = newSecret('cfl_')
  const { expires_at: expiresAt } = await ledger.auth
    .insertInto('sign_in_links')
    .values({
      hash: hashSecret(token),
      api_key_id: keyId,
      company_id: companyId ?? null,
      expires_at: sql<Date>`clock_timestamp() + make_interval(mins => ${LINK_MINUTES})`,
    })
    .returning('expires_at')
    .executeTakeFirstOrThrow()
  return { token, expiresAt }
}

/** Uses a link up and opens a session; undefined: unknown, used or too old. The secret is for the cookie; only its hash is kept. */
export async function openSession(ledger: Ledger, linkToken: string): Promise<{ secret: string; expiresAt: Date } | undefined> {
  const link = await ledger.auth
    .updateTable('sign_in_links')
    .set({ used_at: sql`clock_timestamp()` })
    .where('hash', '=', hashSecret(linkToken))
    .where('used_at', 'is', null)
    .where('expires_at', '>', sql<Date>`clock_timestamp()`)
    .returning(['api_key_id', 'company_id'])
    .executeTakeFirst()
  if (!link) return undefined
  const secret = newSecret('cfs_')
  const { expires_at: expiresAt } = await ledger.auth
    .insertInto('sessions')
    .values({
      hash: hashSecret(secret),
      api_key_id: link.api_key_id,
      company_id: link.company_id,
      expires_at: sql<Date>`clock_timestamp() + make_interval(hours => ${SESSION_HOURS})`,
    })
    .returning('expires_at')
    .executeTakeFirstOrThrow()
  return { secret, expiresAt }
}

/** Who sits at this session; undefined: ended, too old, or its key was revoked. */
export async function findSession(ledger: Ledger, secret: string): Promise<Caller | undefined> {
  const row = await ledger.auth
    .selectFrom('sessions')
    .innerJoin('api_keys', 'api_keys.id', 'sessions.api_key_id')
    .leftJoin('companies', (join) =>
      join.on('companies.company_id', '=', (on) => on.fn.coalesce('sessions.company_id', 'api_keys.company_id')),
    )
    .where('sessions.hash', '=', hashSecret(secret))
    .where('sessions.ended_at', 'is', null)
    .where('sessions.expires_at', '>', sql<Date>`clock_timestamp()`)
    .where('api_keys.revoked_at', 'is', null)
    .select([
      'sessions.id as session_id',
      'api_keys.id',
      'api_keys.name',
      'api_keys.scope',
      'api_keys.host_id',
      'companies.company_id',
      'companies.host_id as company_host',
    ])
    .executeTakeFirst()
  return row && { keyId: row.id, sessionId: row.session_id, name: row.name, reach: reachOf(row) }
}

/** Signs out. */
export async function endSession(ledger: Ledger, sessionId: string): Promise<void> {
  await ledger.auth
    .updateTable('sessions')
    .set({ ended_at: sql`coalesce(ended_at, clock_timestamp())` })
    .where('id', '=', sessionId)
    .execute()
}
