import { randomUUID } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import type { DocumentKind, Lane, Operation } from '../domain/entities.ts'
import { type EnvelopeMove, envelopeMoves } from '../domain/rules/envelope-moves.ts'
import { makesRecord } from '../domain/rules/operation-effects.ts'
import type { ClaimedItem } from './claim-writes.ts'
import type { Ledger, Scope } from './database.ts'
import { inCompany } from './database.ts'
import { sealBody, sealItemBody } from './envelope-texts.ts'
import type { EnvelopeItemsTable, EnvelopesTable } from './envelopes.table.ts'
import type { Vault } from './vault.ts'

export type Envelope = Selectable<EnvelopesTable> & { items: EnvelopeItem[] }
export type EnvelopeItem = Selectable<EnvelopeItemsTable>

/** Which envelope an attempt holds; every later step is compare-and-set on it (exactly-once rule 7). */
export interface Hold {
  companyId: string
  envelopeId: string
  attempt: number
}

/** The request of an envelope before it is stored. */
export interface NewEnvelope {
  connectionId: string
  organisationId: string
  epoch: number
  syncRunId: string
  lane: Lane
  operation: Operation
  request: { method: string; path: string; body: string }
  items: ClaimedItem[]
  leaseMs: number
  /** The database was set back in time and the mirror is not refilled: look before sending (exactly-once rule 19). */
  lookUpFirst: boolean
}

/** Stores a request with its key and exact bytes, sealed, in the transaction that claimed its items; nothing has been sent (law 1). */
export async function writeEnvelope(scope: Scope, vault: Vault, envelope: NewEnvelope): Promise<Hold> {
  const of = { companyId: scope.companyId, envelopeId: randomUUID() }
  await scope.db
    .insertInto('envelopes')
    .values({
      id: of.envelopeId,
      company_id: scope.companyId,
      connection_id: envelope.connectionId,
      organisation_id: envelope.organisationId,
      epoch: envelope.epoch,
      sync_run_id: envelope.syncRunId,
      lane: envelope.lane,
      operation: envelope.operation,
      method: envelope.request.method,
      path: envelope.request.path,
      body: sealBody(vault, of, envelope.request.body),
      idempotency_key: sql`'cf-' || gen_random_uuid()`,
      lease_until: leaseFor(envelope.leaseMs),
      look_up_first: envelope.lookUpFirst,
    })
    .execute()
  const items = envelope.items.map((item, position) => ({
    item_id: item.itemId,
    position,
    ids: item.ids,
    body: sealItemBody(vault, of, position, item.body),
  }))
  await sql`
    insert into envelope_items (company_id, connection_id, envelope_id, operation, item_id, position, kind, external_id, part, version, expected, ids, book_id, body)
    select planned.company_id, planned.connection_id, ${of.envelopeId}::uuid, planned.operation, planned.id, r.position, planned.kind, planned.external_id, planned.part,
      planned.version, coalesce(planned.expected, jsonb_build_object('kind', planned.kind)), r.ids, planned.book_id, r.body
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as r(item_id uuid, position int, ids jsonb, body text)
    join sync_run_items planned on planned.id = r.item_id`.execute(scope.db)
  return { ...of, attempt: 1 }
}

/** An envelope with its items in order, texts sealed; undefined: this company has no such envelope. */
export async function readEnvelope(scope: Scope, envelopeId: string): Promise<Envelope | undefined> {
  const envelope = await scope.db.selectFrom('envelopes').where('id', '=', envelopeId).selectAll().executeTakeFirst()
  if (!envelope) return undefined
  const items = await scope.db.selectFrom('envelope_items').where('envelope_id', '=', envelopeId).selectAll().orderBy('position').execute()
  return { ...envelope, items }
}

/** Envelopes of a run in the order written, texts sealed, for support; `after` is when the last one seen was written. */
export async function envelopesOfRun(
  scope: Scope,
  syncRunId: string,
  { after, limit }: { after?: Date | undefined; limit: number },
): Promise<Envelope[]> {
  const envelopes = await scope.db
    .selectFrom('envelopes')
    .where('sync_run_id', '=', syncRunId)
    .$if(after !== undefined, (query) => query.where('written_at', '>', after ?? new Date()))
    .selectAll()
    .orderBy('written_at')
    .limit(limit)
    .execute()
  if (envelopes.length === 0) return []
  const items = await scope.db
    .selectFrom('envelope_items')
    .where(
      'envelope_id',
      'in',
      envelopes.map(({ id }) => id),
    )
    .selectAll()
    .orderBy('position')
    .execute()
  return envelopes.map((envelope) => ({ ...envelope, items: items.filter((item) => item.envelope_id === envelope.id) }))
}

/**
 * Marks the envelope as sent, committed, before the first byte goes out. False: another attempt holds it, so nothing may be sent.
 * Times are the database's own and move within a transaction (exactly-once rules 8 and 9).
 */
export function markSent(ledger: Ledger, hold: Hold): Promise<boolean> {
  return move(ledger, hold, 'markSent', { state: 'sent', sent_at: sql<Date>`clock_timestamp()` })
}

/** The provider provably did not take it (401, 403, 429, or we could not begin in time): the same bytes and key go later. */
export function putBack(ledger: Ledger, hold: Hold, detail: string): Promise<boolean> {
  return move(ledger, hold, 'putBack', { state: 'written', sent_at: null, detail, lease_until: sql<Date>`clock_timestamp()` })
}

/** Nobody knows whether it arrived: it will be looked up, never sent again. The lease is given up. */
export function markUnknown(ledger: Ledger, hold: Hold, detail: string, sealedAnswer: string | null = null): Promise<boolean> {
  const said = { detail, answer: sql<string | null>`coalesce(${sealedAnswer}, answer)` }
  return move(ledger, hold, 'markUnknown', {
    state: 'unknown',
    was_unknown: true,
    ...said,
    lease_until: sql<Date>`clock_timestamp()`,
  })
}

/** Gives an envelope up for another attempt to take, without saying anything about it. */
export function letGo(ledger: Ledger, hold: Hold): Promise<boolean> {
  return move(ledger, hold, 'letGo', { lease_until: sql<Date>`clock_timestamp()` })
}

/** Which of these documents have an open envelope item, as `invoice/4711`. */
export async function openItems(
  scope: Scope,
  connectionId: string,
  documents: { kind: DocumentKind; external_id: string }[],
): Promise<Set<string>> {
  if (documents.length === 0) return new Set()
  const rows = await scope.db
    .selectFrom('envelope_items')
    .where('connection_id', '=', connectionId)
    .where('open', '=', true)
    .where('external_id', 'in', [...new Set(documents.map((document) => document.external_id))])
    .select(['kind', 'external_id'])
    .execute()
  return new Set(rows.map((row) => `${row.kind}/${row.external_id}`))
}

/** The attempt is alive and goes on working with the envelope. False: somebody else holds it. */
export function renewLease(ledger: Ledger, hold: Hold, leaseMs: number): Promise<boolean> {
  return move(ledger, hold, 'renewLease', { lease_until: leaseFor(leaseMs) })
}

/** Whether something that the envelope would create has been linked since it was written: by a person, or by another lane. */
export async function hasLinkedCreate(scope: Scope, envelope: Envelope): Promise<boolean> {
  return makesRecord(envelope.operation) && (await linkedRecords(scope, envelope)).size > 0
}

/** The record that each item's document is linked to by now, by the item's id. */
export async function linkedRecords(scope: Scope, { connection_id: connectionId, items }: Envelope): Promise<Map<string, string>> {
  const [first] = items
  if (!first) return new Map()
  const links = await scope.db
    .selectFrom('links')
    .where('connection_id', '=', connectionId)
    .where('kind', '=', first.kind) // an envelope is of one operation, so of one kind
    .where(sql<boolean>`external_id = any(${items.map((item) => item.external_id)})`)
    .where('detached_at', 'is', null)
    .select(['external_id', 'part', 'book_id'])
    .execute()
  const byPart = new Map(links.map((link) => [`${link.external_id}#${link.part}`, link.book_id]))
  return new Map(
    items.flatMap((item) => {
      const bookId = byPart.get(`${item.external_id}#${item.part}`)
      return bookId === undefined ? [] : [[item.id, bookId] as const]
    }),
  )
}

/** An envelope that is not settled, and when it may be taken over. */
export interface OpenEnvelope {
  id: string
  state: 'written' | 'sent' | 'unknown'
  /** Milliseconds until its lease is over; 0: now. */
  leaseLeftMs: number
  /** The documents in it, as `invoice/4711`. */
  refs: string[]
}

/** Envelopes that are not settled, oldest first: of one run, or all of a connection. */
export async function openEnvelopes(scope: Scope, of: { connectionId: string; syncRunId?: string }): Promise<OpenEnvelope[]> {
  const rows = await scope.db
    .selectFrom('envelopes')
    .where('connection_id', '=', of.connectionId)
    .where('envelopes.state', '<>', 'settled')
    .$if(of.syncRunId !== undefined, (query) => query.where('sync_run_id', '=', of.syncRunId ?? ''))
    .select([
      'id',
      'state',
      sql<number>`greatest(0, extract(epoch from lease_until - clock_timestamp()) * 1000)::float8`.as('leaseLeftMs'),
      sql<string[]>`array(select i.kind || '/' || i.external_id from envelope_items i where i.envelope_id = envelopes.id)`.as('refs'),
    ])
    .orderBy('written_at')
    .execute()
  return rows.map((row) => ({ ...row, state: row.state as OpenEnvelope['state'] })) // settled ones are left out above
}

/** Envelopes of a run that were written, not sent, and let go: any attempt may take them over. Ids, oldest first. */
export async function writtenAndLetGo(scope: Scope, of: { connectionId: string; syncRunId: string }): Promise<string[]> {
  const rows = await scope.db
    .selectFrom('envelopes')
    .where('connection_id', '=', of.connectionId)
    .where('sync_run_id', '=', of.syncRunId)
    .where('state', '=', sql.lit('written'))
    .where('lease_until', '<=', sql<Date>`clock_timestamp()`)
    .select('id')
    .orderBy('written_at')
    .execute()
  return rows.map(({ id }) => id)
}

/** Takes over an envelope whose lease is over, by raising its attempt; undefined: somebody else holds it. A `sent` one becomes unknown (`mayTakeOver` and `takenOver` of rules/envelope-moves.ts, as one statement). */
export function takeOver(ledger: Ledger, companyId: string, envelopeId: string, leaseMs: number): Promise<Hold | undefined> {
  return inCompany(ledger, companyId, async ({ db }) => {
    const row = await db
      .updateTable('envelopes')
      .set((on) => ({
        attempt: on('attempt', '+', 1),
        lease_until: leaseFor(leaseMs),
        state: sql`case when state = 'sent' then 'unknown' else state end`,
        was_unknown: sql<boolean>`was_unknown or state = 'sent'`,
      }))
      .where('id', '=', envelopeId)
      .where('state', '<>', 'settled')
      .where('lease_until', '<=', sql<Date>`clock_timestamp()`)
      .returning('attempt')
      .executeTakeFirst()
    return row && { companyId, envelopeId, attempt: row.attempt }
  })
}

/** Milliseconds until the request of an unknown envelope can no longer be working: its settle time, counted from when it was sent. */
export async function settleTimeLeft(scope: Scope, envelopeId: string, settleMs: number): Promise<number> {
  const row = await scope.db
    .selectFrom('envelopes')
    .where('id', '=', envelopeId)
    .select(
      sql<number>`greatest(0, extract(epoch from coalesce(sent_at, written_at) - clock_timestamp()) * 1000 + ${settleMs})::float8`.as(
        'left',
      ),
    )
    .executeTakeFirst()
  return row?.left ?? 0
}

function leaseFor(ms: number) {
  return sql<Date>`clock_timestamp() + make_interval(secs => ${ms / 1000})`
}

async function move(ledger: Ledger, hold: Hold, step: EnvelopeMove, set: Record<string, unknown>): Promise<boolean> {
  const result = await inCompany(ledger, hold.companyId, ({ db }) =>
    db
      .updateTable('envelopes')
      .set(set)
      .where('id', '=', hold.envelopeId)
      .where('attempt', '=', hold.attempt)
      .where('state', 'in', envelopeMoves[step])
      .executeTakeFirst(),
  )
  return result.numUpdatedRows === 1n
}
