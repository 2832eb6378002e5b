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
  taken: { item: EnvelopeItem; result: TakenResult }[],
  link: 'new' | 'refresh' | 'detach',
  outcome: Outcome,
): Promise<void> {
  if (taken.length === 0) return
  const rows = JSON.stringify(taken.map(({ item, result }) => takenRow(item, result)))
  await closeEnvelopeItems(scope, rows, 'taken')
  if (link === 'new') await insertLinks(scope, envelope.connection_id, rows)
  else if (link === 'refresh') await refreshLinks(scope, envelope.connection_id, rows)
  else await detachLinks(scope, envelope.connection_id, rows)
  await closeRunItems(scope, rows, outcome)
  await moveStandings(scope, envelope, rows)
  await closeProblems(scope, envelope.connection_id, rows)
  if (taken.some(({ item }) => item.kind === 'invoice'))
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
        ...takenRow(item, { result: 'taken', bookId: ours ?? '' }),
        code: result.code,
        values: result.values,
        detail: 'detail' in result ? result.detail : undefined,
      },
    ])
    if (ours) {
      await insertLinks(scope, envelope.connection_id, rows)
      await childrenDue(scope, envelope.connection_id, [refOf(item.kind, item.external_id)])
    }
    await closeEnvelopeItems(scope, rows, result.result)
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
  const rows = JSON.stringify(absent.map(({ item, alone }) => ({ ...takenRow(item, { result: 'taken', bookId: '' }), alone })))
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
  const rows = JSON.stringify(early.map(({ id, item_id, kind, external_id }) => ({ id, item_id, kind, external_id })))
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

function takenRow(item: EnvelopeItem, result: TakenResult) {
  const sent: SentFacts = {
    expected: item.expected,
    ...(result.updatedAt ? { bookUpdatedAt: result.updatedAt } : {}),
    ...(result.updatedAt && !item.expected.theirLines ? { linesAgreedAt: result.updatedAt } : {}),
    ...(result.bookLineIds && item.expected.lineIds ? { bookLineIds: pairLines(item.expected.lineIds, result.bookLineIds) } : {}),
  }
  return {
    id: item.id,
    item_id: item.item_id,
    kind: item.kind,
    external_id: item.external_id,
    part: item.part,
    version: item.version,
    book_id: result.bookId,
    book_number: result.bookNumber ?? null,
    amounts: result.amounts ?? null,
    sent,
  }
}

const pairLines = (ours: string[], theirs: string[]): Record<string, string> =>
  Object.fromEntries(ours.flatMap((lineId, index) => (lineId && theirs[index] ? [[lineId, theirs[index]]] : [])))

const linkColumns = sql`r(id uuid, item_id uuid, kind text, external_id text, part text, version int, book_id text, book_number text, amounts jsonb, sent jsonb)`

async function closeEnvelopeItems(scope: Scope, rows: string, result: string): Promise<void> {
  await sql`
    update envelope_items i set open = false, result = ${result}, result_book_id = nullif(r.book_id, ''), result_amounts = r.amounts
    from jsonb_to_recordset(${rows}::jsonb) as ${linkColumns} where i.id = r.id`.execute(scope.db)
}

/** The same link may stand already: matching or a late answer was faster. A record that belongs to another document is not linked twice (law 2). */
async function insertLinks(scope: Scope, connectionId: string, rows: string): Promise<void> {
  await sql`
    insert into links (company_id, connection_id, kind, external_id, part, book_id, book_number, how, version, sent)
    select ${scope.companyId}::uuid, ${connectionId}::uuid, kind, external_id, part, book_id, book_number, 'pushed', version, sent
    from jsonb_to_recordset(${rows}::jsonb) as ${linkColumns}
    on conflict do nothing`.execute(scope.db)
}

/** What this write did not send (lines, on an update of other fields) is known from the one before. */
async function refreshLinks(scope: Scope, connectionId: string, rows: string): Promise<void> {
  await sql`
    update links l set version = r.version, sent = coalesce(l.sent, '{}') || r.sent, pushed_at = clock_timestamp(), book_number = coalesce(r.book_number, l.book_number)
    from jsonb_to_recordset(${rows}::jsonb) as ${linkColumns}
    where l.connection_id = ${connectionId} and l.kind = r.kind and l.external_id = r.external_id and l.part = r.part and l.detached_at is null`.execute(
    scope.db,
  )
}

async function detachLinks(scope: Scope, connectionId: string, rows: string): Promise<void> {
  await sql`
    update links l set detached_at = clock_timestamp(), detached_by = 'sync'
    from jsonb_to_recordset(${rows}::jsonb) as ${linkColumns}
    where l.connection_id = ${connectionId} and l.kind = r.kind and l.external_id = r.external_id and l.part = r.part and l.detached_at is null`.execute(
    scope.db,
  )
}

async function closeRunItems(scope: Scope, rows: string, outcome: Outcome): Promise<void> {
  await sql`
    update sync_run_items i set state = 'done', outcome = ${outcome}, book_id = nullif(r.book_id, ''), code = null, at = clock_timestamp()
    from jsonb_to_recordset(${rows}::jsonb) as ${linkColumns} where i.id = r.item_id`.execute(scope.db)
}

/**
 * In the books, unless a newer version waits, another part of it is still to go, in this run or, left by this run, in the next one, or another part is a problem: the
 * part that arrives last may arrive long after its run is over, and must not call the whole document done. Where a part waits, the next run looks again.
 */
async function moveStandings(scope: Scope, envelope: Envelope, rows: string): Promise<void> {
  await sql`
    update standings s set
      due = facts.more or facts.waits, alone = false, since = clock_timestamp(), waits_for = null,
      status = case when facts.more then 'inFlight' when facts.failed then 'problem' else 'inBooks' end
    from (
      select r.kind, r.external_id,
        bool_or(d.version > r.version or r.sent->'expected' ? 'numberToFollow' or exists (
          select from sync_run_items other where other.sync_run_id = ${envelope.sync_run_id} and other.kind = r.kind and other.external_id = r.external_id
            and other.decision = 'write' and (other.state <> 'done' or other.outcome = 'waiting') and other.id <> r.item_id)) as more,
        bool_or(exists (
          select from problems p where p.connection_id = ${envelope.connection_id} and p.state = 'open' and p.kind = r.kind and p.external_id = r.external_id
            and p.part <> r.part)) as failed,
        bool_or(exists (select from sync_run_items other where other.sync_run_id = ${envelope.sync_run_id} and other.kind = r.kind
          and other.external_id = r.external_id and other.decision = 'wait')) as waits
      from jsonb_to_recordset(${rows}::jsonb) as ${linkColumns}
      join documents d on d.kind = r.kind and d.external_id = r.external_id
      group by 1, 2
    ) facts
    where s.connection_id = ${envelope.connection_id} and s.kind = facts.kind and s.external_id = facts.external_id`.execute(scope.db)
}

/** What a write that arrived mends. A second record in the books is not mended by it: a person says so. */
async function closeProblems(scope: Scope, connectionId: string, rows: string): Promise<void> {
  await sql`
    update problems p set state = 'resolved', closed_at = clock_timestamp(), closed_by = 'sync'
    from jsonb_to_recordset(${rows}::jsonb) as ${linkColumns}
    where p.connection_id = ${connectionId} and p.state = 'open' and p.code <> 'DOUBLED_IN_BOOKS' and p.kind = r.kind and p.external_id = r.external_id and p.part = r.part`.execute(
    scope.db,
  )
}
