import type { BookTax } from '../../books.ts'
import { sameAllocations } from './same-allocations.ts'
import type { ApartCause, Compared, Counted, DifferenceCause, ExplainedCause, TieOutLine } from './tie-out-line.ts'
import type { BookSale, OurSale } from './tie-out-input.ts'

/** One invoice or credit of ours with its record in the books, field by field: contact, number, date, currency, net, VAT by code, gross, state. */
export function compareSale(ours: OurSale, contactId: string, theirs: BookSale | undefined): Compared {
  const counted = ours.state === 'cancelled' && ours.creditedInstead !== true ? undefined : countSale(ours, contactId)
  if (theirs === undefined) return { ...(counted && { ours: counted }), line: lineOf(ours, undefined, 'differences', 'missingInBooks', []) }
  if (theirs.state === 'void') return voided(ours, theirs, counted)
  if (theirs.state !== 'inLedger') return { line: lineOf(ours, theirs, 'apart', 'draftInBooks', []) }
  const both = { ...(counted && { ours: counted }), theirs: countSale(theirs, contactId), also: allocationLines(ours, theirs) }
  if (ours.state === 'cancelled') {
    const [list, cause] =
      ours.creditedInstead === true ? (['explained', 'creditedInstead'] as const) : (['differences', 'cancelledHere'] as const)
    return { ...both, line: lineOf(ours, theirs, list, cause, ['state']) }
  }
  const differs = differences(ours, contactId, theirs)
  if (differs.length === 0) return both
  const explained = explanation(ours, theirs, differs)
  if (explained !== undefined) return { ...both, line: lineOf(ours, theirs, 'explained', explained, differs) }
  return { ...both, line: lineOf(ours, theirs, 'differences', causeOf(ours, theirs), differs) }
}

/** The same credit, settled against other documents than was sent. */
function allocationLines({ kind, externalId, allocations }: OurSale, theirs: BookSale): TieOutLine[] {
  if (allocations === undefined || theirs.allocations === undefined || sameAllocations(allocations, theirs.allocations)) return []
  const both = { ours: { allocations }, theirs: { allocations: theirs.allocations } }
  return [{ list: 'allocations', kind, externalId, bookId: theirs.bookId, ...both }]
}

/** A record of the books that no document of ours is linked to. */
export function onlyTheirs(theirs: BookSale, cause: DifferenceCause | ApartCause): Compared {
  const apart = cause !== 'onlyInBooks' && cause !== 'doubled'
  const line: TieOutLine = {
    list: apart ? 'apart' : 'differences',
    kind: theirs.kind,
    bookId: theirs.bookId,
    cause,
    theirs: figuresOf(theirs),
  }
  return apart ? { line } : { theirs: countSale(theirs, theirs.contactId), line }
}

/**
 * The credit that writes off the rest of an invoice: theirs alone, explained by the setting, with its sum (accounting rule 6). Voided there, the rest is open again on both
 * sides, and nothing is left to compare.
 */
export function compareWriteOff(
  { externalId, customer }: OurSale,
  sent: NonNullable<OurSale['writeOff']>,
  contactId: string,
  theirs: BookSale | undefined,
): Compared[] {
  const line = {
    kind: 'credit',
    externalId,
    bookId: sent.bookId,
    ours: { customer, ...(sent.gross !== undefined && { writtenOff: sent.gross }) },
  } as const
  if (theirs === undefined) return [{ line: { ...line, list: 'differences', cause: 'missingInBooks' } }]
  if (theirs.state === 'void') return []
  const both = { ...line, theirs: figuresOf(theirs) }
  if (theirs.state !== 'inLedger') return [{ line: { ...both, list: 'apart', cause: 'draftInBooks' } }]
  const counted = { theirs: countSale(theirs, contactId) }
  if (theirs.gross === (sent.gross ?? theirs.gross) && theirs.tax === 0)
    return [{ ...counted, line: { ...both, list: 'explained', cause: 'writtenOff' } }]
  if (sent.accepted) return [{ ...counted, line: { ...both, list: 'explained', cause: 'acceptedTheirs', differs: ['gross'] } }]
  return [{ ...counted, line: { ...both, list: 'differences', cause: 'changedInBooks', differs: ['gross'] } }]
}

function voided(ours: OurSale, theirs: BookSale, counted: Counted | undefined): Compared {
  if (counted === undefined) return {}
  const cause = ours.accepted === true ? 'acceptedTheirs' : 'voidedInBooks'
  return { ours: counted, line: lineOf(ours, theirs, cause === 'acceptedTheirs' ? 'explained' : 'differences', cause, ['state']) }
}

function differences(ours: OurSale, contactId: string, theirs: BookSale): string[] {
  const numbers = [ours.number, ours.link?.sent?.number, ours.link?.bookNumber]
  const checks: [string, boolean][] = [
    ['customer', theirs.contactId === contactId],
    ['number', numbers.includes(theirs.number)],
    ['date', theirs.date === ours.date],
    ['currency', theirs.currency === ours.currency],
    ['net', theirs.net === ours.net],
    ['tax', theirs.tax === ours.tax && sameTaxes(ours.taxes, theirs.taxes)],
    ['gross', theirs.gross === ours.gross],
  ]
  return checks.filter(([, same]) => !same).map(([field]) => field)
}

/** Net and tax of every tax code are equal; codes without any amount do not count. */
function sameTaxes(ours: BookTax[], theirs: BookTax[]): boolean {
  const left = new Map<string, { net: number; tax: number }>()
  const add = ({ bookTaxCode, net, tax }: BookTax, sign: number): void => {
    const before = left.get(bookTaxCode) ?? { net: 0, tax: 0 }
    left.set(bookTaxCode, { net: before.net + sign * net, tax: before.tax + sign * tax })
  }
  for (const tax of ours) add(tax, 1)
  for (const tax of theirs) add(tax, -1)
  return [...left.values()].every(({ net, tax }) => net === 0 && tax === 0)
}

/** A decision that explains all that differs: the books hold what was sent knowingly, or what a person accepted. */
function explanation(ours: OurSale, theirs: BookSale, differs: string[]): ExplainedCause | undefined {
  if (ours.accepted === true || ours.link?.how === 'decided') return 'acceptedTheirs'
  if (!holdsWhatWasSent(ours, theirs)) return undefined
  const rounded = differs.every((field) => field === 'net' || field === 'tax' || field === 'date') && theirs.gross === ours.gross
  if (!rounded) return undefined
  return differs.includes('net') || differs.includes('tax') ? 'rounding' : 'dateMoved'
}

function holdsWhatWasSent({ link }: OurSale, theirs: BookSale): boolean {
  const sent = link?.sent
  if (sent?.gross === undefined || sent.net === undefined || sent.tax === undefined) return false
  const amounts = sent.gross === theirs.gross && sent.net === theirs.net && sent.tax === theirs.tax
  return amounts && (sent.date ?? theirs.date) === theirs.date
}

function causeOf(ours: OurSale, theirs: BookSale): DifferenceCause {
  if (ours.version > (ours.link?.version ?? ours.version)) return 'changedHere'
  return holdsWhatWasSent(ours, theirs) ? 'sentDifferently' : 'changedInBooks'
}

/** Theirs count for the contact that our customer has, so that a wrong contact shows as a difference of the document, not of two balances. */
const countSale = ({ kind, currency, date, net, tax, gross, taxes }: OurSale | BookSale, contactId: string): Counted => ({
  kind,
  contactId,
  currency,
  date,
  net,
  tax,
  gross,
  taxes,
})

function lineOf(
  ours: OurSale,
  theirs: BookSale | undefined,
  list: TieOutLine['list'],
  cause: NonNullable<TieOutLine['cause']>,
  differs: string[],
): TieOutLine {
  const { kind, externalId, number, customer, date, currency, net, tax, gross } = ours
  return {
    list,
    kind,
    externalId,
    cause,
    ...(theirs !== undefined && { bookId: theirs.bookId, theirs: figuresOf(theirs) }),
    ...(theirs === undefined && ours.link !== undefined && { bookId: ours.link.bookId }),
    ...(differs.length > 0 && { differs }),
    ours: { number, customer, date, currency, net, tax, gross, state: ours.state },
  }
}

const figuresOf = ({ number, contactId, date, currency, net, tax, gross, state }: BookSale): Record<string, unknown> => ({
  number,
  contactId,
  date,
  currency,
  net,
  tax,
  gross,
  state,
})
