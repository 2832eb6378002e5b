import type { BookOnAccount, BookPayment } from '../books.ts'
import { daysBetween } from '../days.ts'
import type { ErrorCode, Values } from '../errors.ts'

/** A receipt or refund of ours as far as adopting goes: amounts in minor units. */
export interface AdoptablePayment {
  contactId: string | undefined
  /** Ids in the books of the invoices that it settles. */
  documentIds: readonly string[]
  date: string
  amount: number
  currency: string
  reference: string | undefined
  direction: 'received' | 'refunded'
  /** Whether nothing is open any more on an invoice that it is to settle. */
  settled: boolean
}

export type AdoptPayment =
  | { outcome: 'adopt'; bookId: string; form: 'payment' | 'onAccount' }
  | { outcome: 'ask'; code: ErrorCode; bookId: string; values: Values }
  | { outcome: 'none' }

/** The bank feed and the host may differ by so many days in when money came (accounting rule 7). */
const DAYS_APART = 5

/**
 * Whether money of ours was entered by someone already (accounting rule 7). Candidates belong to no document of ours; one that was adopted is no candidate for
 * the next, so that two equal receipts on one day stay two.
 */
export function adoptPayment(ours: AdoptablePayment, payments: BookPayment[], onAccount: BookOnAccount[]): AdoptPayment {
  const met = [...payments.flatMap((theirs) => asMoney(ours, theirs)), ...onAccount.flatMap((theirs) => asOnAccount(ours, theirs))]
  const equal = met.filter(({ amount }) => amount === ours.amount).toSorted(nearestFirst(ours))
  const same = equal.find((theirs) => sameReference(ours, theirs)) ?? equal.find((theirs) => apart(ours, theirs) <= DAYS_APART)
  if (same !== undefined) return { outcome: 'adopt', bookId: same.bookId, form: same.form }
  const [similar] = equal
  if (similar !== undefined) {
    const reason = `The books have ${ours.direction === 'received' ? 'a payment' : 'a refund'} of the same amount on ${similar.date}.`
    return { outcome: 'ask', code: 'POSSIBLE_DUPLICATE_PAYMENT', bookId: similar.bookId, values: { ...valuesOf(ours), reason } }
  }
  const other = ours.settled ? met.find(({ form }) => form === 'payment') : undefined
  return other === undefined
    ? { outcome: 'none' }
    : { outcome: 'ask', code: 'INVOICE_ALREADY_SETTLED', bookId: other.bookId, values: valuesOf(ours) }
}

interface Met {
  bookId: string
  form: 'payment' | 'onAccount'
  date: string
  amount: number
  reference: string | undefined
}

/** Money on one of the invoices; parts of a batch are met as the batch. */
function asMoney(ours: AdoptablePayment, theirs: BookPayment): Met[] {
  const direction = theirs.form === 'refund' ? 'refunded' : 'received'
  const meets = theirs.allocations.some(({ documentId }) => ours.documentIds.includes(documentId))
  if (theirs.state === 'void' || theirs.currency !== ours.currency || direction !== ours.direction || theirs.partOf !== undefined || !meets)
    return []
  return [{ bookId: theirs.bookId, form: 'payment', date: theirs.date, amount: theirs.amount, reference: theirs.reference }]
}

/** Money on account of the same contact. */
function asOnAccount(ours: AdoptablePayment, theirs: BookOnAccount): Met[] {
  const meets = theirs.contactId === ours.contactId && theirs.currency === ours.currency && theirs.state === 'live'
  if (!meets || ours.direction === 'refunded') return []
  return [{ bookId: theirs.bookId, form: 'onAccount', date: theirs.date, amount: theirs.amount, reference: theirs.reference }]
}

const nearestFirst =
  (ours: AdoptablePayment) =>
  (a: Met, b: Met): number =>
    apart(ours, a) - apart(ours, b) || (a.bookId < b.bookId ? -1 : 1)

const apart = (ours: AdoptablePayment, theirs: Met): number => Math.abs(daysBetween(ours.date, theirs.date))

const sameReference = (ours: AdoptablePayment, theirs: Met): boolean =>
  comparable(ours.reference) !== '' && comparable(ours.reference) === comparable(theirs.reference)

const comparable = (reference: string | undefined): string => (reference ?? '').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

const valuesOf = ({ amount, currency }: AdoptablePayment): Values => ({ amount, currency })
