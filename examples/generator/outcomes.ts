import type { CreditRecord } from './credits.ts'
import { matchOf } from './customer-record.ts'
import { LAST_RECEIPT, START_FROM } from './days.ts'
import type { InvoiceRecord } from './invoice-record.ts'
import type { Office } from './office.ts'
import type { PaymentRecord } from './payments.ts'
import { at } from './random.ts'

/** What should have become of a document after the answers and one Save & Sync. */
export type Outcome = 'pushed' | 'adopted' | 'asked' | 'waiting' | 'held' | 'failed' | 'notDue'

/** A document that is neither pushed nor adopted, or that is adopted with something to say, and why. */
export interface Fate {
  kind: 'customer' | 'invoice' | 'credit' | 'receipt'
  externalId: string
  outcome: Outcome
  why: string
  /** Of a problem or question: its code in the error table. */
  code?: string
}

/** A receipt: the rows of the payment list that arrived together. */
export interface Receipt {
  id: string
  rows: PaymentRecord[]
}

/** The receipts of the payment list. */
export const receiptsOf = (payments: PaymentRecord[]): Receipt[] =>
  [...Map.groupBy(payments, ({ receipt }) => receipt)].map(([id, rows]) => ({ id, rows }))

/** What becomes of every document, by the rules of the accountant alone: nothing of the product is asked. */
export function fates(office: Office): Fate[] {
  const customers = office.customers.map(
    ({ ref, known, status }): Fate => ({ kind: 'customer', externalId: ref, ...customerFate(known, status) }),
  )
  const invoices = office.invoices.map((invoice): Fate => ({ kind: 'invoice', externalId: invoice.number, ...invoiceFate(invoice) }))
  const credits = office.credits.map((credit): Fate => ({ kind: 'credit', externalId: credit.number, ...creditFate(credit) }))
  const settled = new Map([...invoices, ...credits].map((fate) => [fate.externalId, fate]))
  const receipts = receiptsOf(office.payments).map(
    (receipt): Fate => ({ kind: 'receipt', externalId: receipt.id, ...receiptFate(receipt, office, settled) }),
  )
  return [...customers, ...invoices, ...credits, ...receipts]
}

/** Whether a document ends in the books. */
export const isInBooks = ({ outcome }: Fate): boolean => outcome === 'pushed' || outcome === 'adopted'

type Verdict = Pick<Fate, 'outcome' | 'why' | 'code'>

const pushed: Verdict = { outcome: 'pushed', why: '' }

function customerFate(known: Office['customers'][number]['known'], status: Office['customers'][number]['status']): Verdict {
  if (status === 'Archived') return { outcome: 'notDue', why: 'archived in the office' }
  if (status === 'Merged') return { outcome: 'adopted', why: 'alias of the card it was merged into' }
  if (known === 'archived') return { outcome: 'failed', why: 'the contact is archived in the books', code: 'CONTACT_ARCHIVED' }
  const story = matchOf[known]
  const end = 'answer' in story ? story.answer : story.match
  return end === 'create' ? pushed : { outcome: 'adopted', why: '' }
}

function invoiceFate({ story, customer }: InvoiceRecord): Verdict {
  if (customer.known === 'archived') return { outcome: 'waiting', why: 'its customer is archived in the books' }
  switch (story) {
    case 'draft':
      return { outcome: 'notDue', why: 'a draft in the office' }
    case 'cancelled':
      return { outcome: 'notDue', why: 'cancelled before it was ever sent' }
    case 'beforeStart':
      return { outcome: 'notDue', why: `issued before ${START_FROM} and not in the books` }
    case 'held':
      return { outcome: 'held', why: 'on hold in the office' }
    case 'inBooks':
      return { outcome: 'adopted', why: '' }
    case 'beforeStartInBooks':
      return { outcome: 'adopted', why: `issued before ${START_FROM}, found in the books` }
    case 'otherTotalInBooks':
      return { outcome: 'failed', why: 'its number is in the books with another total', code: 'NUMBER_DIFFERENT_IN_BOOKS' }
    case 'otherNumberInBooks':
      return { outcome: 'asked', why: 'same contact, date and total in the books under another number', code: 'SAME_TOTAL_OTHER_NUMBER' }
    case 'plain':
    case 'oncePerRate':
    case 'sixDecimals':
    case 'cis':
    case 'retention':
    case 'deposit':
    case 'depositFinal':
      return pushed
    default:
      return story satisfies never
  }
}

function creditFate({ status, onHold, customer }: CreditRecord): Verdict {
  if (status === 'Draft') return { outcome: 'notDue', why: 'a draft in the office' }
  if (status === 'Cancelled') return { outcome: 'notDue', why: 'cancelled before it was ever sent' }
  if (onHold) return { outcome: 'held', why: 'on hold in the office' }
  return customer.known === 'archived' ? { outcome: 'waiting', why: 'its customer is archived in the books' } : pushed
}

function receiptFate({ id, rows }: Receipt, { found }: Office, settled: Map<string, Fate>): Verdict {
  const first = at(rows, 0)
  if (first.returnedOn) return { outcome: 'notDue', why: 'reversed before it was ever sent' }
  if (first.date > LAST_RECEIPT) return { outcome: 'waiting', why: `dated ${first.date}` }
  const missing = rows.flatMap(({ invoice, credit }) => settled.get(invoice || credit) ?? []).find((fate) => !isInBooks(fate))
  if (missing) return waitsFor(missing)
  const verdict = found.receiptsFound.get(id)
  if (verdict === undefined) return pushed
  if (verdict === 'adopt') return { outcome: 'adopted', why: 'already entered from the bank feed' }
  return { outcome: 'asked', why: 'the books have money on this invoice that may be the same', code: verdict }
}

/** What has a problem or a question of its own says enough; money for what is never going to be sent has to be decided about. */
function waitsFor({ externalId, outcome, why }: Fate): Verdict {
  const undecided = outcome === 'held' || outcome === 'notDue'
  const code = why.startsWith('issued before') ? 'EARLIER_INVOICE_NOT_LINKED' : 'PARENT_NOT_DUE'
  return { outcome: 'waiting', why: `waits for ${externalId}`, ...(undecided && { code }) }
}
