import type { Document } from './document.ts'
import type { BookState, DocumentKind, LinkPart, Operation, PushStep } from './entities.ts'
import type { ErrorCode, Values } from './errors.ts'

export type { Values } from './errors.ts'

/*
 * What a run would do, document by document. A preview shows it; a run carries it out.
 */

/** A JSON value as composed for a provider; `{"$ref": "customer/123"}` stands where an id of the books does not exist yet. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** What the books should hold after a write: what a look-up compares with, and what `confirm` checks. Minor units. */
export interface Expected {
  kind: DocumentKind
  /** `{"$ref"}` of the contact, as `customer/{externalId}`. */
  customer?: string
  number?: string
  /** The number that the document has by now, where a create still carries the one first sent: it follows as an update (exactly-once rule 5). */
  numberToFollow?: string
  /** The short token unique to the document, in the reference of a payment. */
  token?: string
  date?: string
  currency?: string
  net?: number
  tax?: number
  gross?: number
  taxes?: { bookTaxCode: string; net: number; tax: number }[]
  state?: BookState
  bankAccountId?: string
  reference?: string
  /** Of a receipt, credit allocation or on-account money: what it settles, as `invoice/{externalId}`, in minor units. */
  allocations?: { document: string; amount: number }[]
  name?: string
  contactNumber?: string
  /** Of a customer: each field as sent, by the names of `BookContact.fields`, to compare three ways (accounting rule 29). */
  fields?: Record<string, string>
  /** Of an invoice or credit: the host's line ids in the order sent; a line that we added has one of ours, `counterfoil:…`. */
  lineIds?: string[]
  /** Of an update: someone saved the lines in the books since we sent them, and this write leaves them (accounting rule 36). */
  theirLines?: true
}

/** One write that a run intends for a document or a part of it. */
export interface PlannedWrite {
  decision: 'write'
  operation: Operation
  step: PushStep
  part: LinkPart
  body: Json
  /** Items of one group and operation may share a request. */
  group: string
  expected: Expected
  /** What must be linked first, as `customer/{externalId}`, `invoice/{externalId}`, `credit/{externalId}`, `payment/{externalId}`. */
  needs: string[]
  /** For an update or an allocation: the record in the books that it is for. */
  bookId?: string
  /** Words for the preview: a layout used, a cut reference, a warning. Codes of the error table with their values. */
  notes: Note[]
}

/** What a run decided about one document, or one part of it. */
export type Decision =
  | PlannedWrite
  | { decision: 'adopt'; part: LinkPart; bookId: string; bookNumber?: string; notes: Note[] }
  | { decision: 'skip'; part: LinkPart }
  | { decision: 'wait'; part: LinkPart; waitsFor: string; code?: ErrorCode; values?: Values; notes: Note[] }
  | { decision: 'hold'; part: LinkPart }
  | { decision: 'ask'; part: LinkPart; code: ErrorCode; values: Values }
  | { decision: 'refuse'; part: LinkPart; code: ErrorCode; values: Values; detail?: string }

export interface Note {
  code: ErrorCode
  values: Values
}

/** Why something cannot go: a code with its values, and their words where someone else said so. */
export interface Refusal {
  code: ErrorCode
  values: Values
  detail?: string
}

/** What is to be written: one operation for one document, with what the rules decided. */
export interface WriteIntent {
  operation: Operation
  part: LinkPart
  document: Document
  /** The short token unique to the document (`CF-7K3QX9`). */
  token: string
  /** Number to send, after the numbers setting. */
  number?: string
  /** For an update: the record in the books, and what it holds now. */
  bookId?: string
  /** For an update: only these fields (names of `BookContact.fields`, or of the manifest's `editableAfterPayment`); absent: all. */
  fields?: readonly string[]
  /** For an update of an invoice: the host's line id → the line's id in the books; a line without one is a new line. */
  bookLineIds?: Record<string, string>
  /** For an update that sends no lines: someone saved them in the books since we sent them. */
  theirLines?: true
  /** For receipts, refunds and allocations: what the rules decided, in minor units; documents as refs `invoice/{externalId}`. */
  allocations?: { document: string; amount: number; date?: string }[]
  /** The part of a receipt that stays on account, minor units. */
  amount?: number
  bankAccountId?: string
  /** The issue date to use where a decision moved it. */
  date?: string
  /** Layout that `predict-totals` chose. */
  layout?: Layout
  /** A difference of rounding to send as a marked line without VAT, minor units. */
  roundingLine?: number
  /** Of a write-off (part `writeOff` of an invoice, `amount` of it): what it is found by, as its number or its reference, and where the books put it. */
  writeOff?: { name: string; nominalCode: string; bookTaxCode: string }
}

/** How the lines of one document are laid out so that the books come to the host's totals. */
export interface Layout {
  /** Whether amounts are sent with tax inside. */
  inclusive: boolean
  /**
   * `asGiven`: quantity × unit price with up to four decimals; `steady`: so too, but lines priced in fractions of a penny as 1 × their net (or gross) after discount;
   * `quantityOne`: each line so.
   */
  lines: 'asGiven' | 'steady' | 'quantityOne'
}

/** Says what the books will show for a layout of a document's lines: pure, minor units. */
export interface Arithmetic {
  /** Layouts of these lines to try, the most faithful first. */
  layouts: Layout[]
  predict(lines: PredictLine[], layout: Layout): Predicted
}

export interface PredictLine {
  quantity: string
  unitPrice: string
  /** Net after discount, where prices exclude tax; else gross. Minor units. */
  net?: number
  gross?: number
  /** Tax of the line in minor units, where the host rounds per line; for providers that take our tax amounts. */
  tax?: number
  discountPercent?: string
  discountAmount?: number
  pricesIncludeTax: boolean
  bookTaxCode: string
  /** Percentage as a decimal string; `0` for reverse charge. */
  percent: string
}

export interface Predicted {
  net: number
  tax: number
  gross: number
  taxes: { bookTaxCode: string; net: number; tax: number }[]
  lines: { net: number; tax: number }[]
}
