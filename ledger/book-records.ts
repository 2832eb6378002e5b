import { sql } from 'kysely'
import type { BookAllocation, BookContact, BookDocument, BookOnAccount, BookPayment } from '../domain/books.ts'
import type { Scope } from './database.ts'
import { asAllocation, asDocument, asOnAccount, asPayment, type OnAccountRow, type PaymentRow } from './book-rows.ts'
import type { BookAllocationsTable } from './mirror.table.ts'

/** Money in the books: receipts and refunds, and money on account. */
export interface BookMoney {
  payments: BookPayment[]
  onAccount: BookOnAccount[]
}

/** An invoice or credit that is looked for under another number. Amounts in minor units. */
export interface DocumentSought {
  kind: 'invoice' | 'credit'
  contactId: string
  gross: number
  /** Issue date; without it the day does not matter. */
  date?: string | undefined
}

/** A receipt or refund that is looked for. Minor units. */
export interface PaymentSought {
  contactId?: string | undefined
  /** Invoices and credits in the books that it settles. */
  documentIds: string[]
  amount: number
  /** Only within so many days of this one; without it the day does not matter. */
  near?: { date: string; days: number } | undefined
}

/** Contacts in the mirror, archived and merged ones too, in the order of their ids. */
export async function allContacts(scope: Scope, connectionId: string): Promise<BookContact[]> {
  const rows = await contactsOf(scope, connectionId).orderBy('book_id').execute()
  return rows.map((row) => row.body)
}

/** Contacts by id; those that are in the mirror. */
export async function contactsById(scope: Scope, connectionId: string, bookIds: string[]): Promise<BookContact[]> {
  const rows = await contactsOf(scope, connectionId).where('book_id', '=', sql<string>`any(${bookIds})`).execute()
  return rows.map((row) => row.body)
}

/** Active contacts that belong to no customer of ours, by name: to be brought in. */
export async function unlinkedContacts(
  scope: Scope,
  connectionId: string,
  { query, after, limit = 100 }: { query?: string | undefined; after?: string | undefined; limit?: number } = {},
): Promise<BookContact[]> {
  const rows = await contactsOf(scope, connectionId)
    .where('state', '=', 'active')
    .where(notLinked(['customer'], 'book_contacts.book_id'))
    .$if(Boolean(query), (q) => q.where('name', 'ilike', `%${(query ?? '').replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`))
    .$if(after !== undefined, (q) =>
      q.where(
        sql<boolean>`(name, book_id) > (select name, book_id from book_contacts where connection_id = ${connectionId} and book_id = ${after ?? ''})`,
      ),
    )
    .orderBy('name')
    .orderBy('book_id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.body)
}

/** Invoices and credits by id, void ones too. */
export async function bookDocuments(scope: Scope, connectionId: string, bookIds: string[]): Promise<BookDocument[]> {
  if (bookIds.length === 0) return []
  const rows = await documentsOf(scope, connectionId).where('book_id', '=', sql<string>`any(${bookIds})`).execute()
  return rows.map(asDocument)
}

/** Invoices or credits that bear one of these numbers, whatever the case of letters, void ones too. */
export async function documentsByNumbers(
  scope: Scope,
  connectionId: string,
  kind: 'invoice' | 'credit',
  numbers: string[],
): Promise<BookDocument[]> {
  const rows = await documentsOf(scope, connectionId)
    .where('kind', '=', kind)
    .where(sql<boolean>`lower(number) = any(select lower(n) from unnest(${numbers}::text[]) n)`)
    .execute()
  return rows.map(asDocument)
}

/** Live records of the same contact, kind and total (and day), that belong to no document of ours (accounting rule 34). */
export async function documentsLike(scope: Scope, connectionId: string, sought: DocumentSought[]): Promise<BookDocument[]> {
  const rows = await documentsOf(scope, connectionId)
    .where('state', '<>', 'void')
    .where(
      sql<boolean>`exists (
        select from jsonb_to_recordset(${JSON.stringify(sought)}::jsonb) as s(kind text, "contactId" text, gross bigint, date date)
        where s.kind = book_documents.kind and s."contactId" = book_documents.contact_id and s.gross = book_documents.gross
          and (s.date is null or s.date = book_documents.date))`,
    )
    .where(notLinked(['invoice', 'credit'], 'book_documents.book_id'))
    .execute()
  return rows.map(asDocument)
}

/** Live money of the same amount, of the same contact or on the same documents, that belongs to no payment of ours (accounting rule 7). */
export async function paymentsLike(scope: Scope, connectionId: string, sought: PaymentSought[]): Promise<BookMoney> {
  const wanted = JSON.stringify(sought.map(({ near, ...rest }) => ({ ...rest, near: near?.date, days: near?.days })))
  const alike = (source: 'payment' | 'onAccount', table: 'book_payments' | 'book_on_account') => sql<boolean>`exists (
    select from jsonb_to_recordset(${wanted}::jsonb) as s("contactId" text, "documentIds" jsonb, amount bigint, near date, days int)
    where s.amount = ${sql.ref(`${table}.amount`)} and (s.near is null or abs(s.near - ${sql.ref(`${table}.date`)}) <= s.days)
      and (s."contactId" = ${sql.ref(`${table}.contact_id`)} or exists (
        select from book_allocations a where a.connection_id = ${connectionId} and a.source = ${source}
          and a.source_id = ${sql.ref(`${table}.book_id`)} and s."documentIds" ? a.document_id)))`
  const payments = await paymentsOf(scope, connectionId)
    .where('state', '=', 'live')
    .where(alike('payment', 'book_payments'))
    .where(notLinked(['payment'], 'book_payments.book_id'))
    .execute()
  const onAccount = await onAccountOf(scope, connectionId)
    .where('state', '=', 'live')
    .where(alike('onAccount', 'book_on_account'))
    .where(notLinked(['payment'], 'book_on_account.book_id'))
    .execute()
  return withAllocations(scope, connectionId, payments, onAccount)
}

/** Money by id, void too. */
export async function bookMoney(scope: Scope, connectionId: string, bookIds: string[]): Promise<BookMoney> {
  if (bookIds.length === 0) return { payments: [], onAccount: [] }
  const ids = sql<string>`any(${bookIds})`
  const payments = await paymentsOf(scope, connectionId).where('book_id', '=', ids).execute()
  const onAccount = await onAccountOf(scope, connectionId).where('book_id', '=', ids).execute()
  return withAllocations(scope, connectionId, payments, onAccount)
}

/** What is settled against documents of the books, by whom: payments, credits and money on account. */
export async function settledBy(
  scope: Scope,
  connectionId: string,
  documentIds: string[],
): Promise<(BookAllocation & { source: BookAllocationsTable['source']; sourceId: string })[]> {
  const rows = await scope.db
    .selectFrom('book_allocations')
    .where('company_id', '=', scope.companyId)
    .where('connection_id', '=', connectionId)
    .where('document_id', '=', sql<string>`any(${documentIds})`)
    .selectAll()
    .orderBy('source')
    .orderBy('source_id')
    .orderBy('position')
    .execute()
  return rows.map((row) => ({ ...asAllocation(row), source: row.source, sourceId: row.source_id }))
}

/** Money that came in the books since a day and belongs to no payment of ours: to be brought in. */
export async function unlinkedMoney(scope: Scope, connectionId: string, since: string, limit = 500): Promise<BookMoney> {
  const payments = await paymentsOf(scope, connectionId)
    .where('date', '>=', since)
    .where('state', '=', 'live')
    .where(notLinked(['payment'], 'book_payments.book_id'))
    .orderBy('date')
    .orderBy('book_id')
    .limit(limit)
    .execute()
  const onAccount = await onAccountOf(scope, connectionId)
    .where('date', '>=', since)
    .where('state', '=', 'live')
    .where(notLinked(['payment'], 'book_on_account.book_id'))
    .orderBy('date')
    .orderBy('book_id')
    .limit(limit)
    .execute()
  return withAllocations(scope, connectionId, payments, onAccount)
}

/** Everything of linked contacts in these days, both included, for the tie-out: documents, receipts, refunds and money on account, void too. */
export async function booksOfLinkedContacts(
  scope: Scope,
  connectionId: string,
  { from, to }: { from: string; to: string },
): Promise<BookMoney & { documents: BookDocument[]; creditAllocations: Map<string, BookAllocation[]> }> {
  // Money of a contact that was merged away keeps that contact's id in the mirror: the provider does not call it changed.
  const linked = sql`(
    with recursive standing as (
      select l.book_id from links l where l.connection_id = ${connectionId} and l.kind = 'customer' and l.detached_at is null
      union select c.book_id from book_contacts c join standing on c.connection_id = ${connectionId} and c.merged_into = standing.book_id)
    select book_id from standing)`
  const between = <T extends { where: (condition: ReturnType<typeof sql<boolean>>) => T }>(query: T) =>
    query.where(sql<boolean>`date between ${from}::date and ${to}::date`)
  const documents = await between(documentsOf(scope, connectionId))
    .where(sql<boolean>`contact_id in ${linked}`)
    .orderBy('date')
    .orderBy('book_id')
    .execute()
  // A payment that names no contact belongs to that of the document it settles.
  const payments = await between(paymentsOf(scope, connectionId))
    .where(
      sql<boolean>`(contact_id in ${linked} or (contact_id is null and exists (
        select from book_allocations a join book_documents d on d.connection_id = a.connection_id and d.book_id = a.document_id
        where a.connection_id = ${connectionId} and a.source = 'payment' and a.source_id = book_payments.book_id and d.contact_id in ${linked})))`,
    )
    .orderBy('date')
    .orderBy('book_id')
    .execute()
  const onAccount = await between(onAccountOf(scope, connectionId))
    .where(sql<boolean>`contact_id in ${linked}`)
    .orderBy('date')
    .orderBy('book_id')
    .execute()
  const credits = documents.filter(({ kind }) => kind === 'credit').map((row) => row.book_id)
  return {
    documents: documents.map(asDocument),
    creditAllocations: await allocationsOf(scope, connectionId, 'credit', credits),
    ...(await withAllocations(scope, connectionId, payments, onAccount)),
  }
}

const contactsOf = (scope: Scope, connectionId: string) =>
  scope.db.selectFrom('book_contacts').where('company_id', '=', scope.companyId).where('connection_id', '=', connectionId).select('body')
const documentsOf = (scope: Scope, connectionId: string) =>
  scope.db.selectFrom('book_documents').where('company_id', '=', scope.companyId).where('connection_id', '=', connectionId).selectAll()
const paymentsOf = (scope: Scope, connectionId: string) =>
  scope.db.selectFrom('book_payments').where('company_id', '=', scope.companyId).where('connection_id', '=', connectionId).selectAll()
const onAccountOf = (scope: Scope, connectionId: string) =>
  scope.db.selectFrom('book_on_account').where('company_id', '=', scope.companyId).where('connection_id', '=', connectionId).selectAll()

const notLinked = (
  kinds: string[],
  bookId: 'book_contacts.book_id' | 'book_documents.book_id' | 'book_payments.book_id' | 'book_on_account.book_id',
) => {
  const table = bookId.slice(0, bookId.indexOf('.'))
  return sql<boolean>`not exists (select from links l where l.connection_id = ${sql.ref(`${table}.connection_id`)} and l.kind = any(${kinds})
    and l.book_id = ${sql.ref(bookId)} and l.detached_at is null)`
}

async function withAllocations(scope: Scope, connectionId: string, payments: PaymentRow[], onAccount: OnAccountRow[]): Promise<BookMoney> {
  const ofPayments = await allocationsOf(
    scope,
    connectionId,
    'payment',
    payments.map((row) => row.book_id),
  )
  const ofOnAccount = await allocationsOf(
    scope,
    connectionId,
    'onAccount',
    onAccount.map((row) => row.book_id),
  )
  return {
    payments: payments.map((row) => asPayment(row, ofPayments.get(row.book_id) ?? [])),
    onAccount: onAccount.map((row) => asOnAccount(row, ofOnAccount.get(row.book_id) ?? [])),
  }
}

async function allocationsOf(
  scope: Scope,
  connectionId: string,
  source: BookAllocationsTable['source'],
  ids: string[],
): Promise<Map<string, BookAllocation[]>> {
  if (ids.length === 0) return new Map()
  const rows = await scope.db
    .selectFrom('book_allocations')
    .where('company_id', '=', scope.companyId)
    .where('connection_id', '=', connectionId)
    .where('source', '=', source)
    .where('source_id', '=', sql<string>`any(${ids})`)
    .selectAll()
    .orderBy('source_id')
    .orderBy('position')
    .execute()
  const grouped = Map.groupBy(rows, (row) => row.source_id)
  return new Map([...grouped].map(([id, group]) => [id, group.map(asAllocation)]))
}
