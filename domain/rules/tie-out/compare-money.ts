import type { BookOnAccount, BookPayment } from '../../books.ts'
import { sum } from '../../money.ts'
import { sameAllocations } from './same-allocations.ts'
import type { OurMoney } from './tie-out-input.ts'
import type { ApartCause, Compared, Counted, DifferenceCause, ExplainedCause, TieOutLine } from './tie-out-line.ts'

/** Money in the books, whichever form the provider keeps it in. */
export type TheirMoney = Pick<
  BookPayment,
  'bookId' | 'contactId' | 'date' | 'amount' | 'currency' | 'bankAccountId' | 'reference' | 'state' | 'allocations'
> & {
  form: BookPayment['form'] | 'onAccount'
}

export const moneyOf = (payment: BookPayment): TheirMoney => payment
export const moneyOnAccount = (record: BookOnAccount): TheirMoney => ({ ...record, form: 'onAccount' })

/** One receipt or refund of ours with the records it is made of: contact, date, amount, currency, bank account. Different allocations are a second list. */
export function compareMoney(ours: OurMoney, contactId: string, records: ReadonlyMap<string, TheirMoney>): Compared {
  const links = ours.parts.filter(({ part }) => part !== 'cis')
  const found = links.flatMap(({ bookId }) => records.get(bookId) ?? [])
  const live = found.filter(({ state }) => state === 'live')
  const counted = ours.state === 'reversed' ? undefined : countOurs(ours, contactId)
  if (found.length < links.length)
    return { ...(counted && { ours: counted }), ...theirsOf(ours, contactId, live), line: lineOf(ours, live, 'missingInBooks', []) }
  if (live.length === 0) return gone(ours, found, counted)
  const both = { ...(counted && { ours: counted }), ...theirsOf(ours, contactId, live) }
  if (ours.state === 'reversed') return { ...both, line: lineOf(ours, live, 'reversedHere', ['state']) }
  const differs = differences(ours, contactId, live)
  const also = allocationLines(ours, records)
  if (differs.length === 0) return { ...both, also }
  const explained = explanation(ours, live, differs)
  return { ...both, also, line: lineOf(ours, live, explained ?? causeOf(ours), differs) }
}

/** Money in the books that no payment of ours is linked to. */
export function onlyTheirMoney(theirs: TheirMoney, contactId: string, cause: DifferenceCause | ApartCause): Compared {
  const apart = cause !== 'onlyInBooks' && cause !== 'doubled'
  const line: TieOutLine = {
    list: apart ? 'apart' : 'differences',
    kind: 'payment',
    bookId: theirs.bookId,
    cause,
    theirs: figuresOf([theirs]),
  }
  const kind = theirs.form === 'refund' ? 'refund' : 'receipt'
  return apart ? { line } : { theirs: countMoney(kind, contactId, theirs.currency, theirs.date, theirs.amount), line }
}

function gone(ours: OurMoney, found: TheirMoney[], counted: Counted | undefined): Compared {
  if (counted === undefined) return {}
  return { ours: counted, line: lineOf(ours, found, ours.accepted === true ? 'acceptedTheirs' : 'voidedInBooks', ['state']) }
}

function differences(ours: OurMoney, contactId: string, live: TheirMoney[]): string[] {
  const accounts = live.flatMap(({ bankAccountId }) => bankAccountId ?? [])
  const checks: [string, boolean][] = [
    ['customer', live.every((theirs) => theirs.contactId === undefined || theirs.contactId === contactId)],
    ['date', live.every(({ date }) => date === ours.date)],
    ['amount', sum(live.map(({ amount }) => amount)) === ours.amount],
    ['currency', live.every(({ currency }) => currency === ours.currency)],
    ['bankAccount', ours.bankAccountId === undefined || accounts.every((account) => account === ours.bankAccountId)],
  ]
  return checks.filter(([, same]) => !same).map(([field]) => field)
}

function explanation(ours: OurMoney, live: TheirMoney[], differs: string[]): ExplainedCause | undefined {
  if (ours.accepted === true || ours.parts.some(({ how }) => how === 'decided')) return 'acceptedTheirs'
  const asItStands = differs.every((field) => field === 'date' || field === 'bankAccount')
  if (asItStands && ours.parts.every(({ how }) => how === 'adopted')) return 'adoptedAsItStands'
  const moved = differs.length === 1 && differs[0] === 'date' && live.every(({ bookId, date }) => sentDate(ours, bookId) === date)
  return moved ? 'dateMoved' : undefined
}

const sentDate = ({ parts }: OurMoney, bookId: string): string | undefined => parts.find((part) => part.bookId === bookId)?.sent?.date

const causeOf = ({ version, parts }: OurMoney): DifferenceCause =>
  parts.some((part) => version > part.version) ? 'changedHere' : 'changedInBooks'

/** The same money, settled against other documents than was sent. */
function allocationLines(ours: OurMoney, records: ReadonlyMap<string, TheirMoney>): TieOutLine[] {
  return ours.parts.flatMap(({ bookId, allocations }): TieOutLine[] => {
    const theirs = records.get(bookId)
    if (allocations === undefined || theirs === undefined || sameAllocations(allocations, theirs.allocations)) return []
    const both = { ours: { allocations }, theirs: { allocations: theirs.allocations } }
    return [{ list: 'allocations', kind: 'payment', externalId: ours.externalId, bookId, ...both }]
  })
}

const kindOf = ({ direction }: OurMoney): 'receipt' | 'refund' => (direction === 'refunded' ? 'refund' : 'receipt')

const countMoney = (kind: 'receipt' | 'refund', contactId: string, currency: string, date: string, amount: number): Counted => ({
  kind,
  contactId,
  currency,
  date,
  net: amount,
  tax: 0,
  gross: amount,
  taxes: [],
})

const countOurs = (ours: OurMoney, contactId: string): Counted => countMoney(kindOf(ours), contactId, ours.currency, ours.date, ours.amount)

function theirsOf(ours: OurMoney, contactId: string, live: TheirMoney[]): { theirs?: Counted } {
  const [first] = live
  if (first === undefined) return {}
  return { theirs: countMoney(kindOf(ours), contactId, first.currency, first.date, sum(live.map(({ amount }) => amount))) }
}

const explainedHere = new Set<string>(['acceptedTheirs', 'adoptedAsItStands', 'dateMoved'])

function lineOf(ours: OurMoney, theirs: TheirMoney[], cause: DifferenceCause | ExplainedCause, differs: string[]): TieOutLine {
  const { externalId, customer, date, amount, currency, bankAccountId, state } = ours
  const [first] = theirs
  return {
    list: explainedHere.has(cause) ? 'explained' : 'differences',
    kind: 'payment',
    externalId,
    cause,
    ...(first !== undefined && { bookId: first.bookId, theirs: figuresOf(theirs) }),
    ...(differs.length > 0 && { differs }),
    ours: { customer, date, amount, currency, bankAccountId, state },
  }
}

function figuresOf(theirs: TheirMoney[]): Record<string, unknown> {
  const [first] = theirs
  const { contactId, date, currency, bankAccountId, reference, state } = first ?? {}
  return { contactId, date, amount: sum(theirs.map(({ amount }) => amount)), currency, bankAccountId, reference, state }
}
