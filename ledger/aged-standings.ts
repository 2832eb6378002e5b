import { sql } from 'kysely'
import type { DocumentKind } from '../domain/entities.ts'
import type { ErrorCode, Values } from '../domain/errors.ts'
import type { Ledger } from './database.ts'

/** A document that has stood still for longer than silence may last (law 10). */
export interface AgedStanding {
  companyId: string
  connectionId: string
  kind: DocumentKind
  externalId: string
  /** Of the document's newest version, where what is chosen about it holds for that one only. */
  version: number | null
  code: ErrorCode
  values: Values
}

/**
 * Claimed and not sent, sent and not settled, asked and not answered, waiting for approval or for another document (as long as for a question): each past its age, across
 * companies, those without an open problem that says so.
 */
export async function agedStandings(
  ledger: Ledger,
  limits: { claimed: number; sent: number; question: number; awaitingApproval: number },
): Promise<AgedStanding[]> {
  const { rows } = await sql<AgedStanding>`
    with aged as (
      select e.company_id, i.connection_id, i.kind, i.external_id, case when e.sent_at is null then 'CLAIMED_TOO_LONG' else 'OUTCOME_UNKNOWN' end as code
      from envelopes e join envelope_items i on i.envelope_id = e.id
      where e.state <> 'settled' and ((e.sent_at is null and e.written_at < clock_timestamp() - make_interval(mins => ${limits.claimed}))
        or e.sent_at < clock_timestamp() - make_interval(mins => ${limits.sent}))
      union all
      select company_id, connection_id, 'customer', customer, 'QUESTION_OPEN_TOO_LONG' from matches
      where state in ('asked', 'later') and asked_at < clock_timestamp() - make_interval(mins => ${limits.question})
      union all
      select company_id, connection_id, kind, external_id, 'APPROVAL_OPEN_TOO_LONG' from standings
      where waits_for = 'approval' and since < clock_timestamp() - make_interval(mins => ${limits.awaitingApproval})
      union all
      select company_id, connection_id, kind, external_id, 'PARENT_OPEN_TOO_LONG' from standings
      where status = 'waiting' and waits_for ~ '^(customer|invoice|credit|payment)/' and since < clock_timestamp() - make_interval(mins => ${limits.question})
    )
    select a.company_id as "companyId", a.connection_id as "connectionId", a.kind, a.external_id as "externalId", a.code,
      case when a.code = 'PARENT_OPEN_TOO_LONG' then d.version end as version,
      jsonb_strip_nulls(jsonb_build_object('document', case when a.kind = 'customer' then 'customer ' || d.name else a.kind || ' ' || coalesce(d.number, a.external_id) end,
        'waitsFor', split_part(s.waits_for, '/', 1) || ' ' || coalesce(p.number, p.name, substr(s.waits_for, strpos(s.waits_for, '/') + 1)))) as values
    from aged a
    left join documents d on d.company_id = a.company_id and d.kind = a.kind and d.external_id = a.external_id
    left join standings s on s.connection_id = a.connection_id and s.kind = a.kind and s.external_id = a.external_id and a.code = 'PARENT_OPEN_TOO_LONG'
    left join documents p on p.company_id = a.company_id and p.kind = split_part(s.waits_for, '/', 1)
      and p.external_id = substr(s.waits_for, strpos(s.waits_for, '/') + 1)
    where not exists (select from problems p where p.connection_id = a.connection_id and p.kind = a.kind and p.external_id = a.external_id and p.code = a.code and p.state in ('open', 'dismissed'))
    limit 500`.execute(ledger.operator)
  return rows
}
