import { sql } from 'kysely'
import type { DocumentBodies } from '../domain/document.ts'
import type { DocumentKind } from '../domain/entities.ts'
import type { Scope } from './database.ts'
import { documentFacts } from './document-facts.ts'
import { documentToken } from './document-token.ts'

/** A version to be written. `unchanged`: same content, only the host's counter is kept. */
export interface Write<K extends DocumentKind> {
  form: 'created' | 'changed' | 'unchanged'
  externalId: string
  body: DocumentBodies[K]
  sourceVersion: string | undefined
  print: Buffer
  version: number
}

const ROW = sql`r(external_id text, version int, source_version text, print text, token text, state text, hold boolean, body jsonb,
  name text, number text, customer text, date date, amount bigint, currency text)`

/**
 * Writes versions in one statement per form and answers those that were written. A row that lost a race (same id, number or token
 * by somebody else in between) is not among them: decide it again, as the next `attempt`.
 */
export async function writeDocuments<K extends DocumentKind>(
  scope: Scope,
  kind: K,
  writes: Write<K>[],
  attempt: number,
): Promise<Write<K>[]> {
  const of = (form: Write<K>['form']) => writes.filter((write) => write.form === form)
  const created = await insertNew(scope, kind, of('created'), attempt)
  const changed = await replaceChanged(scope, kind, of('changed'))
  await keepCounters(scope, kind, of('unchanged'))
  await keepVersions(scope, kind, [...created, ...changed])
  return [...created, ...changed, ...of('unchanged')]
}

/** `do nothing` without naming an index: whichever unique rule another saving hit first, this row is decided again. */
async function insertNew<K extends DocumentKind>(scope: Scope, kind: K, writes: Write<K>[], attempt: number): Promise<Write<K>[]> {
  if (writes.length === 0) return []
  const { rows } = await sql<{ external_id: string }>`
    insert into documents (company_id, kind, external_id, version, source_version, fingerprint, token, state, hold, body, name, number, customer, date, amount, currency)
    select ${scope.companyId}, ${kind}, external_id, version, source_version, decode(print, 'hex'), token, state, hold, body, name, number, customer, date, amount, currency
    from jsonb_to_recordset(${asJson(scope, kind, writes, attempt)}::jsonb) as ${ROW}
    order by external_id
    on conflict do nothing
    returning external_id`.execute(scope.db)
  const ids = new Set(rows.map((row) => row.external_id))
  return writes.filter((write) => ids.has(write.externalId))
}

/** The rows are locked; only a number that another saving took in between can refuse this, and then the whole form is decided again. */
async function replaceChanged<K extends DocumentKind>(scope: Scope, kind: K, writes: Write<K>[]): Promise<Write<K>[]> {
  if (writes.length === 0) return []
  await sql`savepoint replace_changed`.execute(scope.db)
  try {
    await sql`
      update documents d
      set version = r.version, source_version = coalesce(r.source_version, d.source_version), fingerprint = decode(r.print, 'hex'), state = r.state, hold = r.hold,
        body = r.body, name = r.name, number = r.number, customer = r.customer, date = r.date, amount = r.amount, currency = r.currency,
        received_at = clock_timestamp()
      from jsonb_to_recordset(${asJson(scope, kind, writes)}::jsonb) as ${ROW}
      where d.company_id = ${scope.companyId} and d.kind = ${kind} and d.external_id = r.external_id`.execute(scope.db)
  } catch (cause) {
    if (!isUniqueViolation(cause)) throw cause
    await sql`rollback to savepoint replace_changed`.execute(scope.db)
    return []
  }
  await sql`release savepoint replace_changed`.execute(scope.db)
  return writes
}

async function keepCounters<K extends DocumentKind>(scope: Scope, kind: K, writes: Write<K>[]): Promise<void> {
  if (writes.length === 0) return
  await sql`
    update documents d set source_version = r.source_version, body = r.body
    from jsonb_to_recordset(${asJson(scope, kind, writes)}::jsonb) as ${ROW}
    where d.company_id = ${scope.companyId} and d.kind = ${kind} and d.external_id = r.external_id`.execute(scope.db)
}

async function keepVersions<K extends DocumentKind>(scope: Scope, kind: K, writes: Write<K>[]): Promise<void> {
  if (writes.length === 0) return
  await sql`
    insert into document_versions (company_id, kind, external_id, version, fingerprint, body)
    select d.company_id, d.kind, d.external_id, d.version, d.fingerprint, d.body from documents d
    where d.company_id = ${scope.companyId} and d.kind = ${kind} and d.external_id = any(${writes.map((write) => write.externalId)})`.execute(
    scope.db,
  )
}

function asJson<K extends DocumentKind>(scope: Scope, kind: K, writes: Write<K>[], attempt = 0): string {
  return JSON.stringify(
    writes.map((write) => ({
      external_id: write.externalId,
      version: write.version,
      source_version: write.sourceVersion ?? null,
      print: write.print.toString('hex'),
      token: documentToken(scope.companyId, kind, write.externalId, attempt),
      body: write.body,
      ...documentFacts(kind, write.body),
    })),
  )
}

const isUniqueViolation = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '23505'
