import type { Outcome } from '../domain/entities.ts'
import type { Expected } from '../domain/plan.ts'

/** What a company has paid for. `ended`: nothing is sent, everything can be read. */
export interface Entitlement {
  state: 'trial' | 'active' | 'ended'
  trialEndsOn?: string
}

/** An organisation that one consent opened, to choose from. */
export interface OrganisationChoice {
  organisationId: string
  name: string
  grantId?: string
}

/** What was last sent for a linked document: what a three-way comparison and an update go by. */
export interface SentFacts {
  expected?: Expected
  /** When the record changed last in the books, as the provider said after our write. */
  bookUpdatedAt?: string
  /** When the lines in the books were last known to be ours: a later change of the record may be someone's coding (accounting rule 36). */
  linesAgreedAt?: string
  /** Host line id → line id in the books; an update gives them back (accounting rule 35). */
  bookLineIds?: Record<string, string>
}

/** Counts of a run: per kind of document, per outcome. */
export interface RunCounts {
  /** All that the run planned. */
  planned?: number
  /** What of it is still to be done. */
  toGo?: number
  byKind?: Record<string, Partial<Record<Outcome, number>>>
  calls?: number
}

/** A contact that might be this customer, best first. */
export interface MatchCandidate {
  bookId: string
  name: string
  reasons: string[]
  archived?: boolean
  isSupplier?: boolean
  /** Our customer that the contact is linked to already: this one would be its alias. */
  linkedTo?: string
}

export type MatchDecision = { link: string } | { create: true }

/** What the bell can say. */
export type NotificationCode =
  | 'RUN_FINISHED'
  | 'RUN_NEEDS_ATTENTION'
  | 'RUN_FAILED'
  | 'CONNECTION_NEEDS_ATTENTION'
  | 'TIE_OUT_AGREES'
  | 'TIE_OUT_DIFFERS'
  | 'SCHEDULE_MISSED'
  | 'MATCHES_ASKED'
  | 'CONSENT_EXPIRES'
  | 'SIGN_IN_FAILED'

/** What the provider answered that it booked, in minor units. */
export interface BookedAmounts {
  net?: number
  tax?: number
  gross?: number
  amountDue?: number
  taxes?: { bookTaxCode: string; net: number; tax: number }[]
}

/** The kinds of code that the books have and settings map to. */
export type CodeKind = 'tax' | 'nominal' | 'bank'
