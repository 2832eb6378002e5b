import { type Selectable, sql, type UpdateObject } from 'kysely'
import type { Automations, Organisation } from '../domain/books.ts'
import type { ConnectionState, ProviderName } from '../domain/entities.ts'
import type { ErrorCode } from '../domain/errors.ts'
import { announce } from './changes.ts'
import type { ConnectionsTable } from './connections.table.ts'
import type { Ledger, Scope } from './database.ts'
import { appendEvent } from './events.ts'
import { notify } from './notifications.ts'
import type { Tables } from './tables.ts'

export type Connection = Selectable<ConnectionsTable>

/** Begins a connection; it leads nowhere until somebody has consented. */
export async function createConnection(scope: Scope, provider: ProviderName): Promise<string> {
  const { id } = await scope.db
    .insertInto('connections')
    .values({ company_id: scope.companyId, provider, state: 'consenting' })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** One connection; undefined: the company has none of that id. */
export function readConnection(scope: Scope, connectionId: string): Promise<Connection | undefined> {
  return scope.db
    .selectFrom('connections')
    .where('company_id', '=', scope.companyId)
    .where('id', '=', connectionId)
    .selectAll()
    .executeTakeFirst()
}

/** The company's connections, oldest first, without beginnings that came to nothing or were continued by an earlier connection. */
export function listConnections(scope: Scope): Promise<Connection[]> {
  return scope.db
    .selectFrom('connections')
    .where('company_id', '=', scope.companyId)
    .where((eb) => eb.or([eb('state', '<>', 'disconnected'), eb('organisation_id', 'is not', null)]))
    .selectAll()
    .orderBy('created_at')
    .execute()
}

/** Live connections of all companies to an organisation, for an inbound webhook. */
export function connectionsOfOrganisation(
  ledger: Ledger,
  provider: ProviderName,
  organisationId: string,
): Promise<{ companyId: string; connectionId: string }[]> {
  return ledger.operator
    .selectFrom('connections')
    .where('provider', '=', provider)
    .where('organisation_id', '=', organisationId)
    .where('state', '<>', 'disconnected')
    .select(['company_id as companyId', 'id as connectionId'])
    .execute()
}

/** Keeps what the provider says of the organisation; what is known of its automations stays, because few readings ask for them. */
export async function saveOrganisation(scope: Scope, connectionId: string, organisation: Omit<Organisation, 'automations'>): Promise<void> {
  const kept = sql`jsonb_strip_nulls(jsonb_build_object('automations', organisation -> 'automations'))`
  await change(scope, connectionId, { organisation: sql`${JSON.stringify(organisation)}::jsonb || ${kept}` })
}

/** Keeps what the provider does by itself in an organisation that has been read, and nothing else of it: another run may have read the rest meanwhile. */
export async function saveAutomations(scope: Scope, connectionId: string, automations: Automations): Promise<void> {
  const added = sql`jsonb_build_object('automations', ${JSON.stringify(automations)}::jsonb)`
  await change(scope, connectionId, { organisation: sql`organisation || ${added}` })
}

/** The mirror holds everything that is in the books now; said of another epoch it is not true any more. */
export async function markMirrorFilled(scope: Scope, { id, epoch }: Pick<Connection, 'id' | 'epoch'>): Promise<void> {
  await scope.db
    .updateTable('connections')
    .set({ mirror_filled_at: sql`clock_timestamp()` })
    .where('company_id', '=', scope.companyId)
    .where('id', '=', id)
    .where('epoch', '=', epoch)
    .execute()
}

/** Milliseconds since the database was set back in time; undefined: it never was. */
export async function setBackAgo(scope: Scope, connectionId: string): Promise<number | undefined> {
  const row = await scope.db
    .selectFrom('connections')
    .where('company_id', '=', scope.companyId)
    .where('id', '=', connectionId)
    .where('set_back_at', 'is not', null)
    .select(sql<number>`(extract(epoch from clock_timestamp() - set_back_at) * 1000)::float8`.as('ago'))
    .executeTakeFirst()
  return row?.ago
}

/** The database was set back in time: until the mirror is read again, which no run leaves out, every create is looked up first (exactly-once rule 19). */
export async function raiseEpoch(scope: Scope, connectionId: string): Promise<void> {
  await change(scope, connectionId, { epoch: sql`epoch + 1`, mirror_filled_at: null })
  await scope.db
    .updateTable('mirror_cursors')
    .set({ read_at: new Date(0) })
    .where('connection_id', '=', connectionId)
    .execute()
}

/**
 * A person is needed at this connection; the bell and the host hear of it once. Paused and disconnected ones stay so.
 * Where a permission is missing, only what needs it stops and the rest goes on; anything else stops the connection.
 */
export async function markNeedsAttention(scope: Scope, connectionId: string, reason: ErrorCode): Promise<void> {
  const state = reason === 'NEEDS_PERMISSION' ? 'needs-permission' : 'needs-attention'
  const moved = await move(scope, connectionId, ['ready', 'needs-attention', 'needs-permission'], state, reason)
  if (!moved) return
  appendEvent(scope, 'connection.needs-attention', { connectionId, reason })
  await notify(scope, { code: 'CONNECTION_NEEDS_ATTENTION', connectionId, values: { code: reason } })
}

/**
 * Somebody came back from the provider without a consent. What was connected goes on as it was; a beginning says why it came to nothing and
 * can be begun again. The bell says it in either case.
 */
export async function markSignInFailed(scope: Scope, connectionId: string, reason: ErrorCode): Promise<void> {
  await move(scope, connectionId, ['consenting'], 'consenting', reason)
  await notify(scope, { code: 'SIGN_IN_FAILED', connectionId, values: { code: reason } })
}

/** What stopped the connection is mended. */
export async function markReady(scope: Scope, connectionId: string): Promise<void> {
  const moved = await move(scope, connectionId, ['needs-attention', 'needs-permission'], 'ready', null)
  if (moved) appendEvent(scope, 'connection.connected', { connectionId })
}

/** A person stops the connection for now. Answers whether it was running. */
export function pauseConnection(scope: Scope, connectionId: string): Promise<boolean> {
  return move(scope, connectionId, ['ready', 'needs-attention', 'needs-permission'], 'paused', 'CONNECTION_PAUSED')
}

/** A person lets it go on; without a living sign-in it needs attention at once. Answers whether it was paused. */
export async function resumeConnection(scope: Scope, connectionId: string): Promise<boolean> {
  const resumed = await move(scope, connectionId, ['paused'], 'ready', null)
  if (resumed && !(await hasLiveTokens(scope, connectionId))) await markNeedsAttention(scope, connectionId, 'CONNECTION_LOST')
  return resumed
}

/**
 * Ends a connection. Settings, links and history stay for a reconnect to the same organisation. Answers the token set that it used and
 * whether others use it too: then only this organisation's grant may be given back, never the whole consent.
 */
export async function disconnectConnection(
  scope: Scope,
  connectionId: string,
): Promise<{ tokenSetId: string | null; grantId: string | null; shared: boolean } | undefined> {
  const before = await scope.db.selectFrom('connections').where('id', '=', connectionId).selectAll().forUpdate().executeTakeFirst()
  if (!before) return undefined
  await change(scope, connectionId, { state: 'disconnected', reason: null, token_set_id: null, grant_id: null })
  if (before.state !== 'disconnected' && before.organisation_id !== null) appendEvent(scope, 'connection.disconnected', { connectionId })
  return { tokenSetId: before.token_set_id, grantId: before.grant_id, shared: await usesTokens(scope, before.token_set_id) }
}

async function usesTokens(scope: Scope, tokenSetId: string | null): Promise<boolean> {
  if (tokenSetId === null) return false
  const other = await scope.db.selectFrom('connections').where('token_set_id', '=', tokenSetId).select('id').executeTakeFirst()
  return other !== undefined
}

async function hasLiveTokens(scope: Scope, connectionId: string): Promise<boolean> {
  const row = await scope.db
    .selectFrom('connections as c')
    .innerJoin('token_sets as t', 't.id', 'c.token_set_id')
    .where('c.id', '=', connectionId)
    .where('t.state', '=', 'live')
    .select('t.id')
    .executeTakeFirst()
  return row !== undefined
}

/** Answers whether state or reason really changed. */
async function move(
  scope: Scope,
  connectionId: string,
  from: ConnectionState[],
  to: ConnectionState,
  reason: ErrorCode | null,
): Promise<boolean> {
  const { numUpdatedRows } = await scope.db
    .updateTable('connections')
    .set({ state: to, reason, changed_at: sql`clock_timestamp()` })
    .where('company_id', '=', scope.companyId)
    .where('id', '=', connectionId)
    .where('state', 'in', from)
    .where((eb) => eb.or([eb('state', '<>', to), eb('reason', 'is distinct from', reason)]))
    .executeTakeFirst()
  if (numUpdatedRows > 0n) await announce(scope, 'connection', connectionId)
  return numUpdatedRows > 0n
}

async function change(scope: Scope, connectionId: string, values: UpdateObject<Tables, 'connections'>): Promise<void> {
  await scope.db
    .updateTable('connections')
    .set({ ...values, changed_at: sql`clock_timestamp()` })
    .where('company_id', '=', scope.companyId)
    .where('id', '=', connectionId)
    .execute()
  await announce(scope, 'connection', connectionId)
}
