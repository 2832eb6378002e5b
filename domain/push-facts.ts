import type { BookContact, BookDocument, BookOnAccount, BookPayment, Codes, Organisation } from './books.ts'
import type { Customer } from './customer.ts'
import type { Document, DocumentBodies } from './document.ts'
import type { DocumentKind, LinkPart, PushStep } from './entities.ts'
import type { ErrorCode, Values } from './errors.ts'
import type { Arithmetic, Expected, Note, WriteIntent } from './plan.ts'
import type { Settings } from './settings.ts'

/*
 * What is known of one document when a plan decides on it, and what the decision is: plain data, gathered by the plan activity, decided by
 * `rules/decide-*.ts`.
 */

/** What holds for every document of a plan. */
export interface PlanContext {
  /** Today in the company's zone. */
  today: string
  settings: Settings
  organisation: Organisation
  codes: Codes
  arithmetic: Arithmetic
  limits: { numberMaxLength: number; referenceMaxLength: number; editableAfterPayment: readonly string[]; providerLabel: string }
}

/** A live link of a document or a part of it. */
export interface LinkFacts {
  bookId: string
  bookNumber?: string
  how: 'pushed' | 'adopted' | 'decided'
  /** The version that is in the books, and its body. */
  version: number
  sent?: { expected?: Expected; bookUpdatedAt?: string; linesAgreedAt?: string; bookLineIds?: Record<string, string> }
  alias: boolean
}

/** Where something stands that a document depends on. `planned`: this run will write it before. `unknown`: we do not have the document. */
export interface ParentFacts {
  state: 'linked' | 'planned' | 'waiting' | 'failed' | 'asked' | 'unapproved' | 'void' | 'notDue' | 'held' | 'unknown'
  bookId?: string
  /** Why it failed. */
  code?: ErrorCode
  /** Why it is not due: its state here, a date before the start date, or a person's choice never to send it. */
  because?: 'draft' | 'cancelled' | 'reversed' | 'early' | 'leftOut'
  /** What the books still have to give of a credit in them, minor units. */
  left?: number
}

/** An invoice that money or a credit can settle: all amounts in minor units. */
export interface OpenInvoice {
  customer: string
  currency: string
  number: string
  issueDate: string
  gross: number
  /** Tax point, where it is not the issue date. */
  taxPoint?: string
  /** Our tax codes of its lines, for deposits that are taken off again. */
  taxCodes?: readonly string[]
  /** CIS suffered that is still to be entered, minor units. */
  cisDeduction?: number
  /** Written off by a credit of ours that stands in the books, minor units. */
  writtenOff?: number
  /** Open in the books, or the gross of one that this run creates, minus everything that this run has planned against it already. */
  open: number
}

/** What is left open of an invoice once everything that can settle it has: minor units. */
export interface RestFacts {
  /** Open in the books (all of one that this run enters), less everything that this run is to set against it. */
  inBooks: number
  /** Open by the host's own documents: its total less what they say has settled it. */
  byHost: number
  /** How many receipts of the host settle a part of it. */
  receipts: number
  /** Where the invoice itself stands after the plan's look at it: `new`, this run enters it; `settled`, nothing is to be done or asked. */
  standing: 'settled' | 'new' | 'other'
  /** A payment or credit of its customer, or one that names it, waits, is on its way, is held or has a problem. */
  unsettled: boolean
  /** What of this run has to be in the books before the rest is what it is: refs, parts as the claim names them. */
  needs: string[]
  /** Write-offs of it that a person has let go: a number is never used twice. */
  earlier: number
  /** The credit that writes it off, by its link or its number, and whether it is set against the invoice. */
  credit?: { record: BookDocument; allocated: boolean }
  /** A problem of its write-off is open. */
  told: boolean
}

/** Everything known of one document. */
export interface PushFacts<K extends DocumentKind> {
  document: Document<K>
  token: string
  /** `main`, and the other parts that are linked. */
  links: Partial<Record<LinkPart, LinkFacts>>
  /** Body of the version in the books (of the main link). */
  linkedBody?: DocumentBodies[K]
  /** The mirror's record of the main link. */
  record?: { customer: BookContact; invoice: BookDocument; credit: BookDocument; payment: BookPayment | BookOnAccount }[K]
  /** By ref: the customer, and every invoice, credit or payment that the document names. */
  parents: ReadonlyMap<string, ParentFacts>
  customer?: Customer
  /** Records in the books that might be this one, none of them linked to another document of ours, with the contact's live link resolved. */
  candidates: { documents: BookDocument[]; payments: BookPayment[]; onAccount: BookOnAccount[] }
  /** Equal unlinked documents of ours that compete for the same candidates (accounting rule 7: a multiset), this one included. */
  rivals: number
  /** By ref `invoice/{id}`. */
  open: ReadonlyMap<string, OpenInvoice>
  /** Money of a credit that is not allocated yet, minor units; of its record in the books, or its gross. */
  unallocated?: number
  /** The number that an earlier create of it carried (exactly-once rule 5). */
  firstNumber?: string
  /** What the match stage found for a customer without a link: a question that nobody has answered. */
  match?: { code: ErrorCode; values: Values }
  /** Of a customer whose link followed a merge in the books: the contact that it had before, which stands again. */
  standsAgain?: string
  /** Name for a new customer, from `nameToSend`; absent: its own. */
  sendName?: { name: string; notes: Note[] }
  /** Of an invoice that a plan looks at to write off what is left of it. */
  rest?: RestFacts
  /** A person's yes or choice on the problem of this document: `voidIt`, `sendOurs`, `acceptTheirs`, `firstOpenDay`, `sendAgain` … */
  choice?: string
}

/** What is to become of one document or part. A write is still to be composed by the provider. */
export type PushDecision =
  | { decision: 'write'; step: PushStep; intent: WriteIntent; needs: string[]; notes: Note[] }
  /** `alias`: the host merged the customer into another, whose contact it shares (accounting rule 26). On a linked document: the link moves to this record. */
  | { decision: 'adopt'; part: LinkPart; bookId: string; bookNumber?: string; alias?: true; notes: Note[] }
  | { decision: 'skip'; part: LinkPart }
  /** `waitsFor`: a ref, `settings`, `approval`, or `day:{YYYY-MM-DD}`. */
  | { decision: 'wait'; part: LinkPart; waitsFor: string; code: ErrorCode; values: Values; notes: Note[] }
  | { decision: 'hold'; part: LinkPart }
  /** Not for the books now: a draft, before the start date, a kind switched off. `waitsFor`: a ref that, once linked, may show that it is in the books already. */
  | { decision: 'notDue'; part: LinkPart; code?: ErrorCode; values?: Values; waitsFor?: string }
  | { decision: 'ask'; part: LinkPart; code: ErrorCode; values: Values; bookId?: string }
  | { decision: 'refuse'; part: LinkPart; code: ErrorCode; values: Values; detail?: string; bookId?: string }

/** The rules' signature: `decideCustomer`, `decideInvoice`, `decideCredit`, `decideCreditAllocations`, `decidePayment`. */
export type Decide<K extends DocumentKind> = (facts: PushFacts<K>, context: PlanContext) => PushDecision[]
