import { type RawBuilder, sql } from 'kysely'
import type { RestFacts } from '../domain/push-facts.ts'
import type { Scope } from './database.ts'
import type { DueDocument } from './due-documents.ts'

/** An invoice of which little is left open, or whose rest was written off, with what is known of the rest. */
export interface SmallRest {
  invoice: DueDocument<'invoice'>
  rest: Omit<RestFacts, 'credit'>
  /** The credit that it is linked to, and whether that is set against it. */
  creditId: string | null
  allocated: boolean
}

/** Which rests are looked for. */
export interface RestQuery {
  connectionId: string
  syncRunId: string
  /** Up to so many minor units; 0: none is new, and only what was written off already is looked at. */
  limit: number
  /** Narrows to these invoices, and to those that this run is to set something against. */
  only?: string[] | undefined
  after?: string
}

/** A page holds at most so many (design section 6). */
export const RESTS_AT_ONCE = 500

interface Row {
  externalId: string
  version: number
  body: DueDocument<'invoice'>['body']
  token: string
  status: DueDocument['status']
  alone: boolean
  since: Date
  in_books: number
  by_host: number
  receipts: number
  standing: RestFacts['standing']
  unsettled: boolean
  needs: string[]
  earlier: number
  told: boolean
  credit_id: string | null
  allocated: boolean
}

/** Whether anything of a connection was written off yet: with the setting off, that alone is looked at. */
export async function hasWriteOffs(scope: Scope, connectionId: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from links where connection_id = ${connectionId} and kind = 'invoice' and part = 'writeOff' and detached_at is null) as found`.execute(
    scope.db,
  )
  return rows[0]?.found === true
}

/** Ids of credits in the books that bear one of these names as their number or reference, void ones too: write-offs that the ledger may not know of. */
export async function creditsNamed(scope: Scope, connectionId: string, names: string[]): Promise<string[]> {
  const { rows } = await sql<{ book_id: string }>`
    select book_id from book_documents where connection_id = ${connectionId} and kind = 'credit' and (number = any(${names}) or reference = any(${names}))`.execute(
    scope.db,
  )
  return rows.map((row) => row.book_id)
}

/**
 * Invoices of which at most so much is open once this run has done what it has planned so far, in the order of their ids; and those whose write-off is not whole, or whose
 * invoice the run has looked at. What the rule decides on is here for each; minor units.
 */
export async function smallRests(scope: Scope, query: RestQuery): Promise<SmallRest[]> {
  // What the run has just planned is in no statistics yet: the planner takes it for one row and goes through all of it once for each invoice (minutes for 1,500 of them).
  await sql`set local enable_nestloop = off`.execute(scope.db)
  const found = await readRests(scope, query)
  await sql`set local enable_nestloop = on`.execute(scope.db)
  return found
}

async function readRests(scope: Scope, query: RestQuery): Promise<SmallRest[]> {
  const { rows } = await sql<Row>`
    with planned as materialized (${planned(query)}),
    rests as materialized (${rests(scope, query)}),
    named as materialized (${named(scope)})
    select r.external_id as "externalId", r.version, r.body, r.token, r.status, r.alone, r.since, r.in_books, r.standing, r.needs, r.earlier, r.told, r.credit_id, r.allocated,
      r.amount - coalesce((select sum(n.amount) from named n where n.invoice = r.external_id and n.counts), 0)::bigint - ${implied(query)} as by_host,
      (select count(*) from named n where n.invoice = r.external_id and n.counts and n.kind = 'payment')::int as receipts,
      exists (select from documents m
        where m.company_id = ${scope.companyId} and m.kind in ('payment', 'credit') and m.customer = r.customer and ${unsettled(query)})
      or exists (select from named n join documents m on m.company_id = ${scope.companyId} and m.kind = n.kind and m.external_id = n.external_id
        where n.invoice = r.external_id and (n.state = 'draft' or ${unsettled(query)})) as unsettled
    from rests r order by r.external_id`.execute(scope.db)
  return rows.map(asRest)
}

/** What this run is to set against invoices, by ref, and the parts that have to be in the books for it. */
const planned = ({ syncRunId }: RestQuery) => sql`
  select allocation->>'document' as ref, sum((allocation->>'amount')::bigint)::bigint as amount,
    array_agg(distinct case i.part when 'main' then i.kind || '/' || i.external_id when 'onAccount' then 'onAccount/' || i.external_id
      else i.kind || '/' || i.external_id || '#' || i.part end) as needs
  from sync_run_items i, jsonb_array_elements(coalesce(i.expected->'allocations', '[]')) allocation
  where i.sync_run_id = ${syncRunId} and i.decision = 'write' and (i.outcome is null or i.outcome not in ('failed', 'waiting'))
    and i.operation in ('receipt', 'allocateCredit', 'allocateOnAccount')
  group by 1`

/** A rest is looked for where the run has nothing else to do with the invoice, or enters it; a write-off that a person has just spoken of, where the run has looked at it. */
const rests = ({ companyId }: Scope, { connectionId, syncRunId, limit, only, after = '' }: RestQuery) => sql`
  select d.external_id, d.version, d.body, d.token, d.customer, d.amount, s.status, s.alone, s.since, w.book_id as credit_id, a.id is not null as allocated, told.told,
    coalesce(b.amount_due, d.amount) - coalesce(p.amount, 0) as in_books, coalesce(p.needs, '{}') as needs,
    case when i.operation = 'createInvoice' then 'new' when i.decision = 'skip' or i.decision is null and s.status = 'inBooks' and not s.due then 'settled' else 'other' end as standing,
    (select count(*) from links o where o.connection_id = ${connectionId} and o.kind = 'invoice' and o.external_id = d.external_id and o.part = 'writeOff'
      and o.detached_at is not null)::int as earlier
  from documents d
  join standings s on s.connection_id = ${connectionId} and s.kind = 'invoice' and s.external_id = d.external_id
  left join links l on l.connection_id = ${connectionId} and l.kind = 'invoice' and l.external_id = d.external_id and l.part = 'main' and l.detached_at is null
  left join links w on w.connection_id = ${connectionId} and w.kind = 'invoice' and w.external_id = d.external_id and w.part = 'writeOff' and w.detached_at is null
  left join links a on a.connection_id = ${connectionId} and a.kind = 'invoice' and a.external_id = d.external_id and a.part = 'allocation:writeOff' and a.detached_at is null
  left join book_documents b on b.connection_id = ${connectionId} and b.book_id = l.book_id
  left join sync_run_items i on i.sync_run_id = ${syncRunId} and i.kind = 'invoice' and i.external_id = d.external_id and i.part = 'main'
  left join planned p on p.ref = 'invoice/' || d.external_id
  cross join lateral (select exists (select from problems q where q.connection_id = ${connectionId} and q.kind = 'invoice' and q.external_id = d.external_id
    and q.state = 'open' and q.part in ('writeOff', 'allocation:writeOff')) as told) told
  where d.company_id = ${companyId} and d.kind = 'invoice' and d.external_id > ${after}
    and ${only === undefined ? sql`true` : sql`(d.external_id = any(${only}) or p.ref is not null)`}
    and (w.id is null and d.state = 'issued' and (l.id is not null or i.operation = 'createInvoice') and (i.id is not null or not told.told)
        and coalesce(b.amount_due, d.amount) - coalesce(p.amount, 0) between 1 and ${limit}
      or w.id is not null and (i.id is not null or a.id is null and not told.told)
      or i.id is not null and told.told)
    and not exists (select from envelope_items e where e.connection_id = ${connectionId} and e.kind = 'invoice' and e.external_id = d.external_id and e.open)
    and not exists (select from sync_run_items x where x.sync_run_id = ${syncRunId} and x.kind = 'invoice' and x.external_id = d.external_id and x.part like '%writeOff')
  order by d.external_id limit ${RESTS_AT_ONCE}`

/** Payments and credits that name these invoices: what they settle, and (without an amount) what they correct. `counts`: it is settled by what the host states. */
const named = ({ companyId }: Scope) => sql`
  select share->>'invoice' as invoice, m.kind, m.external_id, m.state, (share->>'amount')::bigint as amount,
    m.state in ('recorded', 'issued') and m.body->>'direction' is distinct from 'refunded' as counts
  from documents m cross join lateral jsonb_array_elements(m.body->'allocations') share
  where m.company_id = ${companyId} and m.kind in ('payment', 'credit') and exists (select from rests r where r.external_id = share->>'invoice')
  union all
  select corrected->>'invoice', m.kind, m.external_id, m.state, null, false
  from documents m cross join lateral (
    select jsonb_array_elements(m.body->'corrects') as corrected
    union select jsonb_array_elements(line->'corrects') from jsonb_array_elements(m.body->'lines') line) c
  where m.company_id = ${companyId} and m.kind = 'credit' and not m.body ? 'allocations' and exists (select from rests r where r.external_id = corrected->>'invoice')`

/** What credits without stated allocations settle of an invoice by the company's setting: what they were, or are in this run to be, set against it. */
const implied = ({ connectionId, syncRunId }: RestQuery) => sql`coalesce((
  select sum((settled.expected->'allocations'->0->>'amount')::bigint) from (select distinct kind, external_id from named n where n.invoice = r.external_id and n.amount is null and n.state = 'issued') c
  cross join lateral (
    select l.sent->'expected' as expected from links l where l.connection_id = ${connectionId} and l.kind = 'credit' and l.external_id = c.external_id
      and l.part = 'allocation:' || r.external_id and l.detached_at is null
    union all
    select x.expected from sync_run_items x where x.sync_run_id = ${syncRunId} and x.kind = 'credit' and x.external_id = c.external_id
      and x.part = 'allocation:' || r.external_id and x.decision = 'write') settled), 0)::bigint`

/** A payment or credit `m` that is not where it should be yet: this run leaves it out, or does not look at it and it is not done. */
const unsettled = ({ connectionId, syncRunId }: RestQuery): RawBuilder<boolean> => sql<boolean>`(
  exists (select from sync_run_items x where x.sync_run_id = ${syncRunId} and x.kind = m.kind and x.external_id = m.external_id and x.decision in ('wait', 'hold', 'ask', 'refuse'))
  or not exists (select from sync_run_items x where x.sync_run_id = ${syncRunId} and x.kind = m.kind and x.external_id = m.external_id)
    and not exists (select from standings t where t.connection_id = ${connectionId} and t.kind = m.kind and t.external_id = m.external_id
      and not t.due and t.status in ('inBooks', 'notDue')))`

const asRest = (row: Row): SmallRest => ({
  invoice: {
    kind: 'invoice',
    externalId: row.externalId,
    version: row.version,
    body: row.body,
    token: row.token,
    status: row.status,
    alone: row.alone,
    since: row.since,
  },
  rest: {
    inBooks: row.in_books,
    byHost: row.by_host,
    receipts: row.receipts,
    standing: row.standing,
    unsettled: row.unsettled,
    needs: row.needs,
    earlier: row.earlier,
    told: row.told,
  },
  creditId: row.credit_id,
  allocated: row.allocated,
})
