import { sql } from 'kysely'
import type { BankAccount, Codes, NominalCode, TaxCode } from '../domain/books.ts'
import { announce } from './changes.ts'
import type { Scope } from './database.ts'
import { appendEvent } from './events.ts'
import { type BrokenMapping, brokenMappings } from './broken-mappings.ts'
import { canonicalJson } from '../domain/rules/canonical-json.ts'
import type { CodeKind } from './shapes.ts'
import { makeProblemsDue } from './standings.ts'

export type { BrokenMapping } from './broken-mappings.ts'

/** What a reading of the codes brought. `broken`: mappings that name a code which cannot be used any more. */
export interface CodesChanged {
  added: number
  changed: number
  deactivated: number
  broken: BrokenMapping[]
}

type AnyCode = TaxCode | NominalCode | BankAccount

interface CodeRow {
  kind: CodeKind
  book_id: string
  body: AnyCode
  active: boolean
}

/** The codes of the books as they were read last, those that are gone too (not active), in the order of their ids. */
export async function readCodes(scope: Scope, connectionId: string): Promise<Codes> {
  return asCodes(await readRows(scope, connectionId))
}

/** Replaces the codes by what the books have now; what vanished stays, not active. Answers what that changed and which mappings it breaks. */
export async function replaceCodes(scope: Scope, connectionId: string, codes: Codes): Promise<CodesChanged> {
  const before = await readRows(scope, connectionId)
  const after = withVanished(before, asRows(codes))
  await write(scope, connectionId, after)
  const counts = compare(before, after)
  const broken = await brokenMappings(scope, connectionId, asCodes(after))
  if (counts.added + counts.changed + counts.deactivated > 0) {
    appendEvent(scope, 'codes.changed', { connectionId })
    await makeProblemsDue(scope, connectionId)
    await announce(scope, 'codes', connectionId)
  }
  return { ...counts, broken }
}

const keyOf = (row: CodeRow): string => `${row.kind}/${row.book_id}`

function withVanished(before: CodeRow[], now: CodeRow[]): CodeRow[] {
  const present = new Set(now.map(keyOf))
  const vanished = before.filter((row) => !present.has(keyOf(row)))
  return [...now, ...vanished.map((row) => ({ ...row, active: false, body: { ...row.body, active: false } }))]
}

function compare(before: CodeRow[], after: CodeRow[]): Omit<CodesChanged, 'broken'> {
  const old = new Map(before.map((row) => [keyOf(row), row]))
  const counts = { added: 0, changed: 0, deactivated: 0 }
  for (const row of after) {
    const was = old.get(keyOf(row))
    if (!was) counts.added++
    else if (was.active && !row.active) counts.deactivated++
    else if (canonicalJson(was.body) !== canonicalJson(row.body)) counts.changed++
  }
  return counts
}

async function write(scope: Scope, connectionId: string, rows: CodeRow[]): Promise<void> {
  await sql`
    insert into codes (company_id, connection_id, kind, book_id, body, active)
    select ${scope.companyId}, ${connectionId}, kind, book_id, body, active
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(kind text, book_id text, body jsonb, active boolean)
    order by kind, book_id
    on conflict (connection_id, kind, book_id) do update set body = excluded.body, active = excluded.active, read_at = clock_timestamp()`.execute(
    scope.db,
  )
  await scope.db.updateTable('connections').set({ codes_read_at: sql`clock_timestamp()` }).where('id', '=', connectionId).execute()
}

const readRows = (scope: Scope, connectionId: string): Promise<CodeRow[]> =>
  scope.db
    .selectFrom('codes')
    .where('company_id', '=', scope.companyId)
    .where('connection_id', '=', connectionId)
    .select(['kind', 'book_id', 'body', 'active'])
    .orderBy('book_id')
    .execute()

function asRows(codes: Codes): CodeRow[] {
  const of = (kind: CodeKind, list: AnyCode[]): CodeRow[] => list.map((body) => ({ kind, book_id: body.bookId, body, active: body.active }))
  return [...of('tax', codes.taxCodes), ...of('nominal', codes.nominalCodes), ...of('bank', codes.bankAccounts)]
}

function asCodes(rows: CodeRow[]): Codes {
  // The body is of its row's kind: asRows wrote it.
  const of = <T extends AnyCode>(kind: CodeKind) => rows.filter((row) => row.kind === kind).map((row) => row.body as T)
  return { taxCodes: of<TaxCode>('tax'), nominalCodes: of<NominalCode>('nominal'), bankAccounts: of<BankAccount>('bank') }
}

/** A person has changed something in the books: codes and organisation are read again by the next run, however fresh they are. */
export async function forgetCodesAge(scope: Scope, connectionId: string): Promise<void> {
  await scope.db.updateTable('connections').set({ codes_read_at: null }).where('id', '=', connectionId).execute()
}
