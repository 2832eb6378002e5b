import { sql } from 'kysely'
import type { Scope } from './database.ts'

/** A contact of the books with the customer it is linked to. */
export interface BookCustomerRow {
  book_id: string
  name: string
  email: string | null
  state: string
  is_supplier: boolean
  linked_to: string | null
}

/** Contacts of the books by name. `linked`: only those with, or without, a customer of ours; `after`: name and id of the last one seen. */
export async function listBookCustomers(
  scope: Scope,
  connectionId: string,
  {
    linked,
    query,
    after,
    limit,
  }: { linked?: boolean | undefined; query?: string | undefined; after?: { name: string; id: string } | undefined; limit: number },
): Promise<BookCustomerRow[]> {
  const part = `%${(query ?? '').replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const { rows } = await sql<BookCustomerRow>`
    select b.book_id, b.name, b.email, b.state, b.is_supplier, l.external_id as linked_to
    from book_contacts b left join links l on l.connection_id = b.connection_id and l.kind = 'customer' and l.book_id = b.book_id
      and l.detached_at is null and not l.alias
    where b.company_id = ${scope.companyId} and b.connection_id = ${connectionId}
      and (${query ?? null}::text is null or b.name ilike ${part} or b.email ilike ${part})
      and (${linked ?? null}::boolean is null or (l.id is not null) = ${linked ?? null}::boolean)
      and (${after?.id ?? null}::text is null or (b.name, b.book_id) > (${after?.name ?? ''}, ${after?.id ?? ''}))
    order by b.name, b.book_id limit ${limit}`.execute(scope.db)
  return rows
}

/** Money in the books with the payment and customer of ours that it belongs to; amounts in minor units. */
export interface BookPaymentRow {
  book_id: string
  form: string
  contact_id: string | null
  customer: string | null
  date: string
  amount: number
  currency: string
  bank_account_id: string | null
  reference: string | null
  reconciled: boolean
  state: string
  payment: string | null
  allocations: { bookId: string; invoice: string | null; amount: number }[]
}

/** Payments in the books, newest first, since a day; `after`: day and id of the last one seen. */
export async function listBookPayments(
  scope: Scope,
  connectionId: string,
  { since, after, limit }: { since?: string | undefined; after?: { date: string; id: string } | undefined; limit: number },
): Promise<BookPaymentRow[]> {
  const { rows } = await sql<BookPaymentRow>`
    select p.book_id, p.form, p.contact_id, p.date, p.amount, p.currency, p.bank_account_id, p.reference, p.reconciled, p.state,
      (select l.external_id from links l where l.connection_id = p.connection_id and l.kind = 'customer' and l.book_id = p.contact_id
        and l.detached_at is null and not l.alias limit 1) as customer,
      (select l.external_id from links l where l.connection_id = p.connection_id and l.kind = 'payment' and l.book_id = p.book_id
        and l.detached_at is null limit 1) as payment,
      coalesce((select jsonb_agg(jsonb_build_object('bookId', a.document_id, 'amount', a.amount, 'invoice',
          (select l.external_id from links l where l.connection_id = a.connection_id and l.kind in ('invoice', 'credit') and l.book_id = a.document_id
            and l.detached_at is null limit 1)) order by a.position)
        from book_allocations a where a.connection_id = p.connection_id and a.source = 'payment' and a.source_id = p.book_id), '[]') as allocations
    from book_payments p
    where p.company_id = ${scope.companyId} and p.connection_id = ${connectionId} and p.part_of is null
      and (${since ?? null}::date is null or p.date >= ${since ?? null}::date)
      and (${after?.id ?? null}::text is null or (p.date, p.book_id) < (${after?.date ?? null}::date, ${after?.id ?? ''}))
    order by p.date desc, p.book_id desc limit ${limit}`.execute(scope.db)
  return rows
}
