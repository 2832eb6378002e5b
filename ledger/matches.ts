import { type Selectable, sql } from 'kysely'
import type { Customer } from '../domain/customer.ts'
import type { ErrorCode } from '../domain/errors.ts'
import { announce } from './changes.ts'
import { asCursor, fromCursor } from './cursor.ts'
import type { Scope } from './database.ts'
import { readDocument } from './documents.ts'
import { appendEvent } from './events.ts'
import { link, type Linked } from './links.ts'
import type { MatchesTable } from './problems.table.ts'
import { resolveProblems } from './problems.ts'
import type { MatchCandidate, MatchDecision } from './shapes.ts'
import { makeDue, setStanding } from './standings.ts'

export type Match = Selectable<MatchesTable>

/** The question whether a customer is already in the books. */
export interface Question {
  customer: string
  code: ErrorCode
  candidates: MatchCandidate[]
}

/** Asks, or refreshes the candidates of what is open; what has solved itself by a link is withdrawn. Answers how many questions are new. */
export async function recordMatches(scope: Scope, connectionId: string, questions: Question[]): Promise<number> {
  await withdrawLinked(scope, connectionId)
  const { rows } = await sql<{ id: string; fresh: boolean }>`
    insert into matches (company_id, connection_id, customer, code, candidates)
    select ${scope.companyId}, ${connectionId}, customer, code, candidates
    from jsonb_to_recordset(${JSON.stringify(questions)}::jsonb) as r(customer text, code text, candidates jsonb)
    order by customer
    on conflict (connection_id, customer) where state in ('asked', 'later') do update set code = excluded.code, candidates = excluded.candidates
    returning id, (xmax = 0) as fresh`.execute(scope.db)
  const fresh = rows.filter((row) => row.fresh)
  for (const { id } of fresh) appendEvent(scope, 'match.asked', { connectionId, matchId: id })
  if (fresh.length > 0) await announce(scope, 'matches', connectionId)
  return fresh.length
}

/** Customers without a link of whom a person said that they are not in the books yet. One that was linked since and detached is asked anew. */
export async function decidedMatches(scope: Scope, connectionId: string): Promise<Map<string, 'create'>> {
  const { rows } = await sql<{ customer: string }>`
    select distinct m.customer from matches m
    where m.company_id = ${scope.companyId} and m.connection_id = ${connectionId} and m.state = 'decided' and m.decision ? 'create'
      and not exists (select from links l where l.connection_id = m.connection_id and l.kind = 'customer' and l.external_id = m.customer
        and (l.detached_at is null or l.linked_at > m.decided_at))`.execute(scope.db)
  return new Map(rows.map((row) => [row.customer, 'create']))
}

/** `ALREADY_DECIDED`: somebody was faster, or the customer is linked already; with what stands. */
export type Decided = { decided: true; match: Match } | { decided: false; code: 'ALREADY_DECIDED'; match: Match }

/**
 * A person answers. To a contact that is another customer's, this one is linked as its alias (accounting rule 26). The customer is looked
 * at by the next run, and what waits for it too. undefined: the company has no such question.
 */
export async function decideMatch(
  scope: Scope,
  matchId: string,
  decision: MatchDecision | { later: true },
  decidedBy: string,
): Promise<Decided | undefined> {
  const match = await lockMatch(scope, matchId)
  if (!match) return undefined
  if (match.state !== 'asked' && match.state !== 'later') return { decided: false, code: 'ALREADY_DECIDED', match }
  if ('later' in decision) return { decided: true, match: await close(scope, match, { state: 'later' }) }
  if ('link' in decision && !(await linkDecided(scope, match, decision.link, decidedBy)).linked) {
    return { decided: false, code: 'ALREADY_DECIDED', match }
  }
  if ('create' in decision) await makeDue(scope, match.connection_id, [{ kind: 'customer', externalId: match.customer }])
  await resolveProblems(
    scope,
    match.connection_id,
    { kind: 'customer', externalId: match.customer },
    { codes: [match.code, 'QUESTION_OPEN_TOO_LONG'], by: decidedBy },
  )
  appendEvent(scope, 'match.decided', { connectionId: match.connection_id, matchId })
  return {
    decided: true,
    match: await close(scope, match, { state: 'decided', decision: JSON.stringify(decision), decided_by: decidedBy }),
  }
}

/** A question with the customer as it is now. */
export type OpenMatch = Match & { body: Customer | null }

/** A page of questions, oldest first; open ones unless asked otherwise. */
export async function listMatches(
  scope: Scope,
  connectionId: string,
  { state, cursor, limit = 50 }: { state?: Match['state'] | undefined; cursor?: string | undefined; limit?: number | undefined } = {},
): Promise<{ matches: OpenMatch[]; next: string | undefined }> {
  const key = sql<string>`to_char(m.asked_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`
  const after = fromCursor(cursor)
  const rows = await scope.db
    .selectFrom('matches as m')
    .leftJoin('documents as d', (join) =>
      join.onRef('d.company_id', '=', 'm.company_id').on('d.kind', '=', 'customer').onRef('d.external_id', '=', 'm.customer'),
    )
    .where('m.company_id', '=', scope.companyId)
    .where('m.connection_id', '=', connectionId)
    .where('m.state', 'in', state === undefined ? ['asked', 'later'] : [state])
    .$if(after !== undefined, (query) => query.where(sql<boolean>`(${key}, m.id::text) > (${after?.[0] ?? ''}, ${after?.[1] ?? ''})`))
    .selectAll('m')
    .select(['d.body', key.as('key')])
    .orderBy(key)
    .orderBy(sql`m.id::text`)
    .limit(limit + 1)
    .execute()
  const last = rows[limit - 1]
  return {
    // The join names the kind: the body is a customer's.
    matches: rows.slice(0, limit).map(({ key: _key, body, ...match }) => ({ ...match, body: body as Customer | null })),
    next: rows.length > limit && last ? asCursor(last.key, last.id) : undefined,
  }
}

/** One question; undefined: the company has none of that id. */
export const readMatch = (scope: Scope, matchId: string): Promise<Match | undefined> => matchOf(scope, matchId).executeTakeFirst()

const lockMatch = (scope: Scope, matchId: string): Promise<Match | undefined> => matchOf(scope, matchId).forUpdate().executeTakeFirst()

const matchOf = (scope: Scope, matchId: string) =>
  scope.db.selectFrom('matches').where('company_id', '=', scope.companyId).where('id', '=', matchId).selectAll()

async function linkDecided(scope: Scope, match: Match, bookId: string, decidedBy: string): Promise<Linked> {
  const customer = await readDocument(scope, 'customer', match.customer)
  const wanted = {
    connectionId: match.connection_id,
    kind: 'customer',
    externalId: match.customer,
    bookId,
    how: 'decided',
    decidedBy,
    version: customer?.version ?? 1,
  } as const
  const linked = await link(scope, wanted)
  const decided = !linked.linked && linked.conflict === 'theirs' ? await link(scope, { ...wanted, alias: true }) : linked
  if (decided.linked && customer) {
    await setStanding(scope, match.connection_id, { kind: 'customer', externalId: match.customer, status: 'inBooks', due: true })
  }
  return decided
}

async function close(
  scope: Scope,
  match: Match,
  values: { state: 'later' } | { state: 'decided'; decision: string; decided_by: string },
): Promise<Match> {
  const closed = await scope.db
    .updateTable('matches')
    .set(values.state === 'decided' ? { ...values, decided_at: sql`clock_timestamp()` } : values)
    .where('id', '=', match.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await announce(scope, 'match', match.id)
  return closed
}

async function withdrawLinked(scope: Scope, connectionId: string): Promise<void> {
  await sql`
    update matches m set state = 'withdrawn', decided_at = clock_timestamp()
    where m.company_id = ${scope.companyId} and m.connection_id = ${connectionId} and m.state in ('asked', 'later')
      and exists (select from links l where l.connection_id = m.connection_id and l.kind = 'customer' and l.external_id = m.customer
        and l.detached_at is null)`.execute(scope.db)
}
