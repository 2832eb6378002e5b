import type { Place } from './places.ts'

/** A kind of customer of the gas-and-heating company. */
export type CustomerType =
  | 'domestic'
  | 'landlord'
  | 'lettingAgent'
  | 'housingAssociation'
  | 'school'
  | 'restaurant'
  | 'contractor'
  | 'commercial'

/** What the books know of a customer before the first sync: decides what a good matcher says (`matchOf`). */
export type Known =
  | 'unknown'
  | 'sameNameInOffice'
  | 'sameEmail'
  | 'otherSpelling'
  | 'sameVatNumber'
  | 'sameAccountNumber'
  | 'misspelt'
  | 'nameOnly'
  | 'someoneElse'
  | 'twiceInBooks'
  | 'twiceInOffice'
  | 'sharedEmailHead'
  | 'sharedEmailBranch'
  | 'archived'
  | 'merged'
  | 'supplier'
  | 'tickedSupplier'

/** One customer card of the office, and (`known`, `knownWith`, `sites`) what only the generator knows of it. */
export interface CustomerRecord {
  ref: string
  name: string
  contact: string
  email: string
  tel: string
  mobile: string
  place: Place
  type: CustomerType
  vatNumber: string
  companyNumber: string
  terms: 'On completion' | '14 days' | '30 days' | '30 days EOM'
  status: 'Live' | 'Archived' | 'Merged'
  mergedInto: string
  branchOf: string
  cisContractor: boolean
  reverseCharge: boolean
  accountNumber: string
  alsoSupplier: boolean
  known: Known
  /** For the second card of the same person: the ref of the first. */
  knownWith: string
  sites: Site[]
}

/** A place where work is done and somebody else pays. */
export interface Site {
  ref: string
  name: string
  place: Place
}

/** What a matcher without further help should say for each story, and what the office answers where it asks. */
export const matchOf = {
  unknown: { match: 'create' },
  sameNameInOffice: { match: 'create' },
  sameEmail: { match: 'link' },
  otherSpelling: { match: 'link' },
  sameVatNumber: { match: 'link' },
  sameAccountNumber: { match: 'link' },
  misspelt: { match: 'ask', answer: 'link' },
  nameOnly: { match: 'ask', answer: 'link' },
  someoneElse: { match: 'ask', answer: 'create' },
  twiceInBooks: { match: 'ask', answer: 'link' },
  twiceInOffice: { match: 'ask', answer: 'link' },
  sharedEmailHead: { match: 'ask', answer: 'link' },
  sharedEmailBranch: { match: 'ask', answer: 'create' },
  archived: { match: 'link' },
  merged: { match: 'link' },
  supplier: { match: 'ask', answer: 'link' },
  tickedSupplier: { match: 'link' },
} as const satisfies Record<Known, { match: 'create' | 'link' | 'ask'; answer?: 'link' | 'create' }>
