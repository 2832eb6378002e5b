import type { Codes, MirrorRecords, Organisation } from '../domain/books.ts'
import type { DocumentKind, MirrorKind, Operation, ProviderName } from '../domain/entities.ts'
import type { ErrorCode } from '../domain/errors.ts'
import type { Arithmetic, Expected, Json, Note, Values, WriteIntent } from '../domain/plan.ts'
import type { Settings } from '../domain/settings.ts'

/*
 * What every accounting package is to us. A provider translates and asks; it never decides what is due and never touches the ledger.
 */

export interface Provider {
  manifest: Manifest
  arithmetic: Arithmetic
  /** Pure: the body of one write of one document, and what the books should hold afterwards. Refusals that can be known beforehand are data. */
  compose(write: WriteIntent, context: ComposeContext): Composed
  /** Pure: one HTTP request out of bodies whose refs are filled; all of one operation and group. The text is stored before it is sent and goes out byte for byte. */
  request(operation: Operation, bodies: Json[]): WireRequest
  /** A session at one organisation; costs no call. */
  open(organisationId: string, tools: Tools): Session
  /** What a failure of this provider means; undefined: not its words, so a bug of ours. */
  explain(failure: unknown): Explanation | undefined
}

export interface ComposeContext {
  settings: Settings
  codes: Codes
  organisation: Organisation
  /** Where the person's record is in the host, for the document's link. */
  hostName?: string
}

export type Composed =
  | { ok: true; body: Json; group: string; expected: Expected; needs: string[]; notes: Note[] }
  | { ok: false; code: ErrorCode; values: Values; detail?: string }

/** One HTTP request, as an envelope keeps it. `path` begins after the API's root and carries the query. */
export interface WireRequest {
  method: 'PUT' | 'POST' | 'DELETE'
  path: string
  body: string
}

export interface Session {
  readOrganisation(): Promise<Organisation>
  readCodes(): Promise<Codes>
  /** The next page of what changed since the cursor; `cursor` undefined reads everything. Including void and archived records. */
  changes<K extends MirrorKind>(kind: K, cursor: string | undefined): Promise<Page<MirrorRecords[K]>>
  /** Sends the request once with the key. Never throws for what the provider or the road did: that is data. */
  send(operation: Operation, request: WireRequest, key: string): Promise<SendAnswer>
  /** Everything in the books that bears what was sent (number, token, contact number, or the same contact, date and amount), complete, void and archived included. Costs calls; throws SyncError. */
  find(sought: Sought): Promise<Found[]>
}

/** What a look-up goes by: the body that was sent, never today's document. */
export interface Sought {
  operation: Operation
  body: Json
  expected: Expected
  /** Contact and documents of `expected` as ids of the books, by ref. */
  ids: Record<string, string>
  /** The record an update or allocation was for. */
  bookId?: string
}

/** A record met by a look-up. */
export interface Found {
  bookId: string
  bookNumber?: string
  /** `same`: holds what was sent; `changed`: ours by token or number, but holds something else; `void`: ours and void, deleted or archived; `before`: an update that did not arrive. */
  likeness: 'same' | 'changed' | 'void' | 'before' | 'stranger'
  amounts?: { net?: number; tax?: number; gross?: number; amountDue?: number }
  updatedAt?: string
}

/** What came back for a whole request. */
export type SendAnswer =
  | { outcome: 'answered'; items: ItemAnswer[]; correlationId?: string }
  /** The whole request was refused for one item's sake: nothing was taken. */
  | { outcome: 'refused'; code: ErrorCode; detail: string; correlationId?: string }
  /** Provably not taken (401, 403, 429): same key, same bytes, later. */
  | { outcome: 'notTaken'; code: ErrorCode; detail: string; retryAfterSeconds?: number }
  /** Time-out, dropped or cut answer, 5xx: may or may not stand in the books. */
  | { outcome: 'unknown'; detail: string }

/** What came back for one item, in the order of the request. */
export type ItemAnswer =
  | {
      kind: 'taken'
      bookId: string
      bookNumber?: string
      amounts?: {
        net?: number
        tax?: number
        gross?: number
        amountDue?: number
        taxes?: { bookTaxCode: string; net: number; tax: number }[]
      }
      updatedAt?: string
      warnings: string[]
    }
  | { kind: 'refused'; code: ErrorCode; detail: string; values: Values }
  /** "Already used": evidence of an earlier arrival, to be looked up (exactly-once rule 11). */
  | { kind: 'lookUp'; detail: string }

export interface Page<T> {
  records: T[]
  /** Where to go on; store it only when `done`, unless it names a page. */
  cursor: string
  done: boolean
}

/** What a provider is handed to work with. Every call takes a turn first. */
export interface Tools {
  turn(): Promise<void>
  accessToken(): Promise<string>
  /** Milliseconds UTC. */
  now(): number
  /** The API's root, from the configuration. */
  apiUrl: string
  /** Tells the turns what the provider said about what is left and when to come back. */
  heard(limits: { minuteLeft?: number; dayLeft?: number; retryAfterSeconds?: number; problem?: string }): void
  log(event: string, facts: Record<string, string | number>): void
}

export interface Explanation {
  code: ErrorCode
  detail: string
  values?: Values
  retryAfterSeconds?: number
}

/** Everything about a provider that is data. */
export interface Manifest {
  name: ProviderName
  label: string
  signIn: 'oauth2'
  /** Scopes of the first consent; `scopeVersion` rises when they do. */
  scopes: readonly string[]
  scopeVersion: number
  limits: {
    perMinute: number
    perMinuteSpent: number
    reservedForExpress: number
    perDay: number
    concurrent: number
    writers: number | 'any'
    source: string
  }
  batch: Record<Operation, number>
  maxRequestBytes: number
  /** Parts of the settle time in milliseconds, each with its source. */
  settle: { sendBy: number; requestTimeout: number; network: number; longestRequest: number; visibilityLag: number; source: string }
  unsupported: Partial<Record<Operation, string>>
  /** Fields of an invoice that may be changed after a (part) payment. */
  editableAfterPayment: readonly string[]
  numberMaxLength: number
  referenceMaxLength: number
  rounding: 'perLine' | 'perRate' | 'given'
  deepLink(kind: DocumentKind | 'contact' | 'bankAccount', bookId: string, organisation: Organisation, bookUrl: string): string
}
