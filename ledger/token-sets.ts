import { type Selectable, sql } from 'kysely'
import type { ProviderName } from '../domain/entities.ts'
import type { ErrorCode } from '../domain/errors.ts'
import { markNeedsAttention, markReady } from './connections.ts'
import type { TokenSetsTable } from './connections.table.ts'
import type { Ledger, Scope } from './database.ts'
import type { Vault } from './vault.ts'

/** What a consent gave, as the provider's sign-in hands it over; moments are ISO 8601 UTC. */
export interface Tokens {
  accessToken: string
  refreshToken: string
  expiresAt: string
  refreshExpiresAt: string
  scopes: string[]
  /** The provider's id of the person who signed in. */
  providerUserId: string
}

export type TokenSetRow = Selectable<TokenSetsTable>

/** What the watch may know of a token set: no tokens. */
export interface TokenSetAge {
  id: string
  companyId: string
  provider: ProviderName
  refreshExpiresAt: Date
}

/**
 * Keeps the tokens of a consent, sealed. One set per company, provider, app and person: a new consent of the same person takes the
 * place of the old set, and connections that had stopped because it was dead go on.
 */
export async function saveTokenSet(
  scope: Scope,
  vault: Vault,
  { provider, clientId, scopeVersion, tokens }: { provider: ProviderName; clientId: string; scopeVersion: number; tokens: Tokens },
): Promise<string> {
  const set = await rowFor(scope, provider, clientId, tokens)
  await scope.db
    .updateTable('token_sets')
    .set({ ...sealedColumns(scope.companyId, vault, set.id, tokens), scope_version: scopeVersion, state: 'live', dead_reason: null })
    .set({ generation: sql`generation + 1`, refreshed_at: sql`clock_timestamp()` })
    .where('id', '=', set.id)
    .execute()
  if (set.dead_reason !== null) await revive(scope, set.id, set.dead_reason)
  return set.id
}

/** The columns that hold tokens, sealed for this row. */
export function sealedColumns(companyId: string, vault: Vault, tokenSetId: string, tokens: Tokens) {
  const seal = (kind: 'access' | 'refresh', plain: string) => vault.seal(plain, { companyId, subject: tokenSetId, kind })
  return {
    access_token: seal('access', tokens.accessToken),
    refresh_token: seal('refresh', tokens.refreshToken),
    access_expires_at: new Date(tokens.expiresAt),
    refresh_expires_at: new Date(tokens.refreshExpiresAt),
    scopes: tokens.scopes.join(' '),
  }
}

/** A set as it was sealed. Throws VaultError. */
export function openTokens(vault: Vault, set: TokenSetRow): Tokens {
  const open = (kind: 'access' | 'refresh', sealed: string) => vault.open(sealed, { companyId: set.company_id, subject: set.id, kind })
  return {
    accessToken: open('access', set.access_token),
    refreshToken: open('refresh', set.refresh_token),
    expiresAt: set.access_expires_at.toISOString(),
    refreshExpiresAt: set.refresh_expires_at.toISOString(),
    scopes: set.scopes.split(' '),
    providerUserId: set.provider_user_id,
  }
}

/** The provider does not renew this set any more: it is dead, and its connections need attention. */
export async function markTokenSetDead(scope: Scope, tokenSetId: string, reason: ErrorCode): Promise<void> {
  await scope.db.updateTable('token_sets').set({ state: 'dead', dead_reason: reason }).where('id', '=', tokenSetId).execute()
  for (const id of await connectionsOf(scope, tokenSetId)) await markNeedsAttention(scope, id, reason)
}

/** Living sets of all companies that nobody has renewed for so many days: to be kept alive. */
export function idleTokenSets(ledger: Ledger, days: number): Promise<TokenSetAge[]> {
  return ages(ledger).where('t.refreshed_at', '<', sql<Date>`clock_timestamp() - make_interval(days => ${days})`).execute()
}

/** Living sets of all companies whose consent ends within so many days: to be announced. */
export function expiringTokenSets(ledger: Ledger, days: number): Promise<TokenSetAge[]> {
  return ages(ledger).where('t.refresh_expires_at', '<', sql<Date>`clock_timestamp() + make_interval(days => ${days})`).execute()
}

/** Connections that a set opens. */
export async function connectionsOf(scope: Scope, tokenSetId: string): Promise<string[]> {
  const rows = await scope.db
    .selectFrom('connections')
    .where('company_id', '=', scope.companyId)
    .where('token_set_id', '=', tokenSetId)
    .select('id')
    .orderBy('id')
    .execute()
  return rows.map((row) => row.id)
}

/** The row is there before its tokens: they are sealed for its id. */
async function rowFor(scope: Scope, provider: ProviderName, clientId: string, tokens: Tokens): Promise<TokenSetRow> {
  const identity = { company_id: scope.companyId, provider, client_id: clientId, provider_user_id: tokens.providerUserId }
  await scope.db
    .insertInto('token_sets')
    .values({
      ...identity,
      access_token: '',
      refresh_token: '',
      access_expires_at: new Date(0),
      refresh_expires_at: new Date(0),
      scopes: '',
      scope_version: 0,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return scope.db
    .selectFrom('token_sets')
    .where((eb) => eb.and(identity))
    .selectAll()
    .forUpdate()
    .executeTakeFirstOrThrow()
}

async function revive(scope: Scope, tokenSetId: string, reason: ErrorCode): Promise<void> {
  const stopped = await scope.db
    .selectFrom('connections')
    .where('token_set_id', '=', tokenSetId)
    .where('state', '=', 'needs-attention')
    .where('reason', '=', reason)
    .select('id')
    .execute()
  for (const { id } of stopped) await markReady(scope, id)
}

const ages = (ledger: Ledger) =>
  ledger.operator
    .selectFrom('token_sets as t')
    .where('t.state', '=', 'live')
    .where(sql<boolean>`exists (select from connections c where c.token_set_id = t.id)`)
    .select(['t.id', 't.company_id as companyId', 't.provider', 't.refresh_expires_at as refreshExpiresAt'])
    .orderBy('t.id')
