import type { NominalCode, Organisation } from '../books.ts'
import { laterDay } from '../days.ts'
import type { LinkFacts, PlanContext, PushDecision, PushFacts, RestFacts } from '../push-facts.ts'
import { booksStay } from './decide-linked-sale.ts'
import { saleWords } from './decide-new-sale.ts'
import { withoutVatCode } from './map-codes.ts'
import { refOf, writeOffRef } from './refs.ts'
import { checkNumber } from './send-number.ts'

type Facts = PushFacts<'invoice'>

/**
 * What becomes of the last pennies of an invoice (accounting rule 6): by setting, and once everything else that can settle it has, a credit for exactly the rest, without
 * VAT, set against it. Nothing is decided where the rest simply stays open.
 */
export function decideWriteOff(facts: Facts, context: PlanContext): PushDecision[] {
  const { rest, links } = facts
  if (rest === undefined) return []
  const decided = links.writeOff === undefined ? newWriteOff(facts, context, rest) : linkedWriteOff(facts, context, rest, links.writeOff)
  // What was wrong with it is closed by a plan that met it and has nothing to say.
  return decided.length === 0 && rest.told ? [{ decision: 'skip', part: 'writeOff' }] : decided
}

/** The number of the credit, or its reference where the provider numbers: of the invoice's token, which never changes, so that a later attempt bears the same (exactly-once rule 5). */
export const writeOffNumber = (token: string, earlier: number): string => `${token}-WO${earlier === 0 ? '' : earlier + 1}`

function newWriteOff(facts: Facts, context: PlanContext, rest: RestFacts): PushDecision[] {
  const posting = postingOf(context)
  if (posting === undefined || !mayBeWrittenOff(facts, context, rest)) return []
  // It was sent and we do not know of it: the database was set back.
  if (rest.credit !== undefined) return [adopt(rest.credit.record)]
  const name = writeOffNumber(facts.token, rest.earlier)
  const number = context.settings.numbers.mode === 'provider' ? undefined : name
  const wrong = checkNumber(number, context.limits.numberMaxLength)
  if (wrong !== undefined) return [{ decision: 'refuse', part: 'writeOff', ...wrong }]
  const date = dayOf(facts, context)
  const { document, token } = facts
  const intent = { part: 'writeOff', document, token, amount: rest.inBooks, date, writeOff: { name, ...posting } } as const
  const values = { amount: rest.inBooks, currency: document.body.currency, document: saleWords(facts) }
  return [
    {
      decision: 'write',
      step: 'writeOffs',
      intent: { operation: 'createCredit', ...intent, ...(number !== undefined && { number }) },
      needs: [refOf('customer', document.body.customer), refOf('invoice', document.externalId), ...rest.needs],
      notes: [{ code: 'PENNY_WRITTEN_OFF', values }],
    },
    allocation(facts, rest.inBooks, date),
  ]
}

/** Nominal and tax code of the line; undefined where the setting is off, or the books do not have them any more: that is a problem of the mapping, told once. */
function postingOf({ settings, codes }: PlanContext): { nominalCode: string; bookTaxCode: string } | undefined {
  if (settings.writeOff === null) return undefined
  const nominal = writeOffNominal(settings.writeOff.nominalCode, codes)
  const bookTaxCode = withoutVatCode(settings, codes)
  return nominal === undefined || bookTaxCode === undefined ? undefined : { nominalCode: nominal.code, bookTaxCode }
}

/** The nominal code of the books that a setting names by code or id. What a company writes off is mostly a cost, so it need not be for sales. */
export const writeOffNominal = (chosen: string, { nominalCodes }: { nominalCodes: NominalCode[] }): NominalCode | undefined =>
  nominalCodes.find(({ code, bookId, active }) => active && (code === chosen || bookId === chosen))

/**
 * Both sides say that the same small rest is open, a receipt has settled the others, and nothing is on its way that could settle it too. Entered by us, and nothing that
 * a bookkeeper still has to approve, that CIS was taken from, or that lies in a locked period.
 */
function mayBeWrittenOff(facts: Facts, context: PlanContext, rest: RestFacts): boolean {
  const { body } = facts.document
  const { settings, organisation, today } = context
  const limit = settings.writeOff?.limit ?? 0
  const ours = body.state === 'issued' && body.hold !== true && body.cis === undefined && rest.standing !== 'other'
  const agreed = rest.inBooks > 0 && rest.inBooks <= limit && rest.inBooks === rest.byHost && rest.inBooks < body.totals.gross
  const paid = rest.receipts > 0 && !rest.unsettled
  const day = facts.record?.date ?? body.issueDate
  const open = isOpen(organisation, day) && isOpen(organisation, laterDay(today, day))
  return ours && agreed && paid && open && standsInBooks(facts, context, rest)
}

const isOpen = ({ lockedUntil }: Organisation, day: string): boolean => lockedUntil === undefined || day > lockedUntil

/** What someone else entered is never changed by us, nor what it settles (accounting rule 34). */
function standsInBooks({ links, record }: Facts, { settings }: PlanContext, rest: RestFacts): boolean {
  if (settings.invoiceState !== 'approved') return false
  if (links.main === undefined) return rest.standing === 'new'
  return links.main.how === 'pushed' && record?.state === 'inLedger'
}

/** The day on which it is decided, and never before the invoice. */
const dayOf = ({ document, record }: Facts, { today }: PlanContext): string => laterDay(today, record?.date ?? document.body.issueDate)

const adopt = ({ bookId, number }: { bookId: string; number: string }): PushDecision => ({
  decision: 'adopt',
  part: 'writeOff',
  bookId,
  bookNumber: number,
  notes: [{ code: 'ADOPTED', values: {} }],
})

function allocation({ document, token }: Facts, amount: number, date: string): PushDecision {
  const invoice = refOf('invoice', document.externalId)
  return {
    decision: 'write',
    step: 'writeOffs',
    intent: {
      operation: 'allocateCredit',
      part: 'allocation:writeOff',
      document,
      token,
      allocations: [{ document: invoice, amount, date }],
      amount,
    },
    needs: [writeOffRef(document.externalId), invoice],
    notes: [],
  }
}

/** It is made once: what a bookkeeper voided or changed is told, and stays (accounting rules 36 and 38). A half of it that is missing follows. */
function linkedWriteOff(facts: Facts, context: PlanContext, rest: RestFacts, link: LinkFacts): PushDecision[] {
  const { credit } = rest
  if (credit === undefined || (facts.choice !== undefined && booksStay.has(facts.choice))) return []
  const { record } = credit
  const { bookId } = link
  if (record.state === 'void') return [{ decision: 'ask', part: 'writeOff', code: 'WRITE_OFF_VOIDED', values: told(facts), bookId }]
  const sent = link.sent?.expected?.gross
  if (sent !== undefined && sent !== record.gross) {
    const values = { ...told(facts), ours: sent, theirs: record.gross, currency: record.currency }
    return [{ decision: 'ask', part: 'writeOff', code: 'WRITE_OFF_CHANGED', values, bookId }]
  }
  const due = facts.record?.amountDue ?? 0
  const missing = !credit.allocated && record.state === 'inLedger' && record.amountDue === record.gross && due >= record.gross
  return missing ? [allocation(facts, record.gross, dayOf(facts, context))] : []
}

const told = (facts: Facts) => ({ document: `The write-off of ${saleWords(facts)}` })
