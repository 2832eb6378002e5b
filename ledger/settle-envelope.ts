import { sql } from 'kysely'
import type { Operation, Outcome } from '../domain/entities.ts'
import { type Ledger, type Scope, inCompany } from './database.ts'
import { type Envelope, type EnvelopeItem, type Hold, readEnvelope } from './envelopes.ts'
import type { ItemResult, TakenResult } from './item-result.ts'
import { openProblem } from './problems.ts'
import { refuseItems, returnItems, takeItems } from './settle-items.ts'

/** What an operation that arrived means for the document. */
const effects = {
  createCustomer: { link: 'new', outcome: 'pushed' },
  updateCustomer: { link: 'refresh', outcome: 'updated' },
  archiveCustomer: { link: 'refresh', outcome: 'updated' },
  createInvoice: { link: 'new', outcome: 'pushed' },
  updateInvoice: { link: 'refresh', outcome: 'updated' },
  voidInvoice: { link: 'refresh', outcome: 'voided' },
  deleteDraft: { link: 'refresh', outcome: 'voided' },
  createCredit: { link: 'new', outcome: 'pushed' },
  receipt: { link: 'new', outcome: 'pushed' },
  onAccount: { link: 'new', outcome: 'pushed' },
  allocateCredit: { link: 'new', outcome: 'pushed' },
  allocateOnAccount: { link: 'new', outcome: 'pushed' },
  unallocate: { link: 'detach', outcome: 'updated' },
  refund: { link: 'new', outcome: 'pushed' },
  reverseReceipt: { link: 'refresh', outcome: 'voided' },
} as const satisfies Record<Operation, { link: 'new' | 'refresh' | 'detach'; outcome: Outcome }>

/**
 * Settles an envelope in one transaction: links, outcomes, problems, children made due. Compare-and-set on the attempt: a fenced attempt
 * writes only what it learnt. Results are in the order of the items.
 */
export function settleEnvelope(ledger: Ledger, hold: Hold, results: ItemResult[], answer?: string): Promise<{ settled: boolean }> {
  return inCompany(ledger, hold.companyId, async (scope) => {
    const envelope = await readEnvelope(scope, hold.envelopeId)
    if (!envelope) return { settled: false }
    const settled = await closeEnvelope(scope, hold, answer)
    if (!settled) await learnFrom(scope, envelope, results)
    else await applyResults(scope, envelope, results)
    return { settled }
  })
}

async function closeEnvelope(scope: Scope, hold: Hold, answer: string | undefined): Promise<boolean> {
  const closed = await scope.db
    .updateTable('envelopes')
    .set({ state: 'settled', settled_at: sql`clock_timestamp()`, answer: answer ?? null })
    .where('id', '=', hold.envelopeId)
    .where('attempt', '=', hold.attempt)
    .where('state', 'in', ['written', 'sent', 'unknown'])
    .executeTakeFirst()
  return closed.numUpdatedRows === 1n
}

async function applyResults(scope: Scope, envelope: Envelope, results: ItemResult[]): Promise<void> {
  const { link, outcome } = effects[envelope.operation]
  const taken: { item: EnvelopeItem; result: TakenResult }[] = []
  const refused: { item: EnvelopeItem; result: Extract<ItemResult, { result: 'refused' | 'problem' }> }[] = []
  const absent: { item: EnvelopeItem; alone: boolean }[] = []
  envelope.items.forEach((item, position) => {
    const result = results[position] ?? { result: 'absent' as const, alone: true }
    if (result.result === 'taken') taken.push({ item, result })
    else if (result.result === 'absent') absent.push({ item, alone: result.alone })
    else refused.push({ item, result })
  })
  await takeItems(scope, envelope, taken, link, outcome)
  await refuseItems(scope, envelope, refused)
  await returnItems(scope, envelope, absent)
}

/** A fenced attempt learnt ids after its envelope was taken over: a document without a link is linked, another id is a doubled record. */
async function learnFrom(scope: Scope, envelope: Envelope, results: ItemResult[]): Promise<void> {
  for (const [position, item] of envelope.items.entries()) {
    const result = results[position]
    if (result?.result !== 'taken' || effects[envelope.operation].link !== 'new') continue
    const link = await scope.db
      .selectFrom('links')
      .where('connection_id', '=', item.connection_id)
      .where('kind', '=', item.kind)
      .where('external_id', '=', item.external_id)
      .where('part', '=', item.part)
      .where('detached_at', 'is', null)
      .select('book_id')
      .executeTakeFirst()
    if (!link) await takeItems(scope, envelope, [{ item, result }], 'new', 'pushed')
    else if (link.book_id !== result.bookId)
      await openProblem(scope, {
        connectionId: item.connection_id,
        kind: item.kind,
        externalId: item.external_id,
        part: item.part,
        code: 'DOUBLED_IN_BOOKS',
        values: { first: link.book_id, second: result.bookId },
        bookId: result.bookId,
      })
  }
}
