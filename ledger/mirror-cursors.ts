import { sql } from 'kysely'
import type { MirrorKind } from '../domain/entities.ts'
import type { Scope } from './database.ts'
import type { Tables } from './tables.ts'

/** How far the mirror has been read for one kind. `cursor` undefined: from the beginning. */
export interface MirrorCursor {
  cursor: string | undefined
  /** False while pages of one reading are still to come. */
  done: boolean
  /** A reading of everything is under way. */
  fullRead: boolean
  fullReadAt: Date | null
  readAt: Date
}

/** Where the next reading goes on; undefined: nothing was ever read. */
export async function readCursor(scope: Scope, connectionId: string, kind: MirrorKind): Promise<MirrorCursor | undefined> {
  const row = await scope.db
    .selectFrom('mirror_cursors')
    .where('company_id', '=', scope.companyId)
    .where('connection_id', '=', connectionId)
    .where('kind', '=', kind)
    .selectAll()
    .executeTakeFirst()
  if (!row) return undefined
  return {
    cursor: row.cursor === '' ? undefined : row.cursor,
    done: row.done,
    fullRead: row.full_read_began_at !== null,
    fullReadAt: row.full_read_at,
    readAt: row.read_at,
  }
}

/** When the kind that was read longest ago was last read to its end; undefined: one of them never was, or is being read now. */
export async function oldestReading(scope: Scope, connectionId: string, kinds: readonly MirrorKind[]): Promise<Date | undefined> {
  const rows = await scope.db
    .selectFrom('mirror_cursors')
    .where('connection_id', '=', connectionId)
    .where('done', '=', true)
    .select(['kind', 'read_at'])
    .execute()
  if (kinds.some((kind) => !rows.some((row) => row.kind === kind))) return undefined
  return new Date(Math.min(...rows.map((row) => row.read_at.getTime())))
}

/** Begins a reading of everything: from the first page, and what it does not meet will be forgotten. */
export async function beginFullRead(scope: Scope, connectionId: string, kind: MirrorKind): Promise<void> {
  await sql`
    insert into mirror_cursors (company_id, connection_id, kind, cursor, done, full_read_began_at)
    values (${scope.companyId}, ${connectionId}, ${kind}, '', false, clock_timestamp())
    on conflict (connection_id, kind) do update set cursor = '', done = false, full_read_began_at = clock_timestamp()`.execute(scope.db)
}

/** Keeps how far the reading has come, in the transaction that applied the page. */
export async function saveCursor(
  scope: Scope,
  connectionId: string,
  kind: MirrorKind,
  { cursor, done }: { cursor: string; done: boolean },
): Promise<void> {
  await scope.db
    .insertInto('mirror_cursors')
    .values({ company_id: scope.companyId, connection_id: connectionId, kind, cursor, done })
    .onConflict((conflict) => conflict.columns(['connection_id', 'kind']).doUpdateSet({ cursor, done, read_at: sql`clock_timestamp()` }))
    .execute()
}

/**
 * After the last page of a reading of everything: records that it did not meet are no longer in the books, and leave the mirror.
 * Answers their ids. Does nothing while no full reading is under way or it is not done.
 */
export async function forgetUnseen(scope: Scope, connectionId: string, kind: MirrorKind): Promise<string[]> {
  const row = await scope.db
    .selectFrom('mirror_cursors')
    .where('company_id', '=', scope.companyId)
    .where('connection_id', '=', connectionId)
    .where('kind', '=', kind)
    .select(['done', 'full_read_began_at'])
    .forUpdate()
    .executeTakeFirst()
  if (!row?.done || row.full_read_began_at === null) return []
  const forgotten = await forget(scope, connectionId, kind)
  await scope.db
    .updateTable('mirror_cursors')
    .set({ full_read_at: sql`full_read_began_at`, full_read_began_at: null })
    .where('connection_id', '=', connectionId)
    .where('kind', '=', kind)
    .execute()
  return forgotten
}

const places = {
  contacts: { table: 'book_contacts', source: null, documentKind: null },
  invoices: { table: 'book_documents', source: null, documentKind: 'invoice' },
  credits: { table: 'book_documents', source: 'credit', documentKind: 'credit' },
  payments: { table: 'book_payments', source: 'payment', documentKind: null },
  onAccount: { table: 'book_on_account', source: 'onAccount', documentKind: null },
} as const satisfies Record<MirrorKind, { table: keyof Tables; source: string | null; documentKind: string | null }>

/** The moment stays in the database: a Date in between would lose its microseconds. */
async function forget(scope: Scope, connectionId: string, kind: MirrorKind): Promise<string[]> {
  const { table, source, documentKind } = places[kind]
  const { rows } = await sql<{ book_id: string }>`
    delete from ${sql.table(table)} b using mirror_cursors c
    where b.connection_id = ${connectionId} and c.connection_id = b.connection_id and c.kind = ${kind} and b.seen_at < c.full_read_began_at
      ${documentKind === null ? sql`` : sql`and b.kind = ${documentKind}`}
    returning b.book_id`.execute(scope.db)
  const ids = rows.map((row) => row.book_id)
  if (source !== null && ids.length > 0) {
    await sql`delete from book_allocations where connection_id = ${connectionId} and source = ${source} and source_id = any(${ids})`.execute(
      scope.db,
    )
  }
  return ids
}
