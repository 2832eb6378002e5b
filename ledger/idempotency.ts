import { sql } from 'kysely'
import type { Ledger } from './database.ts'

/** One POST under an Idempotency-Key: whose, where, and the SHA-256 of its body. */
export interface KeyedRequest {
  keyId: string
  path: string
  key: string
  bodyHash: Buffer
}

export type Earlier = { form: 'none' } | { form: 'reused' } | { form: 'inProgress' } | { form: 'answered'; status: number; answer: string }

const KEPT_HOURS = 24
/** A request that has not answered by then died with its process; its key may be used again. */
const ABANDONED_MINUTES = 10

/** Takes the key for this request, or says what came under it within 24 hours. */
export async function takeKey(ledger: Ledger, request: KeyedRequest): Promise<Earlier> {
  const taken = await ledger.auth
    .insertInto('idempotency_keys')
    .values({ api_key_id: request.keyId, path: request.path, key: request.key, body_hash: request.bodyHash })
    .onConflict((conflict) =>
      conflict
        .columns(['api_key_id', 'path', 'key'])
        .doUpdateSet({ body_hash: request.bodyHash, status: null, answer: null, created_at: sql`clock_timestamp()` })
        .where((on) =>
          on.or([
            on('idempotency_keys.created_at', '<', sql<Date>`clock_timestamp() - make_interval(hours => ${KEPT_HOURS})`),
            on.and([
              on('idempotency_keys.status', 'is', null),
              on('idempotency_keys.created_at', '<', sql<Date>`clock_timestamp() - make_interval(mins => ${ABANDONED_MINUTES})`),
            ]),
          ]),
        ),
    )
    .returning('key')
    .executeTakeFirst()
  return taken ? { form: 'none' } : earlier(ledger, request)
}

/** Keeps the answer for repetitions. */
export async function keepAnswer(ledger: Ledger, request: KeyedRequest, status: number, answer: string): Promise<void> {
  await ledger.auth.updateTable('idempotency_keys').set({ status, answer }).where(sameKey(request)).execute()
}

/** Lets the key go: the request failed on our side, and may be sent again as it was. */
export async function releaseKey(ledger: Ledger, request: KeyedRequest): Promise<void> {
  await ledger.auth.deleteFrom('idempotency_keys').where(sameKey(request)).execute()
}

async function earlier(ledger: Ledger, request: KeyedRequest): Promise<Earlier> {
  const row = await ledger.auth.selectFrom('idempotency_keys').where(sameKey(request)).selectAll().executeTakeFirst()
  if (!row) return { form: 'inProgress' }
  if (!row.body_hash.equals(request.bodyHash)) return { form: 'reused' }
  if (row.status === null) return { form: 'inProgress' }
  return { form: 'answered', status: row.status, answer: row.answer ?? '' }
}

const sameKey = (request: KeyedRequest) => sql<boolean>`api_key_id = ${request.keyId} and path = ${request.path} and key = ${request.key}`
