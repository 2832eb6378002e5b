import { sql } from 'kysely'
import { SyncError } from '../domain/errors.ts'
import { type Db, inCompany, inCompanyOn, type Ledger, type Scope } from './database.ts'
import { markTokenSetDead, openTokens, sealedColumns, type TokenSetRow, type Tokens } from './token-sets.ts'
import type { Vault } from './vault.ts'

export interface TokenSetRef {
  companyId: string
  tokenSetId: string
  /** An access token that the provider has just refused (401): that one is not given again. */
  refused?: string | undefined
}

/** Asks the provider for a new set; the old one is then used up. */
export type Refresh = (tokens: Tokens) => Promise<Tokens>

/** An access token is renewed this long before it ends, so that no call begins with one that ends on the way. */
const REFRESH_BEFORE_SECONDS = 120

/** One renewal of a set at a time in this process, so that waiting for it takes no connection each. */
const renewing = new WeakMap<Ledger, Map<string, Promise<string>>>()

/**
 * An access token that is good for the next two minutes. It is renewed under a lock of the set (law 7): of any number of processes one
 * renews, the others read what it has committed. Throws SyncError: CONNECTION_LOST when the consent has ended (the set is then dead and
 * its connections need attention), or what the provider's sign-in threw; the old set is then kept and tried again.
 */
export async function withFreshToken(ledger: Ledger, vault: Vault, ref: TokenSetRef, refresh: Refresh): Promise<string> {
  const { set, fresh } = await inCompany(ledger, ref.companyId, (scope) => readSet(scope, ref.tokenSetId))
  const tokens = living(vault, set)
  if (fresh && tokens.accessToken !== ref.refused) return tokens.accessToken
  return onceInThisProcess(ledger, ref, () => renewLocked(ledger, vault, ref, refresh))
}

function onceInThisProcess(ledger: Ledger, ref: TokenSetRef, renew: () => Promise<string>): Promise<string> {
  const sets = renewing.get(ledger) ?? new Map<string, Promise<string>>()
  renewing.set(ledger, sets)
  const key = `${ref.tokenSetId} ${ref.refused ?? ''}`
  const running = sets.get(key) ?? renew().finally(() => sets.delete(key))
  sets.set(key, running)
  return running
}

/** The lock lives on a connection of its own, and everything under it goes over that connection: whoever has the lock never waits for another. */
function renewLocked(ledger: Ledger, vault: Vault, ref: TokenSetRef, refresh: Refresh): Promise<string> {
  return ledger.app.connection().execute(async (db) => {
    await sql`select pg_advisory_lock(hashtextextended(${ref.tokenSetId}, 0))`.execute(db)
    try {
      return await renew(ledger, db, vault, ref, refresh)
    } finally {
      await sql`select pg_advisory_unlock(hashtextextended(${ref.tokenSetId}, 0))`.execute(db)
    }
  })
}

async function renew(ledger: Ledger, db: Db, vault: Vault, ref: TokenSetRef, refresh: Refresh): Promise<string> {
  const { set, fresh } = await inCompanyOn(db, ref.companyId, (scope) => readSet(scope, ref.tokenSetId))
  const tokens = living(vault, set)
  if (fresh && tokens.accessToken !== ref.refused) return tokens.accessToken
  const renewed = await askTwice(refresh, tokens).catch(async (cause: unknown) => {
    if (hasEnded(cause)) await inCompanyOn(db, ref.companyId, (scope) => markTokenSetDead(scope, set.id, 'CONNECTION_LOST'))
    throw cause
  })
  return commit(ledger, db, vault, ref, set, renewed)
}

/** After a lost answer the old refresh token is still good for a while (Xero: 30 minutes), so it is simply asked for again. */
async function askTwice(refresh: Refresh, tokens: Tokens): Promise<Tokens> {
  try {
    return await refresh(tokens)
  } catch (error) {
    if (hasEnded(error)) throw error
    return refresh(tokens)
  }
}

const hasEnded = (error: unknown): boolean => error instanceof SyncError && error.code === 'CONNECTION_LOST'

/** Committed before it is used. If the connection was lost meanwhile, once more over another: the old token is used up. */
async function commit(ledger: Ledger, db: Db, vault: Vault, ref: TokenSetRef, before: TokenSetRow, tokens: Tokens): Promise<string> {
  const columns = sealedColumns(ref.companyId, vault, before.id, tokens)
  const save = async (scope: Scope): Promise<string> => {
    const { numUpdatedRows } = await scope.db
      .updateTable('token_sets')
      .set({ ...columns, generation: before.generation + 1, refreshed_at: sql`clock_timestamp()` })
      .where('id', '=', before.id)
      .where('generation', '=', before.generation)
      .executeTakeFirst()
    if (numUpdatedRows > 0n) return tokens.accessToken
    // Either this was saved although its answer was lost, or a new consent came in between: what stands is what counts.
    return living(vault, (await readSet(scope, before.id)).set).accessToken
  }
  return inCompanyOn(db, ref.companyId, save).catch(() => inCompany(ledger, ref.companyId, save))
}

async function readSet(scope: Scope, tokenSetId: string): Promise<{ set: TokenSetRow; fresh: boolean }> {
  const { fresh, ...set } = await scope.db
    .selectFrom('token_sets')
    .where('company_id', '=', scope.companyId)
    .where('id', '=', tokenSetId)
    .selectAll()
    .select(sql<boolean>`access_expires_at > clock_timestamp() + make_interval(secs => ${REFRESH_BEFORE_SECONDS})`.as('fresh'))
    .executeTakeFirstOrThrow(() => new SyncError('CONNECTION_NOT_READY'))
  return { set, fresh }
}

function living(vault: Vault, set: TokenSetRow): Tokens {
  if (set.state === 'dead') throw new SyncError(set.dead_reason ?? 'CONNECTION_LOST')
  return openTokens(vault, set)
}
