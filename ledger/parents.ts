import { sql } from 'kysely'
import type { DocumentStatus } from '../domain/entities.ts'
import type { ErrorCode } from '../domain/errors.ts'
import type { ParentFacts } from '../domain/push-facts.ts'
import { isQuestion } from '../domain/rules/wait-is-problem.ts'
import type { Scope } from './database.ts'

interface ParentRow {
  ref: string
  known: boolean
  /** A draft, cancelled, taken back, or from before the start date: it is not to be sent, whether a run has said so yet or not. */
  not_due: 'draft' | 'cancelled' | 'reversed' | 'early' | null
  book_id: string | null
  book_state: string | null
  /** What a credit in the books still has to give. */
  amount_left: number | null
  /** The customer's contact is archived in the books: it takes no document. */
  archived: boolean
  planned: string | null
  /** The record that this run, or preview, is to adopt. */
  planned_book_id: string | null
  status: DocumentStatus | null
  waits_for: string | null
  code: ErrorCode | null
}

/** Where the documents stand that others depend on, by ref (`customer/1`, `invoice/2`, `credit/3`, `payment/4`, `onAccount/4`). What this run has planned counts as planned. */
export async function parentFacts(
  scope: Scope,
  at: { connectionId: string; syncRunId: string; startFrom?: string | null },
  refs: string[],
): Promise<Map<string, ParentFacts>> {
  if (refs.length === 0) return new Map()
  const { rows } = await sql<ParentRow>`
    with wanted as (
      select ref, case split_part(ref, '/', 1) when 'onAccount' then 'payment' else split_part(ref, '/', 1) end as kind,
        case split_part(ref, '/', 1) when 'onAccount' then 'onAccount' else 'main' end as part, substr(ref, strpos(ref, '/') + 1) as external_id
      from unnest(${refs}::text[]) as ref
    )
    select w.ref, d.external_id is not null as known,
      case when d.kind = 'customer' then null when d.state in ('draft', 'cancelled', 'reversed') then d.state when d.date < ${at.startFrom ?? null}::date then 'early' end as not_due,
      l.book_id, b.state as book_state, case w.kind when 'credit' then b.amount_due end as amount_left, coalesce(c.state = 'archived' and c.merged_into is null, false) as archived, i.decision as planned, i.book_id as planned_book_id, s.status, s.waits_for,
      (select p.code from problems p where p.connection_id = ${at.connectionId} and p.kind = w.kind and p.external_id = w.external_id and p.state = 'open' order by p.opened_at desc limit 1) as code
    from wanted w
    left join documents d on d.kind = w.kind and d.external_id = w.external_id
    left join links l on l.connection_id = ${at.connectionId} and l.kind = w.kind and l.external_id = w.external_id and l.part = w.part and l.detached_at is null
    left join book_documents b on b.connection_id = ${at.connectionId} and b.book_id = l.book_id
    left join book_contacts c on w.kind = 'customer' and c.connection_id = ${at.connectionId} and c.book_id = l.book_id
    left join sync_run_items i on i.sync_run_id = ${at.syncRunId} and i.kind = w.kind and i.external_id = w.external_id and i.part = w.part
    left join standings s on s.connection_id = ${at.connectionId} and s.kind = w.kind and s.external_id = w.external_id`.execute(scope.db)
  return new Map(rows.map((row) => [row.ref, factsOf(row)]))
}

function factsOf(row: ParentRow): ParentFacts {
  if (row.book_id !== null && row.archived) return { state: 'failed', bookId: row.book_id, code: 'CONTACT_ARCHIVED' }
  if (row.book_id !== null) {
    return { state: linkedState(row.book_state), bookId: row.book_id, ...(row.amount_left === null ? {} : { left: row.amount_left }) }
  }
  // A preview links nothing: what it is to adopt is known by its record all the same, or it would plan otherwise than the run.
  if (row.planned === 'adopt' && row.planned_book_id !== null) return { state: 'planned', bookId: row.planned_book_id }
  if (row.planned === 'write' || row.planned === 'adopt') return { state: 'planned' }
  const code = row.code === null ? {} : { code: row.code }
  if (row.planned === 'ask' || isAsked(row)) return { state: 'asked', ...code }
  if (!row.known) return { state: 'unknown' }
  if (row.planned === 'refuse' || row.status === 'problem') return { state: 'failed', ...code }
  if (row.status === 'notDue' || row.not_due !== null) return { state: 'notDue', because: row.not_due ?? 'leftOut' }
  return { state: row.status === 'held' ? 'held' : 'waiting' }
}

/** Asked about by an earlier run: a customer stands at its match, another document has a question open. */
const isAsked = ({ planned, waits_for: waitsFor, status, code }: ParentRow): boolean =>
  planned === null && (waitsFor === 'match' || (status === 'problem' && code !== null && isQuestion(code)))

function linkedState(bookState: string | null): ParentFacts['state'] {
  if (bookState === 'void') return 'void'
  return bookState === 'draft' || bookState === 'submitted' ? 'unapproved' : 'linked'
}
