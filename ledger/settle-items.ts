import { sql } from 'kysely'
import type { Outcome } from '../domain/entities.ts'
import { refOf } from '../domain/rules/refs.ts'
import { stopsTheConnection } from '../domain/rules/stops-the-connection.ts'
import type { Scope } from './database.ts'
import type { Envelope, EnvelopeItem } from './envelopes.ts'
import { appendEvent } from './events.ts'
import { openProblem, resolveProblems } from './problems.ts'
import type { ItemResult, TakenResult } from './item-result.ts'
import type { SentFacts } from './shapes.ts'
import { childrenDue } from './standings.ts'

/** Items that are in the books: linked, outcomes written, standings moved, problems closed, children made due. One statement each, whatever the size of the batch. */
export async function takeItems(
  scope: Scope,
  envelope: Envelope,
  taken: Taken[],
  link: 'new' | 'refresh' | 'detach',
  outcome: Outcome,
): Promise<void> {
  if (taken.length === 0) return
  const ids = taken.map(({ item }) => item.id)
  await closeEnvelopeItems(scope, taken, 'taken')
  if (link === 'new') await insertLinks(scope, taken)
  else if (link === 'refresh') await refreshLinks(scope, taken)
  else await detachLinks(scope, ids)
  await closeRunItems(scope, ids, outcome)
  await moveStandings(scope, envelope, ids)
  await closeProblems(scope, envelope.connection_id, ids)
  if (taken.some(({ item }) => item.kind === 'invoice' && item.part === 'main'))
    await resolveProblems(scope, envelope.connection_id, 'connection', { codes: ['PLAN_INVOICE_LIMIT'], by: 'sync' })
  await childrenDue(
    scope,
    envelope.connection_id,
    taken.map(({ item }) => refOf(item.kind, item.external_id)),
  )
  const type = outcome === 'pushed' ? 'document.in-books' : 'document.updated'
  for (const { item, result } of taken)
    appendEvent(scope, type, {
      connectionId: envelope.connection_id,
      kind: item.kind,
      externalId: item.external_id,
      part: item.part,
      bookId: result.bookId,
    })
}

/** Items that the provider refused, or that stand in the books otherwise than sent: a problem each; a record that is ours is linked all the same. */
export async function refuseItems(
  scope: Scope,
  envelope: Envelope,
  refused: { item: EnvelopeItem; result: Extract<ItemResult, { result: 'refused' | 'problem' }> }[],
): Promise<void> {
  for (const { item, result } of refused) {
    const ours = result.result === 'problem' && result.link ? result.bookId : undefined
    const rows = JSON.stringify([
      {
        ...itemRow(item),
        code: result.code,
        values: result.values,
        detail: 'detail' in result ? result.detail : undefined,
      },
    ])
    const answer: Taken = { item, result: { result: 'taken', bookId: ours ?? '' } }
    if (ours) {
      await insertLinks(scope, [answer])
      await childrenDue(scope, envelope.connection_id, [refOf(item.kind, item.external_id)])
    }
    await closeEnvelopeItems(scope, [answer], result.result)
    if (stopsTheConnection(result.code)) {
      await waitForConnection(scope, envelope, rows, result)
      continue
    }
    await sql`
      update sync_run_items i set state = 'done', outcome = 'failed', code = r.code, values = coalesce(r.values, '{}'), detail = r.detail, at = clock_timestamp()
      from jsonb_to_recordset(${rows}::jsonb) as r(item_id uuid, code text, values jsonb, detail text) where i.id = r.item_id`.execute(
      scope.db,
    )
    await scope.db
      .updateTable('standings')
      .set({ status: 'problem', due: false, since: sql`clock_timestamp()` })
      .where('connection_id', '=', envelope.connection_id)
      .where('kind', '=', item.kind)
      .where('external_id', '=', item.external_id)
      .execute()
    await openProblem(scope, {
      connectionId: envelope.connection_id,
      kind: item.kind,
      externalId: item.external_id,
      part: item.part,
      version: item.version,
      code: result.code,
      values: result.values,
      ...('detail' in result && result.detail !== undefined ? { detail: result.detail } : {}),
      ...(result.result === 'problem' && result.bookId ? { bookId: result.bookId } : {}),
      ...(envelope.sync_run_id ? { syncRunId: envelope.sync_run_id } : {}),
    })
  }
}

/** What the whole connection is refused is one problem of it; its documents wait, and every run tries them again. */
async function waitForConnection(
  scope: Scope,
  { connection_id: connectionId, sync_run_id: syncRunId }: Envelope,
  rows: string,
  result: Extract<ItemResult, { result: 'refused' | 'problem' }>,
): Promise<void> {
  await sql`
    update sync_run_items i set state = 'done', outcome = 'waiting', code = r.code, values = coalesce(r.values, '{}'), detail = r.detail, at = clock_timestamp()
    from jsonb_to_recordset(${rows}::jsonb) as r(item_id uuid, code text, values jsonb, detail text) where i.id = r.item_id`.execute(
    scope.db,
  )
  await sql`
    update standings s set status = 'waiting', due = true, since = clock_timestamp(), waits_for = 'settings'
    from jsonb_to_recordset(${rows}::jsonb) as r(kind text, external_id text)
    where s.connection_id = ${connectionId} and s.kind = r.kind and s.external_id = r.external_id`.execute(scope.db)
  const detail = 'detail' in result && result.detail !== undefined ? { detail: result.detail } : {}
  await openProblem(scope, { connectionId, code: result.code, values: result.values, ...detail, ...(syncRunId ? { syncRunId } : {}) })
}

/** Items that are not in the books: due again, in this run if it still goes on; looked up once more at the next refresh of the mirror (exactly-once rule 20). */
export async function returnItems(scope: Scope, envelope: Envelope, absent: { item: EnvelopeItem; alone: boolean }[]): Promise<void> {
  if (absent.length === 0) return
  const rows = JSON.stringify(absent.map(({ item, alone }) => ({ ...itemRow(item), alone })))
  await sql`
    update envelope_items i set open = false, result = 'absent', check_again = ${envelope.was_unknown}
    from jsonb_to_recordset(${rows}::jsonb) as r(id uuid) where i.id = r.id`.execute(scope.db)
  await sql`
    update sync_run_items i
    set state = case when run.finished_at is null then 'planned' else 'done' end, outcome = case when run.finished_at is null then null else 'waiting' end,
        alone = i.alone or r.alone, at = clock_timestamp()
    from jsonb_to_recordset(${rows}::jsonb) as r(item_id uuid, alone boolean), sync_runs run
    where i.id = r.item_id and run.id = i.sync_run_id`.execute(scope.db)
  await sql`
    update standings s set due = true, status = 'waiting', alone = s.alone or r.alone
    from jsonb_to_recordset(${rows}::jsonb) as r(kind text, external_id text, alone boolean)
    where s.connection_id = ${envelope.connection_id} and s.kind = r.kind and s.external_id = r.external_id`.execute(scope.db)
}

/** Items that were planned on what has changed since: closed in this run, and decided anew by the next plan, once. */
export async function leaveToNextPlan(scope: Scope, envelope: Envelope, early: EnvelopeItem[]): Promise<void> {
  if (early.length === 0) return
  const rows = JSON.stringify(early.map(itemRow))
  await sql`
    update envelope_items i set open = false, result = 'refused'
    from jsonb_to_recordset(${rows}::jsonb) as r(id uuid) where i.id = r.id`.execute(scope.db)
  await sql`
    update sync_run_items i set state = 'done', outcome = 'waiting', code = 'CHANGED_SINCE_PREVIEW', at = clock_timestamp()
    from jsonb_to_recordset(${rows}::jsonb) as r(item_id uuid) where i.id = r.item_id`.execute(scope.db)
  await sql`
    update standings s set due = true, status = 'waiting', alone = true
    from jsonb_to_recordset(${rows}::jsonb) as r(kind text, external_id text)
    where s.connection_id = ${envelope.connection_id} and s.kind = r.kind and s.external_id = r.external_id`.execute(scope.db)
}

/** An item that is in the books, as the provider answered. */
export interface Taken {
  item: EnvelopeItem
  result: TakenResult
}

const itemRow = ({ id, item_id, kind, external_id }: EnvelopeItem) => ({ id, item_id, kind, external_id })

/** What is known of the record beside what was sent, which stands with the item. */
function linkRow({ item, result }: Taken) {
  const learnt: Omit<SentFacts, 'expected'> = {
    ...(result.updatedAt ? { bookUpdatedAt: result.updatedAt } : {}),
    ...(result.updatedAt && !item.expected.theirLines ? { linesAgreedAt: result.updatedAt } : {}),
    ...(result.bookLineIds && item.expected.lineIds ? { bookLineIds: pairLines(item.expected.lineIds, result.bookLineIds) } : {}),
  }
  return { id: item.id, book_id: result.bookId, book_number: result.bookNumber ?? null, learnt }
}

const pairLines = (ours: string[], theirs: string[]): Record<string, string> =>
  Object.fromEntries(ours.flatMap((lineId, index) => (lineId && theirs[index] ? [[lineId, theirs[index]]] : [])))

async function closeEnvelopeItems(scope: Scope, answered: Taken[], end: string): Promise<void> {
  const rows = answered.map(({ item, result }) => ({ id: item.id, book_id: result.bookId, amounts: result.amounts ?? null }))
  await sql`
    update envelope_items i set open = false, result = ${end}, result_book_id = nullif(r.book_id, ''), result_amounts = r.amounts
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, book_id text, amounts jsonb) where i.id = r.id`.execute(scope.db)
}

/** The same link may stand already: matching or a late answer was faster. A record that belongs to another document is not linked twice (law 2). */
async function insertLinks(scope: Scope, taken: Taken[]): Promise<void> {
  await sql`
    insert into links (company_id, connection_id, kind, external_id, part, book_id, book_number, how, version, sent)
    select i.company_id, i.connection_id, i.kind, i.external_id, i.part, r.book_id, r.book_number, 'pushed', i.version, jsonb_build_object('expected', i.expected) || r.learnt
    from ${linkRows(taken)} join envelope_items i on i.id = r.id
    on conflict do nothing`.execute(scope.db)
}

/** What this write did not send (lines, on an update of other fields) is known from the one before. */
async function refreshLinks(scope: Scope, taken: Taken[]): Promise<void> {
  await sql`
    update links l set version = i.version, sent = coalesce(l.sent, '{}') || jsonb_build_object('expected', i.expected) || r.learnt, pushed_at = clock_timestamp(),
      book_number = coalesce(r.book_number, l.book_number)
    from ${linkRows(taken)} join envelope_items i on i.id = r.id
    where ${isLinkOf}`.execute(scope.db)
}

const linkRows = (taken: Taken[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(taken.map(linkRow))}::jsonb) as r(id uuid, book_id text, book_number text, learnt jsonb)`

async function detachLinks(scope: Scope, ids: string[]): Promise<void> {
  await sql`
    update links l set detached_at = clock_timestamp(), detached_by = 'sync'
    from envelope_items i
    where i.id = any(${ids}::uuid[]) and ${isLinkOf}`.execute(scope.db)
}

const isLinkOf = sql`l.connection_id = i.connection_id and l.kind = i.kind and l.external_id = i.external_id and l.part = i.part and l.detached_at is null`

async function closeRunItems(scope: Scope, ids: string[], outcome: Outcome): Promise<void> {
  await sql`
    update sync_run_items planned set state = 'done', outcome = ${outcome}, book_id = i.result_book_id, code = null, at = clock_timestamp()
    from envelope_items i where i.id = any(${ids}::uuid[]) and planned.id = i.item_id`.execute(scope.db)
}

/**
 * In the books, unless a newer version waits, another part of it is still to go, in this run or, left by this run, in the next one, or another part is a problem: the
 * part that arrives last may arrive long after its run is over, and must not call the whole document done. Where a part waits, the next run looks again. An invoice is not
 * less in the books for a rest that is still to be written off: every plan looks for such rests by themselves.
 */
async function moveStandings(scope: Scope, envelope: Envelope, ids: string[]): Promise<void> {
  await sql`
    update standings s set
      due = facts.more or facts.waits, alone = false, since = clock_timestamp(), waits_for = null,
      status = case when facts.more then 'inFlight' when facts.failed then 'problem' else 'inBooks' end
    from (
      select i.kind, i.external_id,
        bool_or(d.version > i.version or i.expected ? 'numberToFollow' or exists (
          select from sync_run_items other where other.sync_run_id = ${envelope.sync_run_id} and other.kind = i.kind and other.external_id = i.external_id
            and other.part not in ('writeOff', 'allocation:writeOff')
            and other.decision = 'write' and (other.state <> 'done' or other.outcome = 'waiting') and other.id <> i.item_id)) as more,
        bool_or(exists (
          select from problems p where p.connection_id = ${envelope.connection_id} and p.state = 'open' and p.kind = i.kind and p.external_id = i.external_id
            and p.part <> i.part)) as failed,
        bool_or(exists (select from sync_run_items other where other.sync_run_id = ${envelope.sync_run_id} and other.kind = i.kind
          and other.external_id = i.external_id and other.decision = 'wait')) as waits
      from envelope_items i
      join documents d on d.company_id = i.company_id and d.kind = i.kind and d.external_id = i.external_id
      where i.id = any(${ids}::uuid[])
      group by 1, 2
    ) facts
    where s.connection_id = ${envelope.connection_id} and s.kind = facts.kind and s.external_id = facts.external_id`.execute(scope.db)
}

/** What a write that arrived mends. A second record in the books is not mended by it: a person says so. */
async function closeProblems(scope: Scope, connectionId: string, ids: string[]): Promise<void> {
  await sql`
    update problems p set state = 'resolved', closed_at = clock_timestamp(), closed_by = 'sync'
    from envelope_items i
    where i.id = any(${ids}::uuid[])
      and p.connection_id = ${connectionId} and p.state = 'open' and p.code <> 'DOUBLED_IN_BOOKS' and p.kind = i.kind and p.external_id = i.external_id and p.part = i.part`.execute(
    scope.db,
  )
}
