import { formatMinor } from '../domain/money.ts'
import type { Scope } from '../ledger/database.ts'
import { listRunRows, type RunRow } from '../ledger/run-rows.ts'
import type { SyncRun } from '../ledger/sync-runs.ts'
import { csvAnswer } from './csv-answer.ts'
import { aboutDocument } from './about-document.ts'
import { explain } from './explain.ts'
import type { Answer } from './route.ts'

const PORTION = 2000
const header = [
  'kind',
  'id',
  'part',
  'number',
  'name',
  'date',
  'amount',
  'currency',
  'decision',
  'outcome',
  'code',
  'words',
  'waits for',
  'number in the books',
]

/** All items of a run or preview as a file for the office. */
export async function itemsCsv(scope: Scope, run: SyncRun, fileName: string): Promise<Answer> {
  const rows: RunRow[] = []
  for (let after = 0; ; ) {
    const portion = await listRunRows(scope, run.id, { after, limit: PORTION })
    rows.push(...portion)
    after = portion.at(-1)?.seq ?? after
    if (portion.length < PORTION) return csvAnswer(fileName, header, rows.map(cellsOf))
  }
}

const cellsOf = (row: RunRow): (string | null)[] => [
  row.kind,
  row.external_id,
  row.part,
  row.number,
  row.name,
  row.date,
  row.amount === null ? null : formatMinor(row.amount, row.currency ?? 'GBP'),
  row.currency,
  row.decision,
  row.outcome,
  row.code,
  row.code
    ? explain(row.code, { ...aboutDocument(row.kind, { ...row, externalId: row.external_id }), ...row.values }, row.detail).title
    : null,
  row.waits_for,
  row.book_number,
]
