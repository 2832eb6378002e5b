import { sql } from 'kysely'
import type { Customer } from '../domain/customer.ts'
import type { Scope } from './database.ts'

/** A customer of ours as matching sees it: linked or not, due or not. */
export interface CustomerToMatch {
  externalId: string
  version: number
  body: Customer
  linkedTo: string | null
  /** An alias shares the contact of its primary customer. */
  alias: boolean
  /** What is on its way is not: its look-up says what became of it (exactly-once rule 22). */
  due: boolean
}

/** Every customer of the company with its live link at the connection: whether an identifier is unique can only be said of all of them. */
export async function allCustomers(scope: Scope, connectionId: string): Promise<CustomerToMatch[]> {
  const { rows } = await sql<CustomerToMatch>`
    select d.external_id as "externalId", d.version, d.body, l.book_id as "linkedTo", coalesce(l.alias, false) as alias, coalesce(s.due, false) and not exists (
        select from envelope_items e where e.connection_id = ${connectionId} and e.kind = 'customer' and e.external_id = d.external_id and e.open) as due
    from documents d
    left join links l on l.connection_id = ${connectionId} and l.kind = 'customer' and l.external_id = d.external_id and l.part = 'main' and l.detached_at is null
    left join standings s on s.connection_id = ${connectionId} and s.kind = 'customer' and s.external_id = d.external_id
    where d.kind = 'customer'
    order by d.external_id`.execute(scope.db)
  return rows
}
