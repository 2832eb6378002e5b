import { type Selectable, sql } from 'kysely'
import type { Ledger } from './database.ts'
import type { ApiKeysTable } from './keys.table.ts'
import { hashSecret, newSecret } from './secrets.ts'

/** How far a key reaches: one company, all companies of one host, or everything (support). */
export type Reach = { scope: 'company'; companyId: string; hostId: string } | { scope: 'host'; hostId: string } | { scope: 'operator' }

/** Who speaks: a key, or a session that was opened with one. */
export interface Caller {
  keyId: string
  sessionId?: string
  name: string
  reach: Reach
}

export type ApiKey = Omit<Selectable<ApiKeysTable>, 'hash'>
export type NewKey =
  | { name: string; scope: 'company'; companyId: string }
  | { name: string; scope: 'host'; hostId: string }
  | { name: string; scope: 'operator' }

const shown = ['id', 'name', 'scope', 'host_id', 'company_id', 'created_at', 'last_used_at', 'revoked_at'] as const
const FRESH_MINUTES = 1

/** Makes a key. The secret is in the answer and nowhere else: only its hash is kept. */
export async function createKey(ledger: Ledger, wanted: NewKey, secret = newSecret('cf_')): Promise<{ key: ApiKey; secret: string }> {
  const key = await ledger.auth
    .insertInto('api_keys')
    .values({
      hash: hashSecret(secret),
      name: wanted.name,
      scope: wanted.scope,
      host_id: wanted.scope === 'host' ? wanted.hostId : null,
      company_id: wanted.scope === 'company' ? wanted.companyId : null,
    })
    .returning(shown)
    .executeTakeFirstOrThrow()
  return { key, secret }
}

/** Makes the key of a given secret if there is none yet: for the operator key that lies in a file. */
export async function ensureKey(ledger: Ledger, wanted: NewKey, secret: string): Promise<void> {
  if (!(await findCaller(ledger, secret))) await createKey(ledger, wanted, secret)
}

/** Who holds this secret; undefined: nobody, or it was revoked. */
export async function findCaller(ledger: Ledger, secret: string): Promise<Caller | undefined> {
  const row = await ledger.auth
    .selectFrom('api_keys')
    .leftJoin('companies', 'companies.company_id', 'api_keys.company_id')
    .where('hash', '=', hashSecret(secret))
    .where('revoked_at', 'is', null)
    .select(['api_keys.id', 'api_keys.name', 'scope', 'api_keys.host_id', 'api_keys.company_id', 'companies.host_id as company_host'])
    .executeTakeFirst()
  if (!row) return undefined
  await noteUse(ledger, row.id)
  return { keyId: row.id, name: row.name, reach: reachOf(row) }
}

/** Keys that the caller may see, newest first: an operator all, a host its own and its companies', a company its own. */
export function listKeys(ledger: Ledger, reach: Reach, { before, limit = 50 }: { before?: Date; limit?: number } = {}): Promise<ApiKey[]> {
  return visibleKeys(ledger, reach)
    .$if(before !== undefined, (query) => query.where('api_keys.created_at', '<', before ?? new Date()))
    .select(shown.map((column) => `api_keys.${column}` as const))
    .orderBy('api_keys.created_at', 'desc')
    .limit(limit)
    .execute()
}

/** One key, if the caller may see it. */
export function readKey(ledger: Ledger, reach: Reach, id: string): Promise<ApiKey | undefined> {
  return visibleKeys(ledger, reach)
    .where('api_keys.id', '=', id)
    .select(shown.map((column) => `api_keys.${column}` as const))
    .executeTakeFirst()
}

/** Ends a key and every session opened with it. False: the caller has no such key. */
export async function revokeKey(ledger: Ledger, reach: Reach, id: string): Promise<boolean> {
  if (!(await readKey(ledger, reach, id))) return false
  await ledger.auth.updateTable('api_keys').set({ revoked_at: sql`coalesce(revoked_at, clock_timestamp())` }).where('id', '=', id).execute()
  return true
}

/** What a row of a key (or of a session's key) reaches. */
export function reachOf(row: {
  scope: 'company' | 'host' | 'operator'
  host_id: string | null
  company_id: string | null
  company_host: string | null
}): Reach {
  if (row.company_id && row.company_host) return { scope: 'company', companyId: row.company_id, hostId: row.company_host }
  if (row.host_id) return { scope: 'host', hostId: row.host_id }
  return { scope: 'operator' }
}

function visibleKeys(ledger: Ledger, reach: Reach) {
  const query = ledger.auth.selectFrom('api_keys').leftJoin('companies', 'companies.company_id', 'api_keys.company_id')
  switch (reach.scope) {
    case 'operator':
      return query
    case 'host':
      return query.where((on) => on.or([on('api_keys.host_id', '=', reach.hostId), on('companies.host_id', '=', reach.hostId)]))
    case 'company':
      return query.where('api_keys.company_id', '=', reach.companyId)
  }
}

/** At most one write a minute and key, so that reading costs no row version each. */
async function noteUse(ledger: Ledger, id: string): Promise<void> {
  await ledger.auth
    .updateTable('api_keys')
    .set({ last_used_at: sql`clock_timestamp()` })
    .where('id', '=', id)
    .where((on) =>
      on.or([
        on('last_used_at', 'is', null),
        on('last_used_at', '<', sql<Date>`clock_timestamp() - make_interval(mins => ${FRESH_MINUTES})`),
      ]),
    )
    .execute()
}
