import { recordKind } from '../domain/rules/refs.ts'
import type { Connection } from '../ledger/connections.ts'
import type { Scope } from '../ledger/database.ts'
import { countItems, type SyncRun } from '../ledger/sync-runs.ts'
import type { Caller } from '../ledger/keys.ts'
import type { RunRow } from '../ledger/run-rows.ts'
import { frontDesk } from '../providers/front-desk.ts'
import { syncRunWorkflowId } from '../workflows/contract.ts'
import { aboutDocument } from './about-document.ts'
import { bookUrl } from './book-url.ts'
import type { SyncRun as SyncRunReply, SyncRunItem } from './contract/sync-runs.ts'
import { explain } from './explain.ts'
import type { House } from './house.ts'
import { asMoment } from './page.ts'

/** A run as the page shows it; counts of a run that is going on are counted now. */
export async function runReply(
  house: House,
  scope: Scope,
  caller: Caller,
  connection: Pick<Connection, 'provider'>,
  run: SyncRun,
): Promise<SyncRunReply> {
  return {
    ...(await runFacts(scope, connection, run)),
    syncRunId: run.id,
    previewId: run.preview_id,
    stopAskedAt: asMoment(run.stop_asked_at),
    temporalUrl: temporalUrl(house, caller, run.id),
  }
}

/** What runs and previews have in common. */
export async function runFacts(scope: Scope, connection: Pick<Connection, 'provider'>, run: SyncRun) {
  const counts = run.finished_at ? run.counts : await countItems(scope, run.id)
  return {
    connectionId: run.connection_id,
    lane: run.lane,
    status: run.status,
    stage: run.stage,
    include: run.include,
    counts: { planned: counts.planned ?? 0, toGo: counts.toGo ?? 0, byKind: counts.byKind ?? {} },
    problem: run.code ? explain(run.code, {}, run.detail, frontDesk[connection.provider].manifest.label) : null,
    askedBy: run.asked_by,
    createdAt: run.created_at.toISOString(),
    startedAt: asMoment(run.started_at),
    finishedAt: asMoment(run.finished_at),
  }
}

/** One document of a run, with its words and links. `withBody`: the body as it would be sent. */
export function itemReply(house: House, connection: Connection, row: RunRow, withBody: boolean): SyncRunItem {
  const { label } = frontDesk[connection.provider].manifest
  const about = aboutDocument(row.kind, { ...row, externalId: row.external_id })
  return {
    itemId: row.id,
    kind: row.kind,
    externalId: row.external_id,
    part: row.part,
    version: row.version,
    name: row.name,
    number: row.number,
    customer: row.customer,
    date: row.date,
    amount: row.part === 'writeOff' ? (row.expected?.gross ?? row.amount) : row.amount,
    currency: row.currency,
    url: row.url,
    decision: row.decision,
    operation: row.operation,
    outcome: row.outcome,
    problem: row.code ? explain(row.code, { ...about, ...row.values }, row.detail, label) : null,
    problemId: row.problem_id,
    notes: row.notes.map((note) => explain(note.code, { ...about, ...note.values }, null, label)),
    waitsFor: row.waits_for,
    bookId: row.book_id,
    bookNumber: row.book_number,
    bookUrl: bookUrl(house, connection, recordKind(row.kind, row.part), row.book_id),
    at: row.at.toISOString(),
    ...(withBody ? { body: row.body === null ? null : (JSON.parse(row.body) as unknown), expected: row.expected } : {}),
  }
}

/** The run in the Temporal UI, for operators. */
export function temporalUrl(house: House, caller: Caller, syncRunId: string): string | null {
  const { temporalUiUrl, temporalNamespace } = house.config
  if (caller.reach.scope !== 'operator' || !temporalUiUrl) return null
  return `${temporalUiUrl}/namespaces/${temporalNamespace}/workflows/${encodeURIComponent(syncRunWorkflowId(syncRunId))}`
}
