import { type RawBuilder, sql } from 'kysely'
import type { MirrorKind } from '../domain/entities.ts'
import type { Ledger, Scope } from './database.ts'

/** Something that a provider said has changed in the books; what it is now has to be read. */
export interface InboundNote {
  kind: MirrorKind
  bookId: string
  /** ISO 8601 UTC, by the provider's clock. */
  occurredAt: string
}

/** Our clock and the provider's agree to within this; a write of ours shows as changed at most so long after its answer. */
const CLOCKS_AGREE_SECONDS = 10
/** Handled notes are kept so long for support. */
const KEPT_DAYS = 7

/**
 * Notes what a provider said, before it is answered, but for the echo of our own writes. What is noted already and not handled is not noted
 * twice: providers repeat themselves. Answers how many wait to be read now.
 */
export async function noteInbound(scope: Scope, connectionId: string, notes: InboundNote[]): Promise<number> {
  if (notes.length > 0)
    await sql`
      insert into inbound_webhooks as w (company_id, connection_id, kind, book_id, occurred_at)
      select ${scope.companyId}, ${connectionId}, n.kind, n.book_id, max(n.occurred_at)
      from (select r.kind, r."bookId" as book_id, r."occurredAt" as occurred_at
        from jsonb_to_recordset(${JSON.stringify(notes)}::jsonb) as r(kind text, "bookId" text, "occurredAt" timestamptz)) n
      where not ${isKnown(connectionId, 'n')}
      group by n.kind, n.book_id
      on conflict (connection_id, kind, book_id) where handled_at is null
      do update set occurred_at = greatest(w.occurred_at, excluded.occurred_at), noted_at = clock_timestamp()`.execute(scope.db)
  return countWaiting(scope, connectionId)
}

/** After a run: notes that came before its own writes were settled are seen to be their echo now. Answers how many wait to be read. */
export async function settleEchoes(scope: Scope, connectionId: string): Promise<number> {
  await sql`
    update inbound_webhooks n set handled_at = clock_timestamp()
    where n.connection_id = ${connectionId} and n.handled_at is null and ${isKnown(connectionId, 'n')}`.execute(scope.db)
  return countWaiting(scope, connectionId)
}

/** Whether the provider has said that something of a kind changed, and nobody has read it. */
export async function hasUnread(scope: Scope, connectionId: string, kind: MirrorKind): Promise<boolean> {
  const row = await scope.db
    .selectFrom('inbound_webhooks')
    .where('connection_id', '=', connectionId)
    .where('kind', '=', kind)
    .where('handled_at', 'is', null)
    .select('id')
    .executeTakeFirst()
  return row !== undefined
}

/** A run that began then has read the books: what was noted before is handled, what came later still waits. */
export async function markHandled(scope: Scope, connectionId: string, syncRunId: string): Promise<void> {
  await sql`
    update inbound_webhooks n set handled_at = clock_timestamp() from sync_runs r
    where n.connection_id = ${connectionId} and n.handled_at is null and r.id = ${syncRunId} and n.noted_at < r.started_at`.execute(
    scope.db,
  )
  await scope.db
    .deleteFrom('inbound_webhooks')
    .where('connection_id', '=', connectionId)
    .where('handled_at', '<', sql<Date>`clock_timestamp() - make_interval(days => ${KEPT_DAYS})`)
    .execute()
}

/** Whether a run of the connection is going on: what the provider says meanwhile is looked at when it closes. */
export async function isRunUnderWay(scope: Scope, connectionId: string): Promise<boolean> {
  const row = await scope.db
    .selectFrom('sync_runs')
    .where('connection_id', '=', connectionId)
    .where('mode', '=', 'sync')
    // One that was terminated never finishes; the watch picks up what waits for it, and after a day nothing does.
    .where('started_at', '>', sql<Date>`clock_timestamp() - interval '1 day'`)
    .where('finished_at', 'is', null)
    .select('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Ready connections of all companies with something noted so many minutes ago that nobody has read and no run is asked for. */
export async function forgottenInbound(ledger: Ledger, minutes: number): Promise<{ companyId: string; connectionId: string }[]> {
  const { rows } = await sql<{ companyId: string; connectionId: string }>`
    select distinct n.company_id as "companyId", n.connection_id as "connectionId"
    from inbound_webhooks n join connections c on c.id = n.connection_id and c.state = 'ready'
    where n.handled_at is null and n.noted_at < clock_timestamp() - make_interval(mins => ${minutes})
      and not exists (select from sync_requests r where r.connection_id = n.connection_id and r.kind = 'sync' and r.served_at is null)`.execute(
    ledger.operator,
  )
  return rows
}

async function countWaiting(scope: Scope, connectionId: string): Promise<number> {
  const { count } = await scope.db
    .selectFrom('inbound_webhooks')
    .where('connection_id', '=', connectionId)
    .where('handled_at', 'is', null)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/**
 * There is nothing new to read: the mirror holds this change already, or a write of ours made it (the record itself, or one that a payment, an
 * allocation or a new invoice touched by the way). A change by hand within the same seconds is taken for ours, and met by the next reading.
 */
function isKnown(connectionId: string, note: string): RawBuilder<boolean> {
  const [kind, bookId, occurredAt] = ['kind', 'book_id', 'occurred_at'].map((column) => sql.ref(`${note}.${column}`))
  const slack = sql`make_interval(secs => ${CLOCKS_AGREE_SECONDS})`
  const held = (table: string) =>
    sql`exists (select from ${sql.table(table)} b where b.connection_id = ${connectionId} and b.book_id = ${bookId} and b.updated_at >= ${occurredAt})`
  return sql<boolean>`(
    (${kind} = 'contacts' and ${held('book_contacts')}) or (${kind} in ('invoices', 'credits') and ${held('book_documents')})
    or (${kind} = 'onAccount' and ${held('book_on_account')})
    or exists (select from envelopes v join envelope_items i on i.envelope_id = v.id
      where v.connection_id = ${connectionId} and v.state = 'settled' and v.settled_at >= ${occurredAt} - ${slack} and v.sent_at <= ${occurredAt} + ${slack}
        and (i.result_book_id = ${bookId} or i.book_id = ${bookId}
          or exists (select from jsonb_each_text(i.ids) touched where touched.value = ${bookId}))))`
}
