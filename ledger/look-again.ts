import { type RawBuilder, sql } from 'kysely'
import type { Scope } from './database.ts'
import { parentsFirst } from './lock-standings.ts'

/*
 * What somebody changed in the books concerns documents that are not due: nobody touched them here. After the mirror has been read they are found by the mirror alone, and
 * the next plan says what there is to say about them.
 */

/** Makes due what the books now hold otherwise than was sent or adopted, and customers whose contact stands in the way of their documents. */
export async function lookAgainAtBooks(scope: Scope, connectionId: string): Promise<void> {
  await makeFoundDue(scope, connectionId, archivedContacts(connectionId))
  await makeFoundDue(scope, connectionId, changedSales(connectionId))
  await makeFoundDue(scope, connectionId, changedMoney(connectionId))
  await makeFoundDue(scope, connectionId, changedWriteOffs(connectionId))
}

/** Customers whose contact was archived and is active again are looked at by this run: nobody has to say so (accounting rule 30). */
export async function lookAgainAtRestored(scope: Scope, connectionId: string): Promise<void> {
  await makeFoundDue(
    scope,
    connectionId,
    sql`
      select l.kind, l.external_id from links l
      join book_contacts c on c.connection_id = l.connection_id and c.book_id = l.book_id and c.state = 'active'
      join problems p on p.connection_id = l.connection_id and p.kind = 'customer' and p.external_id = l.external_id and p.state = 'open' and p.code = 'CONTACT_ARCHIVED'
      where l.connection_id = ${connectionId} and l.kind = 'customer' and l.part = 'main' and l.detached_at is null`,
  )
}

async function makeFoundDue(scope: Scope, connectionId: string, found: RawBuilder<unknown>): Promise<void> {
  await sql`
    with found as materialized (${found}),
    held as materialized (
      select s.kind, s.external_id from standings s join found f on f.kind = s.kind and f.external_id = s.external_id
      where s.connection_id = ${connectionId} and not s.due order by ${parentsFirst} for update of s)
    update standings s set due = true from held
    where s.connection_id = ${connectionId} and s.kind = held.kind and s.external_id = held.external_id`.execute(scope.db)
}

/**
 * The books take nothing for an archived contact, so whoever has something to send is told at once. A contact of whom nothing is to come may stay archived.
 * A merged one is followed (follow-merges.ts).
 */
const archivedContacts = (connectionId: string) => sql`
  select l.kind, l.external_id from links l
  join book_contacts c on c.connection_id = l.connection_id and c.book_id = l.book_id and c.state = 'archived' and c.merged_into is null
  where l.connection_id = ${connectionId} and l.kind = 'customer' and l.part = 'main' and l.detached_at is null
    and exists (
      select from documents d join standings s on s.connection_id = l.connection_id and s.kind = d.kind and s.external_id = d.external_id
      where d.company_id = l.company_id and d.customer = l.external_id and (s.due or s.waits_for = 'customer/' || l.external_id))
    and not exists (
      select from problems p where p.connection_id = l.connection_id and p.kind = 'customer' and p.external_id = l.external_id
        and p.code = 'CONTACT_ARCHIVED' and p.state = 'open')`

/** Invoices and credits that were voided, or whose amounts, day, currency or contact are not what was last agreed (accounting rules 36 and 38). A draft is the bookkeeper's. */
const changedSales = (connectionId: string) => sql`
  select l.kind, l.external_id from links l
  join documents d on d.company_id = l.company_id and d.kind = l.kind and d.external_id = l.external_id and d.state = 'issued' and not d.hold
  join book_documents b on b.connection_id = l.connection_id and b.book_id = l.book_id
  left join links c on c.connection_id = l.connection_id and c.kind = 'customer' and c.part = 'main' and c.external_id = d.customer and c.detached_at is null
  where l.connection_id = ${connectionId} and l.kind in ('invoice', 'credit') and l.part = 'main' and l.detached_at is null
    and (b.state = 'void' or b.state = 'inLedger' and (
      b.contact_id <> c.book_id
      or l.sent -> 'expected' ? 'gross' and (b.gross, b.net, b.tax, b.date::text, b.currency) is distinct from
        ((l.sent -> 'expected' ->> 'gross')::bigint, (l.sent -> 'expected' ->> 'net')::bigint, (l.sent -> 'expected' ->> 'tax')::bigint,
          l.sent -> 'expected' ->> 'date', l.sent -> 'expected' ->> 'currency')
      or l.how = 'adopted' and l.sent is null and l.version = d.version and (b.gross, b.date, b.currency) is distinct from (d.amount, d.date, d.currency)))
    and not ${spokenOf}`

/** Receipts and refunds that were removed, or whose amount or day somebody changed. */
const changedMoney = (connectionId: string) => sql`
  select l.kind, l.external_id from links l
  join documents d on d.company_id = l.company_id and d.kind = l.kind and d.external_id = l.external_id and d.state = 'recorded' and not d.hold
  join (
    select connection_id, book_id, state, amount, date from book_payments
    union all select connection_id, book_id, state, null, null from book_on_account
  ) b on b.connection_id = l.connection_id and b.book_id = l.book_id
  where l.connection_id = ${connectionId} and l.kind = 'payment' and l.part in ('main', 'onAccount') and l.detached_at is null
    and (b.state = 'void' or b.amount is not null and l.sent -> 'expected' ? 'gross'
      and (b.amount, b.date::text) is distinct from ((l.sent -> 'expected' ->> 'gross')::bigint, l.sent -> 'expected' ->> 'date'))
    and not ${spokenOf}`

/** Write-offs that were voided, or whose amount somebody changed: their invoices are looked at. */
const changedWriteOffs = (connectionId: string) => sql`
  select l.kind, l.external_id from links l
  join documents d on d.company_id = l.company_id and d.kind = l.kind and d.external_id = l.external_id and d.state = 'issued' and not d.hold
  join book_documents b on b.connection_id = l.connection_id and b.book_id = l.book_id
  where l.connection_id = ${connectionId} and l.kind = 'invoice' and l.part = 'writeOff' and l.detached_at is null
    and (b.state = 'void' or b.gross <> (l.sent -> 'expected' ->> 'gross')::bigint)
    and not ${spokenOf}`

/** A person is asked already, or has said of this version that the books are to stay as they are. */
const spokenOf = sql`exists (
  select from problems p where p.connection_id = l.connection_id and p.kind = l.kind and p.external_id = l.external_id and (
    p.state = 'open' or (p.version is null or p.version = d.version)
      and (p.state = 'dismissed' or p.choice in ('leave', 'acceptTheirs', 'mendedInBooks', 'doneByHand', 'creditNote', 'ignore'))))`
