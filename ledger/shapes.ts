import type { Outcome } from '../domain/entities.ts'

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

/** What was sent for a document when it was linked, to compare three ways. */
export interface SentFacts {
  /** SHA-256 of the composed body. */
  bodyHash: string
  number?: string
  /** The composed body of the last write, for the three-way comparison. */
  body?: unknown
}

/** Counts of a run: per kind of document, per outcome. */
export interface RunCounts {
  planned?: number
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

/** What the provider answered that it booked, in minor units. */
export interface BookedAmounts {
  net?: number
  tax?: number
  gross?: number
  amountDue?: number
  taxes?: { bookTaxCode: string; net: number; tax: number }[]
}
