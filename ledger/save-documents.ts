import { sql } from 'kysely'
import type { DocumentBodies } from '../domain/document.ts'
import type { DocumentKind } from '../domain/entities.ts'
import { refOf } from '../domain/rules/refs.ts'
import { announce } from './changes.ts'
import type { Scope } from './database.ts'
import { decideSave, type SaveResult, type Sent, type Stored } from './decide-save.ts'
import { readMerges, takeTurnToMerge } from './merged-customers.ts'
import { writeDocuments, type Write } from './write-documents.ts'
import { standAfterSaving } from './standings.ts'

/** A document as the host sent it. `ifMatch` is the version that the host believes to be the newest. */
export interface SentDocument<K extends DocumentKind> {
  externalId: string
  body: DocumentBodies[K]
  /** The host's counter: an integer or a moment; by default the body's own. */
  sourceVersion?: number | string | undefined
  ifMatch?: number | undefined
}

export type { SaveResult } from './decide-save.ts'

/** Rows per statement: some ten thousand lines of invoices, a few megabytes. */
const CHUNK = 500
/** Somebody else may save the same document, number or token in between; each time the decision is taken again on what stands then. */
const ROUNDS = 5

/** Saves the newest version of one document, idempotent by content, and makes it due wherever the company is connected. */
export async function saveDocument<K extends DocumentKind>(
  scope: Scope,
  kind: K,
  externalId: string,
  body: DocumentBodies[K],
  options: { sourceVersion?: number | string | undefined; ifMatch?: number | undefined } = {},
): Promise<SaveResult> {
  const [result] = await saveDocuments(scope, kind, [{ externalId, body, ...options }])
  if (!result) throw new Error('A saved document has a result')
  return result
}

/** Saves many documents of one kind in the order given, in batches; one result per row. */
export async function saveDocuments<K extends DocumentKind>(scope: Scope, kind: K, rows: SentDocument<K>[]): Promise<SaveResult[]> {
  await takeTurnToMerge(scope, rows)
  const results: SaveResult[] = []
  for (const chunk of chunksWithoutRepeats(rows)) results.push(...(await saveChunk(scope, kind, chunk)))
  return results
}

/** A document that stands twice in one import is saved twice, one after the other: one statement can touch a row once. */
function chunksWithoutRepeats<K extends DocumentKind>(rows: SentDocument<K>[]): SentDocument<K>[][] {
  const chunks: SentDocument<K>[][] = []
  let ids = new Set<string>()
  for (const row of rows) {
    const last = chunks.at(-1)
    if (last && ids.size < CHUNK && !ids.has(row.externalId)) last.push(row)
    else {
      chunks.push([row])
      ids = new Set()
    }
    ids.add(row.externalId)
  }
  return chunks
}

async function saveChunk<K extends DocumentKind>(scope: Scope, kind: K, rows: SentDocument<K>[]): Promise<SaveResult[]> {
  const results = new Map<string, SaveResult>()
  let left = rows
  for (let round = 0; left.length > 0; round++) {
    if (round === ROUNDS) throw new Error(`Documents of kind ${kind} were changed by others ${ROUNDS} times while they were saved`)
    left = await saveRound(scope, kind, left, results, round)
  }
  await tellOthers(scope, kind, results)
  return rows.map((row) => found(results, row.externalId))
}

/** One look at what stands, one decision per row, one statement per form. Answers the rows that somebody else got in the way of. */
async function saveRound<K extends DocumentKind>(
  scope: Scope,
  kind: K,
  rows: SentDocument<K>[],
  results: Map<string, SaveResult>,
  attempt: number,
): Promise<SentDocument<K>[]> {
  const ids = rows.map((row) => row.externalId)
  const stored = await lockStored(scope, kind, ids)
  const inBooks = await linkedIds(scope, kind, ids)
  const holders = await numberHolders(scope, kind, rows)
  const merges = await readMerges(scope, rows)
  const writes: Write<K>[] = []
  for (const row of rows) {
    const decision = decideSave(kind, asSent(row), stored.get(row.externalId), { inBooks: inBooks.has(row.externalId), holders, merges })
    if ('write' in decision) writes.push(decision.write)
    else results.set(row.externalId, decision.result)
  }
  const written = await writeDocuments(scope, kind, writes, attempt)
  for (const write of written) results.set(write.externalId, { result: write.form, version: write.version })
  return rows.filter((row) => !results.has(row.externalId))
}

const asSent = <K extends DocumentKind>(row: SentDocument<K>): Sent<K> => ({
  ...row,
  sourceVersion: (row.sourceVersion ?? row.body.sourceVersion)?.toString(),
})

/** In one order for everybody, so that two savings of the same documents wait for each other instead of blocking each other. */
async function lockStored<K extends DocumentKind>(scope: Scope, kind: K, ids: string[]): Promise<Map<string, Stored<K>>> {
  const rows = await scope.db
    .selectFrom('documents')
    .where('company_id', '=', scope.companyId)
    .where('kind', '=', kind)
    .where('external_id', '=', sql<string>`any(${ids})`)
    .select(['external_id', 'version', 'source_version', 'fingerprint', 'body'])
    .orderBy('external_id')
    .forUpdate()
    .execute()
  // The column holds the body of its row's kind: every row was written through this file.
  return new Map(rows.map((row) => [row.external_id, { ...row, body: row.body as DocumentBodies[K] }]))
}

async function linkedIds(scope: Scope, kind: DocumentKind, ids: string[]): Promise<Set<string>> {
  const rows = await scope.db
    .selectFrom('links')
    .where('company_id', '=', scope.companyId)
    .where('kind', '=', kind)
    .where('external_id', '=', sql<string>`any(${ids})`)
    .where('detached_at', 'is', null)
    .select('external_id')
    .execute()
  return new Set(rows.map((row) => row.external_id))
}

/** Which issued document bears each of the numbers now. */
async function numberHolders<K extends DocumentKind>(scope: Scope, kind: K, rows: SentDocument<K>[]): Promise<Map<string, string>> {
  const numbers = rows.flatMap(({ body }) => ('number' in body ? [body.number] : []))
  if (numbers.length === 0) return new Map()
  const holders = await scope.db
    .selectFrom('documents')
    .where('company_id', '=', scope.companyId)
    .where('kind', '=', kind)
    .where('state', '=', 'issued')
    .where('number', '=', sql<string>`any(${numbers})`)
    .select(['number', 'external_id'])
    .execute()
  return new Map(holders.map((row) => [row.number ?? '', row.external_id]))
}

async function tellOthers(scope: Scope, kind: DocumentKind, results: Map<string, SaveResult>): Promise<void> {
  const ids = [...results].filter(([, { result }]) => result === 'created' || result === 'changed').map(([id]) => id)
  const [first] = ids
  if (first === undefined) return
  await standAfterSaving(scope, kind, ids)
  if (ids.length === 1) await announce(scope, 'document', refOf(kind, first))
  else await announce(scope, 'documents', kind)
}

function found(results: Map<string, SaveResult>, externalId: string): SaveResult {
  const result = results.get(externalId)
  if (!result) throw new Error('Every saved row has a result')
  return result
}
