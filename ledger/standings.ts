import { type RawBuilder, sql } from 'kysely'
import type { DocumentRef } from '../domain/document.ts'
import type { DocumentKind, DocumentStatus } from '../domain/entities.ts'
import { refOf } from '../domain/rules/refs.ts'
import type { Scope } from './database.ts'
import { parentsFirst } from './lock-standings.ts'

/** Where a document stands at one connection. `due`: the next run looks at it again. */
export interface Standing extends DocumentRef {
  status: DocumentStatus
  due: boolean
  /** The parent it waits for, as `invoice/4711`. */
  waitsFor?: string | undefined
  /** Not before this day (a payment dated in the future). */
  notBefore?: string | undefined
  /** To go singly after a whole request was refused. */
  alone?: boolean | undefined
}

/**
 * Writes down where documents stand; `since` begins anew only where the status changes, so that ages are those of the status (law 10). What stands there already
 * is not written again: of most documents that a plan will write, nothing changes.
 */
export async function setStandings(scope: Scope, connectionId: string, standings: Standing[]): Promise<void> {
  if (standings.length === 0) return
  const rows = standings.map(({ externalId, waitsFor, notBefore, ...rest }) => ({
    ...rest,
    external_id: externalId,
    // A part comes into the books with its document, and is waited for by that name.
    waits_for: waitsFor?.replace(/^onAccount\//, 'payment/'),
    not_before: notBefore,
    alone: rest.alone ?? false,
  }))
  await sql`
    insert into standings as s (company_id, connection_id, kind, external_id, status, due, waits_for, not_before, alone)
    select ${scope.companyId}, ${connectionId}, kind, external_id, status, due, waits_for, not_before, alone
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(kind text, external_id text, status text, due boolean, waits_for text, not_before date, alone boolean)
    order by kind, external_id
    on conflict (connection_id, kind, external_id) do update
    set status = excluded.status, due = excluded.due, waits_for = excluded.waits_for, not_before = excluded.not_before, alone = excluded.alone,
      since = case when s.status = excluded.status then s.since else clock_timestamp() end
    where (s.status, s.due, s.waits_for, s.not_before, s.alone) is distinct from (excluded.status, excluded.due, excluded.waits_for, excluded.not_before, excluded.alone)`.execute(
    scope.db,
  )
}

/** Writes down where one document stands. */
export const setStanding = (scope: Scope, connectionId: string, standing: Standing): Promise<void> =>
  setStandings(scope, connectionId, [standing])

/** Makes documents wait for a parent. One whose parent is in the books already stays due: the parent was faster. */
export async function waitFor(scope: Scope, connectionId: string, waiting: (DocumentRef & { waitsFor: string })[]): Promise<void> {
  if (waiting.length === 0) return
  await setStandings(
    scope,
    connectionId,
    waiting.map((ref) => ({ ...ref, status: 'waiting', due: false })),
  )
  const refs = waiting.map(({ kind, externalId }) => refOf(kind, externalId))
  await wake(scope, sql`${waitsForLinked(connectionId)} and s.kind || '/' || s.external_id = any(${refs})`)
}

/** Makes documents due, whatever they stand at, and what waits for them: a person asks for them, or has settled what was wrong with them. */
export async function makeDue(scope: Scope, connectionId: string, documents: DocumentRef[]): Promise<void> {
  if (documents.length === 0) return
  await sql`
    update standings s set due = true, waits_for = null, not_before = null
    from jsonb_to_recordset(${JSON.stringify(documents)}::jsonb) as r(kind text, "externalId" text)
    where s.connection_id = ${connectionId} and s.kind = r.kind and s.external_id = r."externalId"`.execute(scope.db)
  await childrenDue(
    scope,
    connectionId,
    documents.map(({ kind, externalId }) => refOf(kind, externalId)),
  )
}

/** A parent has come into the books, or a person has settled what was wrong with it: what waits for it is due, and what waits for that. Answers how many. */
export async function childrenDue(scope: Scope, connectionId: string, parents: string[]): Promise<number> {
  return parents.length === 0 ? 0 : wakeFamilies(scope, sql`s.connection_id = ${connectionId}`, parents)
}

/** A run is about to write these: what waits for them is decided on by it too; what waits for that, when its own turn comes. Answers how many. */
export async function wakeWaitingFor(scope: Scope, connectionId: string, parents: string[]): Promise<number> {
  return parents.length === 0 ? 0 : wake(scope, sql`s.connection_id = ${connectionId} and s.waits_for = any(${parents})`)
}

/**
 * Makes due what waits although its parent is linked now or has been saved since. Every run begins and ends with it (exactly-once rule 21): a linked parent that still
 * stands in the way (archived, not approved) makes its child wait again.
 */
export function wakeChildren(scope: Scope, connectionId: string): Promise<number> {
  return wake(
    scope,
    sql`${waitsForLinked(connectionId)} or (s.connection_id = ${connectionId} and exists (
      select from documents d where d.company_id = s.company_id
        and d.kind = split_part(s.waits_for, '/', 1) and d.external_id = substr(s.waits_for, strpos(s.waits_for, '/') + 1) and d.received_at > s.since))`,
  )
}

const waitsForLinked = (connectionId: string) => sql`s.connection_id = ${connectionId} and exists (
  select from links l where l.connection_id = s.connection_id and l.detached_at is null
    and l.kind = split_part(s.waits_for, '/', 1) and l.external_id = substr(s.waits_for, strpos(s.waits_for, '/') + 1))`

/** What waits for these parents, directly or through another that waits. */
function wakeFamilies(scope: Scope, where: RawBuilder<unknown>, parents: string[]): Promise<number> {
  return wake(
    scope,
    sql`(s.connection_id, s.kind, s.external_id) in (
      with recursive family as (
        select s.connection_id, s.kind, s.external_id from standings s where ${where} and s.waits_for = any(${parents})
        union
        select child.connection_id, child.kind, child.external_id
        from family join standings child on child.connection_id = family.connection_id and child.waits_for = family.kind || '/' || family.external_id
      )
      select * from family)`,
  )
}

/** Locks come parent before child, as everywhere (lock-standings.ts). */
async function wake(scope: Scope, where: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows } = await sql`
    with woken as materialized (
      select s.connection_id, s.kind, s.external_id from standings s where s.waits_for is not null and not s.due and (${where})
      order by s.connection_id, ${parentsFirst} for update)
    update standings s set due = true from woken w
    where s.connection_id = w.connection_id and s.kind = w.kind and s.external_id = w.external_id`.execute(scope.db)
  return Number(numAffectedRows ?? 0)
}

/** Settings or codes have changed: everything that is not in the books and not on its way is looked at again. Answers how many. */
export async function makeProblemsDue(scope: Scope, connectionId: string): Promise<number> {
  const { numUpdatedRows } = await scope.db
    .updateTable('standings')
    .set({ due: true })
    .where('connection_id', '=', connectionId)
    .where('status', 'in', ['problem', 'waiting', 'notDue', 'held'])
    .where('due', '=', false)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** All documents of the company become due at a connection that has just got its organisation; those that stand there already keep it. */
export async function standingsForConnection(scope: Scope, connectionId: string): Promise<void> {
  await sql`
    insert into standings (company_id, connection_id, kind, external_id, status)
    select d.company_id, ${connectionId}::uuid, d.kind, d.external_id, ${STATUS_WHEN_SAVED}
    from documents d where d.company_id = ${scope.companyId}
    on conflict (connection_id, kind, external_id) do nothing`.execute(scope.db)
}

/** Saved documents become due at every connection with an organisation, and so does what waited for them. One that is on its way stays so. */
export async function standAfterSaving(scope: Scope, kind: DocumentKind, externalIds: string[]): Promise<void> {
  await sql`
    insert into standings as s (company_id, connection_id, kind, external_id, status)
    select d.company_id, c.id, d.kind, d.external_id, ${STATUS_WHEN_SAVED}
    from documents d join connections c on c.company_id = d.company_id and c.organisation_id is not null and c.state <> 'disconnected'
    where d.company_id = ${scope.companyId} and d.kind = ${kind} and d.external_id = any(${externalIds})
    order by c.id, d.external_id
    on conflict (connection_id, kind, external_id) do update
    set due = true, waits_for = null, not_before = null, status = case when s.status = 'inFlight' then s.status else excluded.status end,
      since = case when s.status = 'inFlight' or s.status = excluded.status then s.since else clock_timestamp() end`.execute(scope.db)
  const refs = externalIds.map((externalId) => refOf(kind, externalId))
  await wakeFamilies(scope, sql`s.connection_id in (select id from connections where company_id = ${scope.companyId})`, refs)
}

const STATUS_WHEN_SAVED = sql`case when d.hold then 'held' when d.state = 'draft' then 'notDue' else 'waiting' end`

/** How many documents stand where, by kind; `due` of them are looked at by the next run. */
export function countsByStatus(
  scope: Scope,
  connectionId: string,
): Promise<{ kind: DocumentKind; status: DocumentStatus; count: number; due: number }[]> {
  return scope.db
    .selectFrom('standings')
    .where('connection_id', '=', connectionId)
    .select(['kind', 'status', ({ fn }) => fn.countAll<number>().as('count')])
    .select(sql<number>`count(*) filter (where due)`.as('due'))
    .groupBy(['kind', 'status'])
    .orderBy('kind')
    .orderBy('status')
    .execute()
}
