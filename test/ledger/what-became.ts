import { dueDocuments } from '../../ledger/due-documents.ts'
import { linksOfDocument } from '../../ledger/links.ts'
import { listProblems } from '../../ledger/problems.ts'
import { listItems } from '../../ledger/sync-run-items.ts'
import type { Desk } from './planned-writes.ts'

/* What became of planned writes. */

/** Each item of a run: its document, its state, its outcome and the code of that. */
export const outcomesOf = async (desk: Desk, syncRunId: string) =>
  (await desk.as((scope) => listItems(scope, syncRunId))).map((item) => [item.external_id, item.state, item.outcome, item.code])

/** The records of the books that a document is linked to. */
export const linksOf = async (desk: Desk, kind: 'customer' | 'invoice', externalId: string) =>
  (await desk.as((scope) => linksOfDocument(scope, { kind, externalId }))).map((row) => row.book_id)

/** Each problem: its document and its code. */
export const problemsOf = async (desk: Desk) =>
  (await desk.as((scope) => listProblems(scope))).problems.map((problem) => [problem.external_id, problem.code])

/** The documents of a kind that are due. */
export const duesOf = async (desk: Desk, kind: 'customer' | 'invoice') =>
  (await desk.as((scope) => dueDocuments(scope, desk.connectionId, kind))).map((document) => document.externalId)
