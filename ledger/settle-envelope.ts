import { sql } from 'kysely'
import type { Values } from '../domain/plan.ts'
import { envelopeMoves } from '../domain/rules/envelope-moves.ts'
import { judgeArrival } from '../domain/rules/judge-arrival.ts'
import { makesRecord, operationEffects } from '../domain/rules/operation-effects.ts'
import { plannedTooEarly } from '../domain/rules/planned-too-early.ts'
import { type Ledger, type Scope, inCompany } from './database.ts'
import { type Envelope, type EnvelopeItem, type Hold, linkedRecords, readEnvelope } from './envelopes.ts'
import type { ItemResult, TakenResult } from './item-result.ts'
import { openProblem } from './problems.ts'
import { leaveToNextPlan, refuseItems, returnItems, type Taken, takeItems } from './settle-items.ts'
import { lockStandings } from './lock-standings.ts'

/**
 * Settles an envelope in one transaction: links, outcomes, problems, children made due. Compare-and-set on the attempt: a fenced attempt
 * writes only what it learnt. Results are in the order of the items; `sealedAnswer` is of `sealAnswer`; `read`: the envelope as this attempt has read it,
 * so that it need not be read again.
 */
export function settleEnvelope(
  ledger: Ledger,
  hold: Hold,
  results: ItemResult[],
  { sealedAnswer, read }: { sealedAnswer?: string; read?: Envelope } = {},
): Promise<{ settled: boolean }> {
  return inCompany(ledger, hold.companyId, async (scope) => {
    const envelope = read ?? (await readEnvelope(scope, hold.envelopeId))
    if (!envelope) return { settled: false }
    const settled = await closeEnvelope(scope, hold, sealedAnswer)
    if (!settled) await learnFrom(scope, envelope, results)
    else await applyResults(scope, envelope, results)
    return { settled }
  })
}

async function closeEnvelope(scope: Scope, hold: Hold, sealedAnswer: string | undefined): Promise<boolean> {
  const closed = await scope.db
    .updateTable('envelopes')
    .set({ state: 'settled', settled_at: sql`clock_timestamp()`, answer: sql`coalesce(${sealedAnswer ?? null}, answer)` })
    .where('id', '=', hold.envelopeId)
    .where('attempt', '=', hold.attempt)
    .where('state', 'in', envelopeMoves.settle)
    .executeTakeFirst()
  return closed.numUpdatedRows === 1n
}

async function applyResults(scope: Scope, envelope: Envelope, results: ItemResult[]): Promise<void> {
  const { link, outcome } = operationEffects[envelope.operation]
  const taken: Taken[] = []
  const refused: { item: EnvelopeItem; result: Extract<ItemResult, { result: 'refused' | 'problem' }> }[] = []
  const absent: { item: EnvelopeItem; alone: boolean }[] = []
  const early: EnvelopeItem[] = []
  await lockStandings(scope, envelope.connection_id, envelope.items)
  const linked = link === 'new' ? await linkedRecords(scope, envelope) : new Map<string, string>()
  const alone = results.some(({ result }) => result === 'refused') ? await wentAlone(scope, envelope) : new Set<string>()
  for (const [position, item] of envelope.items.entries()) {
    const answered = results[position] ?? { result: 'absent' as const, alone: true }
    const result = answered.result === 'taken' ? againstLink(item, answered, linked.get(item.id)) : answered
    if (result.result === 'taken') taken.push({ item, result })
    else if (result.result === 'absent') absent.push({ item, alone: result.alone })
    else if (result.result === 'refused' && plannedTooEarly(envelope.operation, result.code, alone.has(item.id))) early.push(item)
    else refused.push({ item, result })
  }
  await takeItems(scope, envelope, taken, link, outcome)
  await refuseItems(scope, envelope, refused)
  await returnItems(scope, envelope, absent)
  await leaveToNextPlan(scope, envelope, early)
}

/** Items of the envelope that go singly, because an earlier request with them was refused. */
async function wentAlone(scope: Scope, envelope: Envelope): Promise<Set<string>> {
  const rows = await scope.db
    .selectFrom('envelope_items as e')
    .innerJoin('sync_run_items as i', 'i.id', 'e.item_id')
    .where('e.envelope_id', '=', envelope.id)
    .where('i.alone', '=', true)
    .select('e.id')
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** A record that arrived although its document is linked to another one by now is doubled: both are shown, nothing is deleted (exactly-once rule 20). */
function againstLink(item: EnvelopeItem, result: TakenResult, linkedTo: string | undefined): ItemResult {
  if (linkedTo === undefined || judgeArrival(linkedTo, result.bookId) !== 'doubled') return result
  return {
    result: 'problem',
    code: 'DOUBLED_IN_BOOKS',
    values: doubledValues(item, linkedTo, result.bookId),
    bookId: result.bookId,
    link: false,
  }
}

/** A fenced attempt writes only what it learnt after its envelope was taken over (exactly-once rule 7). */
async function learnFrom(scope: Scope, envelope: Envelope, results: ItemResult[]): Promise<void> {
  for (const [position, item] of envelope.items.entries()) {
    const result = results[position]
    if (result?.result === 'taken') await learnItem(scope, envelope, item, result)
  }
}

/** What was learnt late of a create: a document without a link is linked, another id is a doubled record. Answers whether it is doubled. */
export async function learnItem(scope: Scope, envelope: Envelope, item: EnvelopeItem, result: TakenResult): Promise<boolean> {
  if (!makesRecord(envelope.operation)) return false
  await lockStandings(scope, envelope.connection_id, [item])
  const linkedTo = await linkOf(scope, item)
  if (linkedTo === undefined) {
    await takeItems(scope, envelope, [{ item, result }], 'new', 'pushed')
    return false
  }
  if (judgeArrival(linkedTo, result.bookId) !== 'doubled') return false
  await openDoubled(scope, item, doubledValues(item, linkedTo, result.bookId), result.bookId)
  return true
}

/** Two live records of one document: a problem with both, and nothing else (exactly-once rule 20). */
export async function openDoubled(scope: Scope, item: EnvelopeItem, values: Values, bookId: string): Promise<void> {
  await openProblem(scope, {
    connectionId: item.connection_id,
    kind: item.kind,
    externalId: item.external_id,
    part: item.part,
    code: 'DOUBLED_IN_BOOKS',
    values,
    bookId,
  })
}

const doubledValues = ({ kind, expected }: EnvelopeItem, ours: string, theirs: string): Values => ({
  document: `${kind} ${expected.number ?? expected.name ?? expected.token ?? ''}`.trim(),
  ours,
  theirs,
})

async function linkOf(scope: Scope, item: EnvelopeItem): Promise<string | undefined> {
  const link = await scope.db
    .selectFrom('links')
    .where('connection_id', '=', item.connection_id)
    .where('kind', '=', item.kind)
    .where('external_id', '=', item.external_id)
    .where('part', '=', item.part)
    .where('detached_at', 'is', null)
    .select('book_id')
    .executeTakeFirst()
  return link?.book_id
}
