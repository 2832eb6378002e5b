import { sql } from 'kysely'
import type { Scope } from './database.ts'

/** What to look for in the books for one document of ours that is not linked. `contactId`: its customer's contact, once linked. */
export interface AdoptionQuery {
  externalId: string
  contactId?: string
  /** Of an invoice or credit. */
  number?: string
  gross?: number
  /** Of a payment, minor units, and the invoices in the books that it names. */
  amount?: number
  bookInvoiceIds?: string[]
}

/** Ids of records in the mirror that might be the document, none linked to a document of ours. */
export type Adoptable = Map<string, string[]>

/** Invoices or credits with the same number, or the same contact and total. */
export async function adoptableDocuments(
  scope: Scope,
  connectionId: string,
  kind: 'invoice' | 'credit',
  queries: AdoptionQuery[],
): Promise<Adoptable> {
  if (queries.length === 0) return new Map()
  // A credit in the books may be what writes off the rest of an invoice.
  const holders = kind === 'credit' ? ['credit', 'invoice'] : [kind]
  const { rows } = await sql<{ external_id: string; book_id: string }>`
    select q."externalId" as external_id, b.book_id
    from jsonb_to_recordset(${JSON.stringify(queries)}::jsonb) as q("externalId" text, "contactId" text, number text, gross bigint)
    join book_documents b on b.connection_id = ${connectionId} and b.kind = ${kind}
      and (lower(b.number) = lower(q.number) or (b.contact_id = q."contactId" and b.gross = q.gross))
    where not exists (select from links l where l.connection_id = ${connectionId} and l.kind = any(${holders}) and l.book_id = b.book_id and l.detached_at is null)
      and not exists (select from envelope_items e where e.connection_id = ${connectionId} and e.open and e.kind = any(${holders}) and e.expected->>'number' = b.number)`.execute(
    scope.db,
  )
  return gather(rows)
}

/**
 * Live money in the books on the invoices that a payment names, or of the same contact: payments and money on account. What bears the token of an open item is on its way, and
 * what bears the token of another document is that document, linked or not (exactly-once rules 6 and 22).
 */
export async function adoptableMoney(scope: Scope, connectionId: string, queries: AdoptionQuery[]): Promise<Adoptable> {
  if (queries.length === 0) return new Map()
  const { rows } = await sql<{ external_id: string; book_id: string }>`
    with money as (
      select 'payment' as source, book_id, contact_id, amount, reference from book_payments where connection_id = ${connectionId} and state = 'live' and part_of is null
      union all
      select 'onAccount', book_id, contact_id, amount, reference from book_on_account where connection_id = ${connectionId} and state = 'live'
    )
    select distinct q."externalId" as external_id, m.book_id
    from jsonb_to_recordset(${JSON.stringify(queries)}::jsonb) as q("externalId" text, "contactId" text, amount bigint, "bookInvoiceIds" jsonb)
    join money m on m.contact_id = q."contactId" or (m.contact_id is null and exists (
      select from book_allocations a where a.connection_id = ${connectionId} and a.source = m.source and a.source_id = m.book_id and q."bookInvoiceIds" ? a.document_id))
    where not exists (select from links l where l.connection_id = ${connectionId} and l.kind = 'payment' and l.book_id = m.book_id and l.detached_at is null)
      and not exists (select from envelope_items e where e.connection_id = ${connectionId} and e.open and e.kind = 'payment' and strpos(m.reference, e.expected->>'token') > 0)
      and not exists (select from documents d where d.token = substring(m.reference from ${TOKEN}) and d.kind = 'payment' and d.external_id <> q."externalId")`.execute(
    scope.db,
  )
  return gather(rows)
}

function gather(rows: { external_id: string; book_id: string }[]): Adoptable {
  const found: Adoptable = new Map()
  for (const row of rows) found.set(row.external_id, [...(found.get(row.external_id) ?? []), row.book_id])
  return found
}

/** As `documentToken` makes them. */
const TOKEN = 'CF-[0-9A-HJKMNP-TV-Z]{6}'
