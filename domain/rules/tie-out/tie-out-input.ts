import type { BookAllocation, BookDocument, BookOnAccount, BookPayment, BookTax } from '../../books.ts'
import type { DocumentStatus, Treatment } from '../../entities.ts'

/** Both sides as at one moment (accounting.md section 5): a snapshot of ours, and a fresh read of the books. Amounts in minor units. */
export interface TieOutInput {
  /** First and last day compared, by issue or payment date; `from` null: from the beginning. */
  from: string | null
  to: string
  customers: TieOutCustomer[]
  sales: OurSale[]
  money: OurMoney[]
  theirs: { documents: BookSale[]; payments: BookPayment[]; onAccount: BookOnAccount[] }
  /** What the books' tax codes mean, for the totals of a VAT return. */
  treatments: Record<string, Treatment>
  /** Records of the books that an open question or problem of ours is about. */
  asked: ReadonlySet<string>
}

/** An invoice or credit of the books; of a credit also what it settles, where that is compared. */
export type BookSale = BookDocument & { allocations?: BookAllocation[] }

export interface TieOutCustomer {
  externalId: string
  /** Its contact in the books, merges followed; aliases have the contact of their primary. */
  contactId: string | undefined
}

/** What was last sent or adopted, where it is not what the document says: a rounding line, a moved date. */
export interface LastSent {
  number?: string
  date?: string
  net?: number
  tax?: number
  gross?: number
  taxes?: BookTax[]
  bankAccountId?: string
}

interface OurLink {
  bookId: string
  how: 'pushed' | 'adopted' | 'decided'
  /** The version of ours that is in the books. */
  version: number
  sent?: LastSent
  bookNumber?: string
}

/** An invoice or credit of ours. `taxes` by tax code of the books, through the mapping. */
export interface OurSale {
  kind: 'invoice' | 'credit'
  externalId: string
  number: string
  customer: string
  date: string
  currency: string
  net: number
  tax: number
  gross: number
  taxes: BookTax[]
  state: 'draft' | 'issued' | 'cancelled'
  status: DocumentStatus
  version: number
  link?: OurLink
  /** Of a credit: what was sent for it to settle, by ids of the books. */
  allocations?: { documentId: string; amount: number }[]
  /** A person accepted what the books say. */
  accepted?: boolean
  /** Cancelled here, and by a person's word taken back by a credit note rather than voided: both stand in the books, and both count (accounting rule 37). */
  creditedInstead?: boolean
  /**
   * The credit that writes off what was left open of an invoice; no document of the host stands behind it. `gross`: as it was sent, unknown of one that was only found again.
   * `accepted`: a person keeps what the books say of it.
   */
  writeOff?: { bookId: string; gross?: number; accepted: boolean }
  /** CIS suffered on it, and what of it is entered in the books. */
  cis?: { deduction: number; entered: number }
}

/** A receipt or refund of ours, with the records of the books that it is made of. */
export interface OurMoney {
  externalId: string
  direction: 'received' | 'refunded'
  customer: string
  date: string
  amount: number
  currency: string
  bankAccountId: string | undefined
  state: 'recorded' | 'reversed'
  status: DocumentStatus
  version: number
  token?: string
  /** `main` and `onAccount` together are the receipt; `cis` is a payment that stands for a deduction. */
  parts: ({ part: 'main' | 'onAccount' | 'cis'; allocations?: { documentId: string; amount: number }[] } & OurLink)[]
  accepted?: boolean
}
