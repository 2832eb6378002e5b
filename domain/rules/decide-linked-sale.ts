import type { BookDocument } from '../books.ts'
import { laterDay } from '../days.ts'
import type { Values } from '../errors.ts'
import { refOf } from './refs.ts'
import type { LinkFacts, PlanContext, PushDecision } from '../push-facts.ts'
import { type Adoptable, firstDifference } from './adopt-document.ts'
import { planSale, type SaleFacts, saleWords } from './decide-new-sale.ts'
import { type SaleField, saleChanges, saleFieldWords } from './sale-changes.ts'

/** What a person can say that leaves the books as they are. */
export const booksStay = new Set(['acceptTheirs', 'leave', 'mendedInBooks', 'creditNote', 'doneByHand'])

const nothing: PushDecision = { decision: 'skip', part: 'main' }

/**
 * What becomes of an issued document that is in the books: nothing where it is unchanged; differences that someone made there are shown and never changed back; a
 * newer version is sent only where the books allow it (accounting rules 34 to 36, 38, 39).
 */
export function decideLinkedSale(facts: SaleFacts, context: PlanContext, link: LinkFacts): PushDecision {
  if (facts.choice !== undefined && booksStay.has(facts.choice)) return nothing
  const { record } = facts
  if (record?.state === 'void') return ask('VOIDED_IN_BOOKS', { document: saleWords(facts) }, link)
  const theirs = record === undefined ? undefined : changedThere(facts, record, link)
  const changes = changesOf(facts, link)
  if (theirs !== undefined && facts.choice !== 'sendOurs') return theirChange(facts, theirs, changes, link)
  if (changes.length === 0 && theirs === undefined) return nothing
  if (link.how !== 'pushed' && facts.choice !== 'sendOurs') return ask('ADOPTED_NOT_UPDATED', { document: saleWords(facts) }, link)
  const closed = closedTo(facts, context, changes, link)
  if (closed !== undefined) return closed
  const touched = facts.choice === 'sendOurs' ? undefined : touchedThere(facts, changes, link)
  // Whoever changed the lines there may have replaced them: ids of lines that are gone are refused, so ours go as new lines in the place of theirs.
  return touched ?? update(facts, context, theirs === undefined ? link : withoutLineIds(link), changes.length === 0 ? undefined : changes)
}

const withoutLineIds = ({ sent: { bookLineIds: _ids, ...sent } = {}, ...link }: LinkFacts): LinkFacts => ({ ...link, sent })

/** What lines hold beside amounts (coding, words) is not in the mirror: where someone saved the document there, sending lines could change it back (accounting rule 36). */
function touchedThere(facts: SaleFacts, changes: readonly SaleField[], link: LinkFacts): PushDecision | undefined {
  if (!savedThere(facts, link) || !changes.some((field) => lineFields.has(field))) return undefined
  const day = facts.record?.updatedAt.slice(0, 10)
  const theirs = facts.record?.amountDue === facts.record?.gross ? `saved there on ${day}` : `saved or paid there on ${day}`
  return ask('CHANGED_IN_BOOKS', { document: saleWords(facts), field: 'Coding or words', ours: 'changed too', theirs }, link)
}

/**
 * Whether someone may have saved the record in the books since its lines were known to be ours. Money set against it moves that time too and may hide a change before it:
 * what cannot be told is asked, for coding is the bookkeeper's.
 */
function savedThere({ record }: SaleFacts, { sent }: LinkFacts): boolean {
  const known = sent?.linesAgreedAt ?? sent?.bookUpdatedAt
  return record !== undefined && known !== undefined && record.updatedAt > known
}

const lineFields: ReadonlySet<SaleField> = new Set(['amounts', 'description', 'nominalCode', 'tracking'])

/** What is newer here than in the books; a number that changed while the create was unknown follows now (exactly-once rule 5). */
function changesOf({ linkedBody, document }: SaleFacts, { sent }: LinkFacts): SaleField[] {
  const changes = linkedBody === undefined ? [] : saleChanges(linkedBody, document.body)
  return sent?.expected?.numberToFollow === undefined || changes.includes('number') ? changes : [...changes, 'number']
}

const ask = (code: (PushDecision & { decision: 'ask' })['code'], values: Values, link: LinkFacts): PushDecision => ({
  decision: 'ask',
  part: 'main',
  code,
  values,
  bookId: link.bookId,
})

/** What the books hold otherwise than was last sent or adopted; what a person linked knowing the difference is not compared. */
function changedThere(facts: SaleFacts, record: BookDocument, link: LinkFacts): Values | undefined {
  const expected = lastAgreed(facts, link)
  const contactId = facts.parents.get(refOf('customer', facts.document.body.customer))?.bookId
  if (expected === undefined) return undefined
  const found = firstDifference({ ...expected, contactId: contactId ?? record.contactId }, record)
  return found && { document: saleWords(facts), ...found, currency: record.currency }
}

function lastAgreed({ linkedBody }: SaleFacts, { how, sent }: LinkFacts): Adoptable | undefined {
  const { date, currency, net, tax, gross } = sent?.expected ?? {}
  if (date !== undefined && currency !== undefined && net !== undefined && tax !== undefined && gross !== undefined) {
    return { numbers: [], contactId: undefined, date, currency, net, tax, gross }
  }
  if (how === 'decided' || linkedBody === undefined) return undefined
  return { ...linkedBody.totals, numbers: [], contactId: undefined, date: linkedBody.issueDate, currency: linkedBody.currency }
}

/** Edits of a draft before it is approved are the bookkeeper's (accounting rule 39); any other change is shown. */
function theirChange(facts: SaleFacts, theirs: Values, changes: SaleField[], link: LinkFacts): PushDecision {
  const draft = facts.record?.state === 'draft' || facts.record?.state === 'submitted'
  return draft && changes.length === 0 ? nothing : ask('CHANGED_IN_BOOKS', theirs, link)
}

function closedTo(facts: SaleFacts, context: PlanContext, changes: SaleField[], link: LinkFacts): PushDecision | undefined {
  const closed = closedBecause(facts, context)
  const refused = changes.find((field) => closed?.allowed.includes(field) === false)
  if (closed === undefined || (refused === undefined && changes.length > 0)) return undefined
  const field = saleFieldWords[refused ?? 'amounts']
  return ask('CHANGE_NOT_ALLOWED', { document: saleWords(facts), field, reason: closed.reason }, link)
}

/** Why not everything may be changed any more, and which fields may (accounting rule 35). */
function closedBecause(
  facts: SaleFacts,
  { organisation, limits }: PlanContext,
): { reason: string; allowed: readonly string[] } | undefined {
  const { record, document } = facts
  if (document.kind === 'credit') return { reason: 'a credit note, which we do not change', allowed: [] }
  const date = laterDay(record?.date ?? document.body.issueDate, '')
  if (organisation.lockedUntil !== undefined && date <= organisation.lockedUntil) return { reason: 'in a locked period', allowed: [] }
  const settled = record !== undefined && record.state === 'inLedger' && record.amountDue !== record.gross
  return settled ? { reason: 'paid or credited', allowed: limits.editableAfterPayment } : undefined
}

/** Only what changed here is sent, so that what the bookkeeper changed beside it stays (accounting rule 36); everything where a person said "send ours". */
function update(facts: SaleFacts, context: PlanContext, link: LinkFacts, fields: readonly SaleField[] | undefined): PushDecision {
  const plan = planSale(facts, context, undefined)
  if (!plan.ok) return { decision: 'refuse', part: 'main', code: plan.code, values: plan.values, bookId: link.bookId }
  const { ok: _ok, notes, ...planned } = plan
  const bookLineIds = link.sent?.bookLineIds
  return {
    decision: 'write',
    step: 'invoices',
    intent: {
      operation: 'updateInvoice',
      part: 'main',
      document: keepTheirDueDate(facts),
      token: facts.token,
      bookId: link.bookId,
      ...planned,
      ...(fields !== undefined && { fields }),
      ...(fields?.some((field) => lineFields.has(field)) === false && savedThere(facts, link) && { theirLines: true as const }),
      ...(bookLineIds !== undefined && { bookLineIds }),
    },
    needs: [refOf('customer', facts.document.body.customer)],
    notes,
  }
}

/** A due date that the bookkeeper moved stays where ours did not change (accounting rule 36). */
function keepTheirDueDate({ document, linkedBody, record }: SaleFacts): SaleFacts['document'] {
  const theirs = record?.dueDate
  const unchanged = linkedBody?.dueDate === document.body.dueDate
  if (document.kind !== 'invoice' || theirs === undefined || !unchanged) return document
  return { ...document, body: { ...document.body, dueDate: theirs } }
}
