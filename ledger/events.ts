import { type Selectable, sql } from 'kysely'
import type { EventType } from '../domain/entities.ts'
import type { Ledger, Scope } from './database.ts'
import type { EventsTable } from './events.table.ts'

/** Ids and states only, never names or amounts. */
export type EventBody = Record<string, string | number | boolean>

export type HostEvent = Selectable<EventsTable>

/** Replay goes back this many days (accounting.md section 6). */
const REPLAY_DAYS = 30

const pending = new WeakMap<Scope, { type: EventType; body: EventBody }[]>()

/**
 * Tells the host that something happened, in the same transaction as what happened. Written just before the commit: the sequence of a
 * company is one row, and whoever holds it makes everybody else wait.
 */
export function appendEvent(scope: Scope, type: EventType, body: EventBody): void {
  const events = pending.get(scope)
  if (events) events.push({ type, body })
  else {
    pending.set(scope, [{ type, body }])
    scope.atEnd.push(() => writeEvents(scope))
  }
}

/** One statement: the sequence moves by the number of events, and every endpoint that wants them gets a delivery. */
async function writeEvents(scope: Scope): Promise<void> {
  const events = pending.get(scope) ?? []
  pending.delete(scope)
  await sql`
    with moved as (
      insert into event_sequences as s (company_id, last) values (${scope.companyId}, ${events.length})
      on conflict (company_id) do update set last = s.last + ${events.length}
      returning last - ${events.length} as before
    ), written as (
      insert into events (company_id, sequence, type, body)
      select ${scope.companyId}, moved.before + given.position, given.event ->> 'type', given.event -> 'body'
      from jsonb_array_elements(${JSON.stringify(events)}::jsonb) with ordinality as given (event, position), moved
      returning id, type, company_id
    )
    insert into deliveries (company_id, endpoint_id, event_id)
    select w.company_id, e.id, w.id from written w join webhook_endpoints e on e.company_id = w.company_id
    where e.disabled_at is null and (e.types is null or w.type = any(e.types))`.execute(scope.db)
}

/** Events of the company after a sequence number, oldest first, of the last 30 days. */
export function listEvents(scope: Scope, after = 0, limit = 100): Promise<HostEvent[]> {
  return scope.db
    .selectFrom('events')
    .where('company_id', '=', scope.companyId)
    .where('sequence', '>', after)
    .where('occurred_at', '>', sql<Date>`clock_timestamp() - make_interval(days => ${REPLAY_DAYS})`)
    .selectAll()
    .orderBy('sequence')
    .limit(limit)
    .execute()
}

/** One delivery with all that is needed to make it; undefined: it was made, or its endpoint is gone. The secret is as it was stored. */
export function readDelivery(scope: Scope, deliveryId: string) {
  return scope.db
    .selectFrom('deliveries as d')
    .innerJoin('webhook_endpoints as w', 'w.id', 'd.endpoint_id')
    .innerJoin('events as e', 'e.id', 'd.event_id')
    .where('d.id', '=', deliveryId)
    .where('d.state', '=', 'waiting')
    .where('w.disabled_at', 'is', null)
    .select([
      'w.url',
      'w.secret',
      'w.id as endpointId',
      'd.attempts',
      'e.id as eventId',
      'e.type',
      'e.company_id as companyId',
      'e.sequence',
      'e.body',
    ])
    .select('e.occurred_at as occurredAt')
    .executeTakeFirst()
}

/** What one attempt came to. `failed`: it will not be tried again. */
export async function settleDelivery(
  scope: Scope,
  deliveryId: string,
  attempt: { state: 'waiting' | 'delivered' | 'failed'; status?: number | undefined; error?: string | undefined },
): Promise<void> {
  await scope.db
    .updateTable('deliveries')
    .set({
      state: attempt.state,
      attempts: sql`attempts + 1`,
      last_status: attempt.status ?? null,
      last_error: attempt.error ?? null,
      delivered_at: attempt.state === 'delivered' ? sql`clock_timestamp()` : null,
    })
    .where('id', '=', deliveryId)
    .execute()
}

/** Deliveries of all companies that nothing has begun to make, oldest first, for the watch. */
export function waitingDeliveries(
  ledger: Ledger,
  { olderThanSeconds = 0, limit = 500 } = {},
): Promise<{ id: string; companyId: string }[]> {
  return ledger.operator
    .selectFrom('deliveries')
    .where('state', '=', 'waiting')
    .where('created_at', '<', sql<Date>`clock_timestamp() - make_interval(secs => ${olderThanSeconds})`)
    .select(['id', 'company_id as companyId'])
    .orderBy('created_at')
    .limit(limit)
    .execute()
}

/** Deliveries of the company that wait, oldest first: what an activity starts after it has told something. */
export async function deliveriesToMake(scope: Scope, limit = 500): Promise<string[]> {
  const rows = await scope.db
    .selectFrom('deliveries')
    .where('company_id', '=', scope.companyId)
    .where('state', '=', 'waiting')
    .select('id')
    .orderBy('created_at')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}
