import type { Automations, Codes, MirrorRecords, Organisation } from '../domain/books.ts'
import type { Customer } from '../domain/customer.ts'
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
  /** Who pays: for the terms of payment where a document has no due date, and the words of a reverse charge. */
  customer?: Customer
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
  /** `kept`: as it was read some minutes ago, so that what seldom changes need not be asked for again. */
  readOrganisation(kept?: Organisation): Promise<Organisation>
  readCodes(): Promise<Codes>
  /** What the organisation does by itself beside what we send (accounting rule 44). What is not opened to us is `unknown`, never an exception: nothing is decided by it. */
  readAutomations(): Promise<Automations>
  /**
   * The next page of what changed since the cursor; `cursor` undefined reads everything. Including void and archived records. `fresh`: also what
   * seldom changes and is otherwise not asked for each time.
   */
  changes<K extends MirrorKind>(kind: K, cursor: string | undefined, fresh?: boolean): Promise<Page<MirrorRecords[K]>>
  /**
   * Sends the request once with the key. Never throws for what the provider or the road did: that is data.
   * Takes no turn: the caller takes one, and asks for the access token, before it marks the envelope sent (exactly-once rule 8).
   * `sendBefore` is a reading of `performance.now()`: if the request could not start by then it is `notTaken`; default: `settle.sendBy` from the call.
   */
  send(operation: Operation, request: WireRequest, key: string, sendBefore?: number): Promise<SendAnswer>
  /** Everything in the books that bears what was sent (number, token, contact number, or the same contact, date and amount), complete, void and archived included. Costs calls; throws SyncError. */
  find(sought: Sought): Promise<Found[]>
  /** As `find` for each of several of one operation, in their order, in as few calls as the provider documents. */
  findAll(sought: readonly Sought[]): Promise<Found[][]>
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
  /** `updatedAt` of that record as known before the update was sent: a record that still has it did not get the update. */
  before?: string
  /** What the record of an update was last sent to hold: one that still holds it did not get the update, whatever else moved its time (money set against it, say). */
  held?: Expected
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
export type SendAnswer = Said & SendOutcome

/** The answer as it came, for support; it is kept sealed. */
export interface Said {
  correlationId?: string
  text?: string
}

export type SendOutcome =
  | { outcome: 'answered'; items: ItemAnswer[] }
  /** The whole request was refused for one item's sake: nothing was taken. */
  | { outcome: 'refused'; code: ErrorCode; detail: string }
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
      /** Ids of the document's lines in the books, in the order of `expected.lineIds`; an update gives them back (accounting rule 35). */
      bookLineIds?: string[]
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

/** What a provider is handed to work with. Every read takes a turn of its own; a send's turn was taken by its caller. */
export interface Tools {
  turn(): Promise<void>
  accessToken(): Promise<string>
  /** Milliseconds UTC. */
  now(): number
  /** The API's root, from the configuration. */
  apiUrl: string
  /** How long a request may take before it is given up, in milliseconds; default: the manifest's `settle.requestTimeout`. */
  requestTimeoutMs?: number
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
  /** Where people open the books; a sandbox serves the same paths at its own address. */
  bookUrl: string
  deepLink(kind: DocumentKind | 'contact' | 'bankAccount', bookId: string, organisation: Organisation, bookUrl: string): string
}

/** Where a provider's sign-in, identity and API hosts are, from the configuration; a sandbox serves all on one. */
export interface Addresses {
  loginUrl: string
  identityUrl: string
  apiUrl: string
}

/** The app that asks: ours, or the company's own client id and secret. */
export interface AppKeys {
  clientId: string
  clientSecret: string
}

/** What a consent gives, for one company and one user of the provider; moments are ISO 8601 UTC. */
export interface TokenSet {
  accessToken: string
  refreshToken: string
  expiresAt: string
  refreshExpiresAt: string
  scopes: string[]
  /** The provider's id of the person who signed in: token sets are kept by company and this. */
  providerUserId: string
}

/** An organisation that a consent gives us access to. */
export interface ConnectedOrganisation {
  organisationId: string
  name: string
  /** What `disconnect` asks for; not the organisation's id. */
  grantId: string
  connectedAt: string
}

/** Signing in at one provider: pure addresses and calls that take no turn and have time-outs. Throws SyncError. */
export interface SignIn {
  authorizeUrl(to: Addresses, app: AppKeys, request: { state: string; redirectUri: string }): string
  exchange(to: Addresses, app: AppKeys, consent: { code: string; redirectUri: string }): Promise<TokenSet>
  /** A new set for the old one, which is then used up; the caller commits it before use (law 7). */
  refresh(to: Addresses, app: AppKeys, tokens: TokenSet): Promise<TokenSet>
  organisations(to: Addresses, accessToken: string): Promise<ConnectedOrganisation[]>
  /** Ends our access to one organisation and leaves the others of the same consent alone; gone already is well. */
  disconnect(to: Addresses, accessToken: string, grantId: string): Promise<void>
  /** Ends the whole consent. */
  revoke(to: Addresses, app: AppKeys, tokens: TokenSet): Promise<void>
}

/** Something that changed in the books, as told by the provider; what it is now has to be read. */
export interface InboundEvent {
  organisationId: string
  /** Where it belongs in the mirror; undefined: something we do not keep. */
  mirrorKind?: MirrorKind
  bookId: string
  occurredAt: string
}

/** Messages of the provider to us. */
export interface InboundWebhook {
  /** Header that carries the signature, lower case. */
  signatureHeader: string
  /** Whether the raw body was signed with the key. */
  isGenuine(rawBody: Uint8Array, signature: string | undefined, key: string): boolean
  /** The events of a genuine body; throws SyncError. */
  events(rawBody: Uint8Array): InboundEvent[]
}
