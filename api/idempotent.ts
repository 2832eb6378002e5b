import { createHash } from 'node:crypto'
import type { Request } from 'express'
import { SyncError } from '../domain/errors.ts'
import type { Caller } from '../ledger/keys.ts'
import { type Earlier, keepAnswer, type KeyedRequest, releaseKey, takeKey } from '../ledger/idempotency.ts'
import type { House } from './house.ts'
import { bytesOf } from './parse-body.ts'
import { asProblem } from './problem-response.ts'
import type { Answer } from './route.ts'

/** Answers a POST that comes again under the same Idempotency-Key as it was answered the first time, for 24 hours. */
export async function withIdempotencyKey(house: House, caller: Caller, request: Request, work: () => Promise<Answer>): Promise<Answer> {
  const keyed = keyedRequest(caller, request)
  if (!keyed) return work()
  const earlier = await takeKey(house.ledger, keyed)
  if (earlier.form !== 'none') return again(house, keyed, earlier)
  try {
    const answer = await work()
    if (answer.form === 'json')
      await keepAnswer(house.ledger, keyed, answer.status, house.vault.seal(JSON.stringify(answer.body), belonging(keyed)))
    return answer
  } catch (failure) {
    // A refusal may be mended and sent again under the same key, and a fault of ours repeated: neither uses the key up.
    await releaseKey(house.ledger, keyed)
    if (asProblem(failure).status >= 500) house.log.warn({ path: request.path }, 'a keyed request failed on our side and may be repeated')
    throw failure
  }
}

function keyedRequest(caller: Caller, request: Request): KeyedRequest | undefined {
  const key = request.get('idempotency-key')
  if (request.method !== 'POST' || !key) return undefined
  if (key.length > 255) throw new SyncError('VALIDATION', { values: { detail: 'Idempotency-Key is longer than 255 characters.' } })
  return {
    keyId: caller.keyId,
    path: `${whose(caller)} ${request.path}`,
    key,
    bodyHash: createHash('sha256').update(bytesOf(request)).digest(),
  }
}

/** One key may have opened sessions for several companies: what one of them was answered is nothing to the other. */
const whose = ({ reach }: Caller): string =>
  reach.scope === 'company' ? reach.companyId : reach.scope === 'host' ? reach.hostId : reach.scope

/** An answer can hold a key or a secret that is shown once: kept sealed, for this request alone. */
const belonging = ({ keyId, path, key }: KeyedRequest) => ({ companyId: keyId, subject: `${path} ${key}`, kind: 'answer' })

function again(house: House, keyed: KeyedRequest, earlier: Exclude<Earlier, { form: 'none' }>): Answer {
  switch (earlier.form) {
    case 'reused':
      throw new SyncError('IDEMPOTENCY_KEY_REUSED')
    case 'inProgress':
      throw new SyncError('IDEMPOTENCY_IN_PROGRESS', { retryAfterSeconds: 1 })
    case 'answered':
      return {
        form: 'json',
        status: earlier.status,
        body: JSON.parse(house.vault.open(earlier.answer, belonging(keyed))),
        headers: { 'Idempotency-Replayed': 'true' },
      }
    default:
      return earlier satisfies never
  }
}
