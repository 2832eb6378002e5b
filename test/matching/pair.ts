/* A labelled pair: a customer of ours, the contact in the books that it is or only looks like, and the truth by construction. */

/** `same`: one customer, written down twice. `different`: two that look alike. `cannot know`: both stories leave the very same data behind. */
export type Label = 'same' | 'different' | 'cannot know'

/**
 * What a careful bookkeeper wants of the pair, who has the two records and nothing else (design section 9): linked without being asked, entered without being asked,
 * or asked, because only a person who knows the customer can say.
 */
export type Wanted = 'link' | 'ask' | 'create'

/** A customer card of the host or a contact of the books, as an office writes it. */
export interface Card {
  name: string
  kind?: 'company' | 'person'
  email?: string
  phone?: string
  mobile?: string
  postcode?: string
  vatNumber?: string
  companyNumber?: string
  accountNumber?: string
  /** Of a customer: the host says that it is a supplier too. */
  alsoSupplier?: true
  /** Of a contact: carries the host's id of the customer at this place of the story. */
  numberOf?: number
  /** Of a contact. */
  isSupplier?: true
  archived?: true
  /** Of a contact: merged into the contact at this place of the story. */
  mergedInto?: number
  /** Of a contact: linked already to the customer at this place of the story. */
  linkedTo?: number
}

/** What one story leaves in the two systems: cards by place, and what is asked about them. */
export interface Story {
  ours: Card[]
  theirs: Card[]
  pairs: { ours: number; theirs?: number; label: Label; wanted: Wanted }[]
}

/** A kind of story, with how it is made in words. */
export interface Kind {
  made: string
  stories: number
  tell: (draw: Draw) => Story
}

export interface Person {
  given: string
  surname: string
  full: string
}

/** Where a story takes its names, places and numbers from: no two stories share any, so that every likeness is the story's own. */
export interface Draw {
  /** A whole number from 0 up to, not including, the limit. */
  below(limit: number): number
  one<T>(from: readonly T[]): T
  surname(): string
  person(): Person
  /** A firm's distinctive name, two words: `Oldbury Heating`. */
  firm(): string
  postcode(): string
  landline(): string
  mobile(): string
  email(of: string): string
  vatNumber(): string
  companyNumber(): string
  accountNumber(): string
}
