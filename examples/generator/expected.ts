import { sum } from './amounts.ts'
import { bookTotals, documentsInBooks } from './book-totals.ts'
import { matchOf } from './customer-record.ts'
import { START_FROM } from './days.ts'
import type { Office } from './office.ts'
import { type Fate, fates, type Outcome, receiptsOf } from './outcomes.ts'
import { roundingDifference, settle } from './settle.ts'

/** expected.json: what one Save & Sync should come to after the answers, worked out from the stories alone. */
export function expected(office: Office) {
  const all = fates(office)
  const inBooks = documentsInBooks(office, all)
  return {
    about: 'Amounts are whole pence. See examples/README.md for what each part means.',
    input: input(office),
    matching: matching(office),
    outcomes: outcomes(all),
    exceptions: all.filter(({ why }) => why !== ''),
    totals: bookTotals(inBooks),
    position: settle(inBooks, paidInBooks(office)),
    rounding: office.invoices.filter(({ story }) => story === 'oncePerRate').map(roundingDifference),
    otherLayout: numbersOf(office, 'sixDecimals'),
    cisSuffered: cisSuffered(office),
    deposits: office.invoices.flatMap(({ number, lines }) =>
      lines.flatMap(({ depositInvoice }) => (depositInvoice ? [{ deposit: depositInvoice, final: number }] : [])),
    ),
    transfers: receiptsOf(office.payments)
      .filter(({ rows }) => rows.length > 1)
      .map(({ id, rows }) => ({
        receipt: id,
        invoices: rows.map(({ invoice }) => invoice),
        amount: sum(rows.map(({ amount }) => amount)),
      })),
    onlyInBooks: onlyInBooks(office, all),
  }
}

const input = ({ customers, invoices, credits, payments, purchases }: Office) => ({
  customers: customers.length,
  invoices: invoices.length,
  invoiceLines: sum(invoices.map(({ lines }) => lines.length)),
  invoicesGross: sum(invoices.map(({ totals }) => totals.gross)),
  credits: credits.length,
  creditLines: sum(credits.map(({ lines }) => lines.length)),
  creditsGross: sum(credits.map(({ totals }) => totals.gross)),
  paymentRows: payments.length,
  receipts: receiptsOf(payments).length,
  received: sum(payments.filter(({ type }) => type === 'Receipt').map(({ amount }) => amount)),
  purchaseInvoices: purchases.length,
})

/** What a matcher says before anybody answered; merged and archived cards of the office apart. */
function matching({ customers, contactOf }: Office) {
  const live = customers.filter(({ status }) => status === 'Live')
  const refs = (wanted: 'link' | 'create' | 'ask'): string[] =>
    live.filter(({ known }) => matchOf[known].match === wanted).map(({ ref }) => ref)
  return {
    link: refs('link').length,
    create: refs('create').length,
    ask: refs('ask').length,
    aliases: customers.filter(({ status }) => status === 'Merged').length,
    archivedInOffice: customers.filter(({ status }) => status === 'Archived').length,
    linked: Object.fromEntries(
      live.filter(({ known }) => matchOf[known].match === 'link').map(({ ref }) => [ref, contactOf.get(ref)?.ContactID]),
    ),
    asked: refs('ask'),
    sameNameInOffice: live.filter(({ known }) => known === 'sameNameInOffice').map(({ ref, knownWith }) => [knownWith, ref]),
  }
}

const outcomeWords = ['pushed', 'adopted', 'asked', 'waiting', 'held', 'failed', 'notDue'] as const satisfies Outcome[]

function outcomes(all: Fate[]): Record<string, Record<string, number>> {
  const kinds = ['customer', 'invoice', 'credit', 'receipt'] as const
  const count = (kind: Fate['kind'], outcome: Outcome): number =>
    all.filter((fate) => fate.kind === kind && fate.outcome === outcome).length
  return Object.fromEntries(kinds.map((kind) => [kind, Object.fromEntries(outcomeWords.map((outcome) => [outcome, count(kind, outcome)]))]))
}

const numbersOf = ({ invoices }: Office, story: Office['invoices'][number]['story']): string[] =>
  invoices.filter((invoice) => invoice.story === story).map(({ number }) => number)

/** Money on adopted invoices that only the books know: it settles them without being a receipt of the office. */
function paidInBooks(office: Office): Map<string, number> {
  const adopted = new Set([...numbersOf(office, 'inBooks'), ...numbersOf(office, 'beforeStartInBooks')])
  const taken = receiptsOf(office.payments)
    .filter(({ id }) => office.found.receiptsFound.get(id) === 'adopt')
    .flatMap(({ rows }) => rows.map(({ invoice }) => invoice))
  const theirs = office.books.payments.filter(({ Invoice }) => adopted.has(Invoice.InvoiceNumber) && !taken.includes(Invoice.InvoiceNumber))
  return new Map(theirs.map(({ Invoice, Amount }) => [Invoice.InvoiceNumber, Math.round(Amount * 100)]))
}

function cisSuffered({ invoices, payments }: Office) {
  return invoices.flatMap(({ number, cis, customer }) => {
    if (!cis) return []
    const paid = payments.find(({ invoice }) => invoice === number)
    return [{ invoice: number, customer: customer.ref, labour: cis.labour, deduction: cis.deducted, customerPaidOn: paid?.date ?? null }]
  })
}

/** What the tie-out finds in the books from the start date on without a pair that agrees, and whose cause is known. */
function onlyInBooks(office: Office, all: Fate[]) {
  const apart = all
    .filter(({ kind, outcome }) => kind === 'invoice' && (outcome === 'failed' || outcome === 'asked'))
    .map(({ externalId }) => externalId)
  return {
    from: START_FROM,
    invoices: office.found.invoicesOnlyInBooks,
    invoicesHeldApart: apart,
    paymentsUnknownToOffice: office.found.paymentsOnlyInBooks,
    paymentsAskedAbout: [...office.found.receiptsFound].filter(([, verdict]) => verdict !== 'adopt').map(([receipt]) => receipt),
    adoptedReceiptsWithOtherDate: otherDate(office),
  }
}

/** Receipts that are adopted although the bank feed has them on another day. */
function otherDate({ payments, books, found }: Office): string[] {
  return payments
    .filter(
      ({ receipt, invoice, date }) =>
        found.receiptsFound.get(receipt) === 'adopt' &&
        books.payments.some((theirs) => theirs.Invoice.InvoiceNumber === invoice && theirs.Date !== date),
    )
    .map(({ receipt }) => receipt)
}
