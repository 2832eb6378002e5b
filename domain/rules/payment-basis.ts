import { addDays } from '../days.ts'
import type { Note } from '../plan.ts'
import { refOf } from './refs.ts'
import type { PlanContext, PushDecision, PushFacts } from '../push-facts.ts'
import { mapBankAccount } from './map-codes.ts'

type Facts = PushFacts<'payment'>

/** Bank account and date of money that is to be written, or why it waits: what receipts and refunds have in common. */
export type PaymentBasis = { ok: true; bankAccountId: string; date?: string; notes: Note[] } | { ok: false; decision: PushDecision }

/** Where and when the money is entered (accounting rules 9, 12, 42): never in an account that nobody chose, never silently on another day. */
export function paymentBasis(facts: Facts, context: PlanContext): PaymentBasis {
  const { body } = facts.document
  const early = beforeStart(facts, context)
  if (early !== undefined) return { ok: false, decision: early }
  if (!context.organisation.currencies.includes(body.currency)) {
    return {
      ok: false,
      decision: { decision: 'refuse', part: 'main', code: 'CURRENCY_NOT_SUBSCRIBED', values: { currency: body.currency } },
    }
  }
  const mapped = mapBankAccount(body, context.settings, context.codes, context.organisation.baseCurrency)
  if (!mapped.ok) {
    const { code, values } = mapped
    if (code === 'RECEIPT_GROUP_MIXED') return { ok: false, decision: { decision: 'ask', part: 'main', code, values } }
    // While a method has no account, its payments wait and say so (accounting rule 12).
    return { ok: false, decision: { decision: 'wait', part: 'main', waitsFor: 'settings', code, values, notes: [] } }
  }
  const bankAccountId = mapped.account.bookId
  return locked(facts, context, { ok: true, bankAccountId, notes: mapped.notes })
}

function beforeStart({ document }: Facts, { settings: { startFrom } }: PlanContext): PushDecision | undefined {
  if (startFrom === null || document.body.date >= startFrom) return undefined
  return { decision: 'notDue', part: 'main', code: 'BEFORE_START_DATE', values: { document: 'The payment', date: startFrom } }
}

/** The day the money moved is locked: a person decides, whatever the setting for invoices is (accounting rule 9). */
function locked(
  { document, choice }: Facts,
  { organisation: { lockedUntil } }: PlanContext,
  basis: PaymentBasis & { ok: true },
): PaymentBasis {
  const { date } = document.body
  if (lockedUntil === undefined || date > lockedUntil) return basis
  const values = { lockedUntil, date, document: 'the payment' }
  if (choice !== 'firstOpenDay') return { ok: false, decision: { decision: 'refuse', part: 'main', code: 'LOCKED_PERIOD', values } }
  const first = addDays(lockedUntil, 1)
  const note: Note = { code: 'DATE_MOVED', values: { document: 'The payment', ours: date, theirs: first } }
  return { ...basis, date: first, notes: [...basis.notes, note] }
}

/** The invoices that a receipt names, by ref, once each. */
export const namedInvoices = ({ document }: Facts): string[] => [
  ...new Set((document.body.allocations ?? []).flatMap(({ invoice }) => (invoice === undefined ? [] : [refOf('invoice', invoice)]))),
]
