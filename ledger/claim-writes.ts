import { sql } from 'kysely'
import type { DocumentKind, LinkPart, Operation, PushStep } from '../domain/entities.ts'
import { claimObstacle } from '../domain/rules/claim-obstacle.ts'
import type { Scope } from './database.ts'
import { lockStandings } from './lock-standings.ts'
import { waitFor } from './standings.ts'
import { closeItem, type SyncRunItem } from './sync-run-items.ts'

/** Writes that may go into one request: all of one operation and group. Bodies still have their refs; `ids` fills them. */
export interface Claim {
  operation: Operation
  items: ClaimedItem[]
}

export interface ClaimedItem {
  /** The planned write. */
  itemId: string
  body: string
  /** Ref → id in the books, of everything that the body and the expectation name. */
  ids: Record<string, string>
}

/**
 * Claims the next writes of a step, at most `limitOf(operation)` and some `maxBytes` of bodies, in one short transaction, and decides again on the locked rows
 * (exactly-once rule 3): no open item, for a create no live link, for an update the same link, the planned version, every parent linked.
 * What fails is closed and left to the next plan. Undefined: nothing is left to claim. An empty claim: look again.
 */
export async function claimWrites(
  scope: Scope,
  run: { id: string; connectionId: string },
  step: PushStep,
  limitOf: (operation: Operation) => number,
  maxBytes: number,
): Promise<Claim | undefined> {
  // Two lanes of one connection claim one after the other; a document with an open item is then seen, not collided with.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`claim:${run.connectionId}`}, 0))`.execute(scope.db)
  const rows = upTo(maxBytes, onePartEach(await lockNext(scope, run.id, step, limitOf)))
  const [first] = rows
  if (first?.operation == null) return undefined
  await lockStandings(scope, run.connectionId, rows)
  const facts = await readFacts(scope, run.connectionId, first.kind, rows)
  const items: ClaimedItem[] = []
  for (const row of rows) {
    const obstacle = obstacleOf(row, facts)
    if (obstacle) await leave(scope, run.connectionId, row, obstacle)
    else items.push(claimed(row, facts))
  }
  if (items.length > 0) await markClaimed(scope, items)
  return { operation: first.operation, items }
}

/** What a claim reads of a planned write. */
const columns = [
  'id',
  'kind',
  'external_id',
  'part',
  'version',
  'operation',
  'batch_group',
  'body',
  'expected',
  'needs',
  'book_id',
  'alone',
] as const
type Row = Pick<SyncRunItem, (typeof columns)[number]>

async function lockNext(scope: Scope, runId: string, step: PushStep, limitOf: (operation: Operation) => number): Promise<Row[]> {
  // Written out, not handed over: a prepared statement finds the index of what is to be pushed by these two.
  const next = scope.db
    .selectFrom('sync_run_items')
    .where('sync_run_id', '=', runId)
    .where('step', '=', step)
    .where('state', '=', sql.lit('planned'))
    .where('decision', '=', sql.lit('write'))
    .where(notUnderWay(runId))
    .select(columns)
    .orderBy('seq')
    .forUpdate()
    .skipLocked()
  const first = await next.limit(1).executeTakeFirst()
  if (!first?.operation || first.alone) return first ? [first] : []
  return next
    .where('operation', '=', first.operation)
    .where('batch_group', '=', first.batch_group)
    .where('alone', '=', false)
    .limit(limitOf(first.operation))
    .execute()
}

/**
 * A document has one open item: of two parts that would share a request (a receipt and its CIS deduction) the second stays planned. So does the second of two like
 * payments where the organisation refuses tokens (accounting rule 8): sent one after the other, they can be counted.
 */
function onePartEach(rows: Row[]): Row[] {
  const met = new Set<string>()
  return rows.filter((row) => {
    const keys = [`${row.kind}/${row.external_id}`, ...likeness(row)]
    const first = keys.every((key) => !met.has(key))
    for (const key of keys) met.add(key)
    return first
  })
}

/** What payments without a token are told apart by: nothing else of them is unique. */
function likeness({ kind, operation, expected }: Row): string[] {
  if (kind !== 'payment' || expected === null || expected.token !== undefined) return []
  const { customer, allocations, date, gross, reference } = expected
  return [JSON.stringify([operation, customer, allocations, date, gross, reference])]
}

/** As many as fit into one request; a single one goes whatever its size. */
function upTo(maxBytes: number, rows: Row[]): Row[] {
  let bytes = 0
  return rows.filter((row, index) => {
    bytes += Buffer.byteLength(row.body ?? '')
    return index === 0 || bytes <= maxBytes
  })
}

/**
 * Another part of the document is on its way in this run, or a payment like it where neither has a token: this one waits for it and stays planned. Whose envelope
 * it is is asked of the few open items one by one; joined, every envelope that the run ever wrote would be gone through. Only a payment without a token is held against all of them.
 */
const notUnderWay = (runId: string) => sql<boolean>`(
  not exists (select ${underWay(runId)} and under_way.external_id = sync_run_items.external_id)
  and (sync_run_items.kind <> 'payment' or sync_run_items.expected->>'token' is not null or not exists (select ${underWay(runId)} and ${alikeWithoutToken})))`

const underWay = (runId: string) => sql`
  from envelope_items under_way
  where under_way.connection_id = sync_run_items.connection_id and under_way.open and under_way.kind = sync_run_items.kind
    and (select envelopes.sync_run_id from envelopes where envelopes.id = under_way.envelope_id) = ${runId}`

const alikeWithoutToken = sql`under_way.expected->>'token' is null
  and under_way.expected->'customer' = sync_run_items.expected->'customer' and under_way.expected->'gross' = sync_run_items.expected->'gross'
  and under_way.expected->'date' = sync_run_items.expected->'date' and under_way.expected->>'reference' is not distinct from sync_run_items.expected->>'reference'`

interface Facts {
  versions: Map<string, number>
  open: Set<string>
  /** ref of a document or part → id in the books */
  links: Map<string, string>
}

/** All rows are of one operation, so of one kind; what they need may be of any. */
async function readFacts(scope: Scope, connectionId: string, kind: DocumentKind, rows: Row[]): Promise<Facts> {
  const own = rows.map((row) => row.external_id)
  const named = [...new Set([...own, ...rows.flatMap((row) => row.needs.map(documentOf))])]
  const [versions, open, links] = await Promise.all([
    scope.db.selectFrom('documents').where('kind', '=', kind).where(isOneOf(own)).select(['kind', 'external_id', 'version']).execute(),
    scope.db
      .selectFrom('envelope_items')
      .where('connection_id', '=', connectionId)
      .where('open', '=', sql.lit(true))
      .where('kind', '=', kind)
      .where(isOneOf(own))
      .select(['kind', 'external_id'])
      .execute(),
    scope.db
      .selectFrom('links')
      .where('connection_id', '=', connectionId)
      .where('detached_at', 'is', null)
      .where(isOneOf(named))
      .select(['kind', 'external_id', 'part', 'book_id'])
      .execute(),
  ])
  return {
    versions: new Map(versions.map((row) => [`${row.kind}/${row.external_id}`, row.version])),
    open: new Set(open.map((row) => `${row.kind}/${row.external_id}`)),
    links: new Map(links.map((row) => [partRef(row.kind, row.external_id, row.part), row.book_id])),
  }
}

const isOneOf = (externalIds: string[]) => sql<boolean>`external_id = any(${externalIds})`

type Obstacle = Parameters<typeof closeItem>[2]

/** The rule's answer on this row, as the run's history shows it. */
function obstacleOf(row: Row, facts: Facts): Obstacle | undefined {
  if (row.operation === null) return undefined
  const ref = `${row.kind}/${row.external_id}`
  const obstacle = claimObstacle(
    { operation: row.operation, version: row.version, bookId: row.book_id ?? undefined, needs: row.needs },
    {
      version: facts.versions.get(ref),
      open: facts.open.has(ref),
      linkedTo: facts.links.get(refOfRow(row)),
      isLinked: (need) => facts.links.has(need),
    },
  )
  return obstacle && { ...obstacle, ...('waitsFor' in obstacle && { values: { waitsFor: obstacle.waitsFor.replace('/', ' ') } }) }
}

/** What cannot go now is closed in this run; where it stands on a parent, its document waits for it by name. A part that stands on its own document waits for what that waits for. */
async function leave(scope: Scope, connectionId: string, row: Row, obstacle: Obstacle): Promise<void> {
  await closeItem(scope, row.id, obstacle)
  const { waitsFor: parent } = obstacle
  // An invoice waits for nothing because its rest is not written off: every plan looks for such rests by themselves.
  if (parent !== undefined && parent !== partRef(row.kind, row.external_id, 'main') && !row.part.endsWith('writeOff'))
    await waitFor(scope, connectionId, [{ kind: row.kind, externalId: row.external_id, waitsFor: parent }])
}

function claimed(row: Row, facts: Facts): ClaimedItem {
  return { itemId: row.id, body: row.body ?? 'null', ids: Object.fromEntries(row.needs.map((need) => [need, facts.links.get(need) ?? ''])) }
}

async function markClaimed(scope: Scope, items: ClaimedItem[]): Promise<void> {
  const ids = items.map((item) => item.itemId)
  await sql`update sync_run_items set state = 'claimed', at = clock_timestamp() where id = any(${ids}::uuid[])`.execute(scope.db)
}

const refOfRow = (row: Row): string => partRef(row.kind, row.external_id, row.part)

/** The main part goes by `kind/id`, money on account by `onAccount/id`, other parts by `kind/id#part`. */
function partRef(kind: DocumentKind, externalId: string, part: LinkPart): string {
  if (part === 'main') return `${kind}/${externalId}`
  return part === 'onAccount' ? `onAccount/${externalId}` : `${kind}/${externalId}#${part}`
}

/** The document that a ref, of it or of a part of it, belongs to. */
function documentOf(ref: string): string {
  const withoutPart = ref.includes('#allocation:') ? ref.slice(0, ref.indexOf('#allocation:')) : ref.replace(/#writeOff$/, '')
  return withoutPart.slice(withoutPart.indexOf('/') + 1)
}
