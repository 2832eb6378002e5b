import type { Treatment } from '../entities.ts'
import type { Note, Refusal, WriteIntent } from '../plan.ts'
import { refOf } from './refs.ts'
import type { OpenInvoice, PlanContext, PushDecision, PushFacts } from '../push-facts.ts'
import { type AdoptDocument, adoptDocument } from './adopt-document.ts'
import { bookingDay } from './booking-day.ts'
import { checkCis, warnCis } from './check-cis.ts'
import { mapNominalCode } from './map-codes.ts'
import { predictTotals } from './predict-totals.ts'
import { warnReverseCharge } from './reverse-charge.ts'
import { checkNumber, sendNumber } from './send-number.ts'
import { waitForParents } from './wait-for-parents.ts'
import { warnAutomations } from './warn-automations.ts'
import { warnTax } from './warn-tax.ts'

/** An invoice or a credit. */
export type SaleFacts = PushFacts<'invoice'> | PushFacts<'credit'>

/** Where a new invoice or credit is written, and what must be there first. */
export interface NewSale {
  operation: 'createInvoice' | 'createCredit'
  step: 'invoices' | 'credits'
  /** By ref: what it names beside its customer. */
  names: readonly string[]
  /** Tax point of the original of a credit. */
  originalTaxDay: string | undefined
}

/** What becomes of an issued document without a link: adopted, written, or the reason why it waits (accounting rules 15, 33, 34, 41, 42). */
export function decideNewSale(facts: SaleFacts, context: PlanContext, sale: NewSale): PushDecision {
  if (facts.choice === 'ignore')
    return { decision: 'notDue', part: 'main', code: 'LEFT_OUT_BY_CHOICE', values: { document: saleWords(facts) } }
  const waits = waitForParents(facts, [refOf('customer', facts.document.body.customer), ...sale.names], context.settings)
  const early = beforeStart(facts, context)
  if (waits !== undefined) return early === undefined ? waits : { ...early, waitsFor: waits.waitsFor }
  const adopted = fromBooks(facts, context)
  return adopted ?? early ?? written(facts, context, sale)
}

/** The document in words: `invoice 1234`. */
export const saleWords = ({ document }: SaleFacts): string => `${document.kind} ${document.body.number}`

/** From before the start date: linked if found, never created (accounting rule 42). */
function beforeStart(facts: SaleFacts, { settings: { startFrom } }: PlanContext): (PushDecision & { decision: 'notDue' }) | undefined {
  if (startFrom === null || facts.document.body.issueDate >= startFrom) return undefined
  return { decision: 'notDue', part: 'main', code: 'BEFORE_START_DATE', values: { document: saleWords(facts), date: startFrom } }
}

function fromBooks(facts: SaleFacts, context: PlanContext): PushDecision | undefined {
  const { body, kind } = facts.document
  const sent = sendNumber(body.number, context.settings)
  const contactId = facts.parents.get(refOf('customer', body.customer))?.bookId
  const ours = { ...body.totals, numbers: [sent ?? body.number, body.number], contactId, date: body.issueDate, currency: body.currency }
  const candidates = facts.candidates.documents.filter((candidate) => candidate.kind === kind)
  return adoption(adoptDocument(ours, candidates), facts.choice)
}

function adoption(found: AdoptDocument, choice: string | undefined): PushDecision | undefined {
  switch (found.outcome) {
    case 'none':
      return undefined
    case 'adopt':
      return {
        decision: 'adopt',
        part: 'main',
        bookId: found.bookId,
        bookNumber: found.bookNumber,
        notes: [{ code: 'ADOPTED', values: {} }],
      }
    case 'different':
      return { decision: 'refuse', part: 'main', code: 'NUMBER_DIFFERENT_IN_BOOKS', values: found.values, bookId: found.bookId }
    case 'question':
      if (choice === 'create') return undefined
      return { decision: 'ask', part: 'main', code: 'SAME_TOTAL_OTHER_NUMBER', values: found.values, bookId: found.bookId }
    default:
      return found satisfies never
  }
}

function written(facts: SaleFacts, context: PlanContext, sale: NewSale): PushDecision {
  const plan = planSale(facts, context, sale.originalTaxDay)
  if (!plan.ok) return plan.code === 'PLAN_INVOICE_LIMIT' ? planLimit(plan) : { decision: 'refuse', part: 'main', ...refusalOf(plan) }
  const { ok: _ok, notes, ...fields } = plan
  const intent: WriteIntent = { operation: sale.operation, part: 'main', document: facts.document, token: facts.token, ...fields }
  const needs = [refOf('customer', facts.document.body.customer), ...sale.names]
  return { decision: 'write', step: sale.step, intent, needs, notes: [...notes, ...warnAutomations(facts, context, fields)] }
}

/** One problem of the connection: invoices wait for it, customers and payments go on (accounting rule 43). */
const planLimit = (refusal: Refusal): PushDecision => ({
  decision: 'wait',
  part: 'main',
  waitsFor: 'settings',
  code: refusal.code,
  values: refusal.values,
  notes: [],
})

const refusalOf = ({ code, values, detail }: Refusal): Refusal => ({ code, values, ...(detail !== undefined && { detail }) })

export type SalePlan =
  | ({ ok: true; notes: Note[] } & Pick<WriteIntent, 'number' | 'date' | 'layout' | 'roundingLine'>)
  | ({ ok: false } & Refusal)

/** Number, date, layout and rounding of a document as it would be written now, or why it cannot. */
export function planSale(facts: SaleFacts, context: PlanContext, originalTaxDay: string | undefined): SalePlan {
  const { body } = facts.document
  const { settings, organisation, codes, arithmetic } = context
  // Until it is linked, a document carries the number first sent (exactly-once rule 5).
  const number = (facts.links.main === undefined ? facts.firstNumber : undefined) ?? sendNumber(body.number, settings)
  const wrong =
    checkSale(facts, context) ?? checkNumber(number, context.limits.numberMaxLength) ?? checkCis(body) ?? checkNominals(facts, context)
  if (wrong !== undefined) return { ok: false, ...wrong }
  const totals = predictTotals({ body, settings, codes, arithmetic, originalTaxDay })
  if (!totals.ok) return totals
  const day = bookingDay(body.issueDate, organisation, settings.lockedPeriod, facts.choice, saleWords(facts))
  if (!day.ok) return day
  const treatments = new Set(Object.values(totals.taxes).map(({ treatment }) => treatment))
  return {
    ok: true,
    ...(number !== undefined && { number }),
    ...(day.date !== undefined && { date: day.date }),
    layout: totals.layout,
    ...(totals.roundingLine !== undefined && { roundingLine: totals.roundingLine }),
    notes: [...totals.notes, ...day.notes, ...warnings(facts, context, treatments)],
  }
}

const warnings = (facts: SaleFacts, { settings, organisation }: PlanContext, treatments: ReadonlySet<Treatment>): Note[] => [
  ...warnReverseCharge(facts.document.body, facts.customer, settings),
  ...warnTax(facts.document.body, treatments, facts.customer, organisation),
  ...warnCis(facts.document.body, settings),
]

/** What stands against entering the document at all: currency, the plan's limit, deposits. */
function checkSale(facts: SaleFacts, { organisation, settings }: PlanContext): Refusal | undefined {
  const { body, kind } = facts.document
  if (!organisation.currencies.includes(body.currency)) return { code: 'CURRENCY_NOT_SUBSCRIBED', values: { currency: body.currency } }
  const limited = organisation.notAllowed.some((action) => /^create(approved)?invoice$/i.test(action))
  if (kind === 'invoice' && limited && settings.invoiceState === 'approved') return { code: 'PLAN_INVOICE_LIMIT', values: {} }
  if ('kind' in body && body.kind === 'deposit' && settings.deposits === 'onAccount')
    return { code: 'DEPOSIT_ON_ACCOUNT_UNSUPPORTED', values: {} }
  return checkDeposits(facts)
}

/** A deposit is taken off with its own tax code, so that its VAT cancels out (accounting rule 13). */
function checkDeposits({ document, open }: SaleFacts): Refusal | undefined {
  for (const { depositInvoice, taxCode } of document.body.lines) {
    const deposit: OpenInvoice | undefined = depositInvoice === undefined ? undefined : open.get(refOf('invoice', depositInvoice))
    const known = deposit?.taxCodes
    if (known !== undefined && !known.includes(taxCode))
      return { code: 'DEPOSIT_TAX_DIFFERS', values: { ours: known.join(', '), theirs: taxCode } }
  }
  return undefined
}

function checkNominals({ document }: SaleFacts, { settings, codes }: PlanContext): Refusal | undefined {
  for (const nominalCode of new Set(document.body.lines.map((line) => line.nominalCode))) {
    const mapped = mapNominalCode(nominalCode, settings, codes)
    if (!mapped.ok) return refusalOf(mapped)
  }
  return undefined
}
