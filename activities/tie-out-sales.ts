import type { Credit } from '../domain/credit.ts'
import type { Invoice } from '../domain/invoice.ts'
import { sum } from '../domain/money.ts'
import { correctedInvoices } from '../domain/rules/decide-credit.ts'
import { refOf, writeOffRef } from '../domain/rules/refs.ts'
import type { OurSale, TieOutInput } from '../domain/rules/tie-out/tie-out-input.ts'
import { saleTaxes } from '../domain/rules/tie-out/sale-taxes.ts'
import type { DocumentToTieOut, OursToTieOut } from '../ledger/tie-out-ours.ts'
import type { TieOutAt } from './tie-out-at.ts'
import { type LinksByRef, type SentAllocations, partAllocations, tieOutLink } from './tie-out-links.ts'

/** What a person chooses where the books are to stay as they are: a difference is then a decision. */
export const keepsTheirs = new Set(['acceptTheirs', 'leave'])

/** Our invoices and credits as the tie-out compares them. */
export function tieOutSales(at: TieOutAt, ours: OursToTieOut, links: LinksByRef, theirs: TieOutInput['theirs']): OurSale[] {
  const cisEntered = cisByInvoice(links, theirs)
  const credited = creditedByInvoice(ours)
  return ours.documents.flatMap((document) => {
    if (document.kind !== 'invoice' && document.kind !== 'credit') return []
    const ref = refOf(document.kind, document.externalId)
    const deduction = document.body.cis?.deduction
    return [
      {
        ...saleOf(at, document, links),
        ...(keepsTheirs.has(ours.choices.get(ref) ?? '') && { accepted: true }),
        ...(isCreditedInstead(document.body, ours.choices.get(ref), credited.get(ref) ?? 0) && { creditedInstead: true }),
        ...writeOffOf(ours, document, links),
        ...(deduction !== undefined && { cis: { deduction, entered: cisEntered.get(ref) ?? 0 } }),
      },
    ]
  })
}

/** What writes off the rest of an invoice, with what was sent. */
function writeOffOf(ours: OursToTieOut, { kind, externalId }: DocumentToTieOut, links: LinksByRef): Pick<OurSale, 'writeOff'> {
  const link = kind === 'invoice' ? links.get(refOf(kind, externalId))?.get('writeOff') : undefined
  if (link === undefined) return {}
  const gross = link.sent?.expected?.gross
  return {
    writeOff: {
      bookId: link.book_id,
      ...(gross !== undefined && { gross }),
      accepted: keepsTheirs.has(ours.choices.get(writeOffRef(externalId)) ?? ''),
    },
  }
}

/** By ref of an invoice: what our issued credits take back of it, in minor units. A credit that corrects several counts for each. */
function creditedByInvoice({ documents }: OursToTieOut): Map<string, number> {
  const credited = new Map<string, number>()
  for (const document of documents) {
    if (document.kind !== 'credit' || document.body.state !== 'issued') continue
    for (const ref of correctedInvoices(document.body)) credited.set(ref, (credited.get(ref) ?? 0) + document.body.totals.gross)
  }
  return credited
}

/** Whoever said that a credit note takes it back has also issued one: until then it is a difference. */
const isCreditedInstead = ({ state, totals }: Invoice | Credit, choice: string | undefined, credited: number): boolean =>
  state === 'cancelled' && choice === 'creditNote' && credited >= totals.gross

type Sale = DocumentToTieOut & { body: Invoice | Credit; kind: 'invoice' | 'credit' }

function saleOf({ settings }: TieOutAt, { kind, externalId, version, status, body }: Sale, links: LinksByRef): OurSale {
  const main = links.get(refOf(kind, externalId))?.get('main')
  const { number, customer, issueDate: date, currency, state } = body
  const { net, tax, gross } = body.totals
  const taxes = saleTaxes(body, settings, main?.sent?.expected?.taxes)
  const facts = { kind, externalId, number, customer, date, currency, net, tax, gross, taxes, state, status, version }
  const allocations = kind === 'credit' ? creditAllocations(externalId, links) : undefined
  return { ...facts, ...(main && { link: tieOutLink(main) }), ...(allocations && { allocations }) }
}

/** A credit that was found in the books settles there what it did before us: nothing of ours to compare that with. */
function creditAllocations(externalId: string, links: LinksByRef): SentAllocations | undefined {
  const parts = links.get(refOf('credit', externalId))
  if (parts === undefined) return undefined
  const stated = [...parts.keys()].some((part) => part.startsWith('allocation:'))
  return parts.get('main')?.how === 'pushed' || stated ? partAllocations(parts, links) : undefined
}

/** What is entered in the books of the CIS suffered on each invoice, minor units, by ref: parts `allocation:cis/invoice/4711` of receipts. */
function cisByInvoice(links: LinksByRef, { payments }: TieOutInput['theirs']): Map<string, number> {
  const live = new Map(payments.filter(({ state }) => state === 'live').map(({ bookId, amount }) => [bookId, amount]))
  const parts = [...links.values()].flatMap((each) => [...each.values()]).filter(({ part }) => part.startsWith('allocation:cis/'))
  const byInvoice = Map.groupBy(parts, ({ part }) => part.slice('allocation:cis/'.length))
  return new Map([...byInvoice].map(([ref, each]) => [ref, sum(each.map((link) => live.get(link.book_id) ?? 0))]))
}
