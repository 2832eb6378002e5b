import { type RawBuilder, sql } from 'kysely'
import type { BookAllocation, BookContact, BookDocument, BookOnAccount, BookPayment, MirrorRecords } from '../domain/books.ts'
import type { MirrorKind } from '../domain/entities.ts'
import type { Scope } from './database.ts'
import type { BookAllocationsTable } from './mirror.table.ts'

/*
 * Our copy of the relevant part of the books. Applying a page again changes nothing, and an older state of a record never takes the
 * place of a newer one: two lanes may read at once.
 */

/** Takes one page of the books into the mirror, whatever its kind. */
export async function applyToMirror<K extends MirrorKind>(
  scope: Scope,
  connectionId: string,
  kind: K,
  records: MirrorRecords[K][],
): Promise<void> {
  if (records.length > 0) await appliers[kind](scope, connectionId, records)
}

const appliers: { [K in MirrorKind]: (scope: Scope, connectionId: string, records: MirrorRecords[K][]) => Promise<void> } = {
  contacts: applyContacts,
  invoices: applyDocuments,
  credits: applyDocuments,
  payments: applyPayments,
  onAccount: applyOnAccount,
}

export async function applyContacts(scope: Scope, connectionId: string, contacts: BookContact[]): Promise<void> {
  await sql`
    insert into book_contacts as b (company_id, connection_id, book_id, name, state, email, is_supplier, merged_into, body, updated_at)
    select ${scope.companyId}, ${connectionId}, r ->> 'bookId', r ->> 'name', r ->> 'state', r ->> 'email', (r ->> 'isSupplier')::boolean,
      r ->> 'mergedInto', r, (r ->> 'updatedAt')::timestamptz
    from ${elements(newest(contacts))} order by r ->> 'bookId'
    on conflict (connection_id, book_id) do update
    set name = excluded.name, state = excluded.state, email = excluded.email, is_supplier = excluded.is_supplier,
      merged_into = excluded.merged_into, body = excluded.body, updated_at = excluded.updated_at, seen_at = clock_timestamp()
    where b.updated_at <= excluded.updated_at`.execute(scope.db)
}

/** Invoices and credits; a credit brings what it settles. */
export async function applyDocuments(
  scope: Scope,
  connectionId: string,
  documents: (BookDocument & { allocations?: BookAllocation[] })[],
): Promise<void> {
  const applied = await returnedIds(
    scope,
    sql`
    insert into book_documents as b (company_id, connection_id, book_id, kind, number, contact_id, date, due_date, currency, reference,
      net, tax, gross, taxes, state, amount_due, updated_at)
    select ${scope.companyId}, ${connectionId}, r ->> 'bookId', r ->> 'kind', r ->> 'number', r ->> 'contactId', (r ->> 'date')::date,
      (r ->> 'dueDate')::date, r ->> 'currency', r ->> 'reference', (r ->> 'net')::bigint, (r ->> 'tax')::bigint, (r ->> 'gross')::bigint,
      r -> 'taxes', r ->> 'state', (r ->> 'amountDue')::bigint, (r ->> 'updatedAt')::timestamptz
    from ${elements(newest(documents))} order by r ->> 'bookId'
    on conflict (connection_id, book_id) do update
    set kind = excluded.kind, number = excluded.number, contact_id = excluded.contact_id, date = excluded.date, due_date = excluded.due_date,
      currency = excluded.currency, reference = excluded.reference, net = excluded.net, tax = excluded.tax, gross = excluded.gross,
      taxes = excluded.taxes, state = excluded.state, amount_due = excluded.amount_due, updated_at = excluded.updated_at, seen_at = clock_timestamp()
    where b.updated_at <= excluded.updated_at
    returning book_id`,
  )
  const credits = documents.filter(({ kind }) => kind === 'credit')
  await replaceAllocations(scope, connectionId, 'credit', among(credits, applied))
}

export async function applyPayments(scope: Scope, connectionId: string, payments: BookPayment[]): Promise<void> {
  const applied = await returnedIds(
    scope,
    sql`
    insert into book_payments as b (company_id, connection_id, book_id, form, contact_id, date, amount, currency, bank_account_id, reference,
      reconciled, state, part_of, updated_at)
    select ${scope.companyId}, ${connectionId}, r ->> 'bookId', r ->> 'form', r ->> 'contactId', (r ->> 'date')::date, (r ->> 'amount')::bigint,
      r ->> 'currency', r ->> 'bankAccountId', r ->> 'reference', (r ->> 'reconciled')::boolean, r ->> 'state', r ->> 'partOf',
      (r ->> 'updatedAt')::timestamptz
    from ${elements(newest(payments))} order by r ->> 'bookId'
    on conflict (connection_id, book_id) do update
    set form = excluded.form, contact_id = excluded.contact_id, date = excluded.date, amount = excluded.amount, currency = excluded.currency,
      bank_account_id = excluded.bank_account_id, reference = excluded.reference, reconciled = excluded.reconciled, state = excluded.state,
      part_of = excluded.part_of, updated_at = excluded.updated_at, seen_at = clock_timestamp()
    where b.updated_at <= excluded.updated_at
    returning book_id`,
  )
  await replaceAllocations(scope, connectionId, 'payment', among(payments, applied))
}

export async function applyOnAccount(scope: Scope, connectionId: string, records: BookOnAccount[]): Promise<void> {
  const applied = await returnedIds(
    scope,
    sql`
    insert into book_on_account as b (company_id, connection_id, book_id, contact_id, date, amount, remaining, currency, bank_account_id,
      reference, state, updated_at)
    select ${scope.companyId}, ${connectionId}, r ->> 'bookId', r ->> 'contactId', (r ->> 'date')::date, (r ->> 'amount')::bigint,
      (r ->> 'remaining')::bigint, r ->> 'currency', r ->> 'bankAccountId', r ->> 'reference', r ->> 'state', (r ->> 'updatedAt')::timestamptz
    from ${elements(newest(records))} order by r ->> 'bookId'
    on conflict (connection_id, book_id) do update
    set contact_id = excluded.contact_id, date = excluded.date, amount = excluded.amount, remaining = excluded.remaining,
      currency = excluded.currency, bank_account_id = excluded.bank_account_id, reference = excluded.reference, state = excluded.state,
      updated_at = excluded.updated_at, seen_at = clock_timestamp()
    where b.updated_at <= excluded.updated_at
    returning book_id`,
  )
  await replaceAllocations(scope, connectionId, 'onAccount', among(records, applied))
}

type Settling = { bookId: string; allocations?: BookAllocation[] }

async function replaceAllocations(
  scope: Scope,
  connectionId: string,
  source: BookAllocationsTable['source'],
  records: Settling[],
): Promise<void> {
  if (records.length === 0) return
  await sql`
    delete from book_allocations where connection_id = ${connectionId} and source = ${source}
      and source_id = any(${records.map(({ bookId }) => bookId)})`.execute(scope.db)
  await sql`
    insert into book_allocations (company_id, connection_id, source, source_id, position, document_id, amount, date, book_id)
    select ${scope.companyId}, ${connectionId}, ${source}, r ->> 'bookId', a.position, a.allocation ->> 'documentId',
      (a.allocation ->> 'amount')::bigint, (a.allocation ->> 'date')::date, a.allocation ->> 'bookId'
    from ${elements(records)}, jsonb_array_elements(r -> 'allocations') with ordinality as a (allocation, position)`.execute(scope.db)
}

/** A record that stands twice on a page: the state that came last counts. */
const newest = <T extends { bookId: string }>(records: T[]): T[] => [...new Map(records.map((record) => [record.bookId, record])).values()]

const among = (records: Settling[], ids: Set<string>): Settling[] =>
  newest(records)
    .filter(({ bookId }) => ids.has(bookId))
    .map(({ bookId, allocations = [] }) => ({ bookId, allocations }))

const elements = (records: object[]) => sql`jsonb_array_elements(${JSON.stringify(records)}::jsonb) as r`

async function returnedIds(scope: Scope, statement: RawBuilder<unknown>): Promise<Set<string>> {
  const { rows } = await statement.$castTo<{ book_id: string }>().execute(scope.db)
  return new Set(rows.map((row) => row.book_id))
}
