import type { Customer } from '../customer.ts'
import type { ErrorCode } from '../errors.ts'
import type { Note } from '../plan.ts'
import { type Evidence, evidenceOf, isCommon, type MatchContext, reasonWords, speaksAgainst, strongest } from './match-evidence.ts'
import { type Comparable, type ComparableContact, comparableCustomer, identifierKeys, nameKeys, postcodeKeys } from './match-index.ts'

export type { Evidence, MatchContext } from './match-evidence.ts'
export { indexContacts, indexCustomers } from './match-index.ts'

/** A contact that might be the customer, with reasons a person can read. */
export interface Candidate {
  bookId: string
  name: string
  reasons: string[]
  evidence: Evidence[]
  archived: boolean
  isSupplier: boolean
  /** Our customer that the contact is linked to. */
  linkedTo?: string
}

/** Whether a customer is already in the books. */
export type CustomerMatch =
  | { decision: 'link'; bookId: string; evidence: Evidence[]; archived: boolean; candidate: Candidate }
  | { decision: 'create'; notes: Note[] }
  | { decision: 'ask'; code: ErrorCode; candidates: Candidate[] }

/** At most so many candidates are shown. */
const CANDIDATES_SHOWN = 10

/**
 * Whether a customer without a link is already in the books (design section 9, accounting rules 25 to 30): one contact by strong evidence with nothing against it is
 * linked, none is created, anything else is asked. A wrong link is worse than a duplicate, a duplicate worse than a question.
 */
export function matchCustomer(customer: { externalId: string; body: Customer }, context: MatchContext): CustomerMatch {
  const ours = comparableCustomer(customer.body)
  const found = meet(customer.externalId, ours, context).map((theirs) => weigh(customer.externalId, ours, theirs, context))
  const worth = withoutExplained(found.filter(({ score }) => score >= worthAsking))
  const candidates = withoutLesser(worth.toSorted(bestFirst))
  const own = candidates.find((candidate) => has(candidate, 'contactNumber') && !candidate.against && candidate.linkedTo === undefined)
  if (own !== undefined) return link(own)
  const [best, second] = candidates
  if (best === undefined) return { decision: 'create', notes: [] }
  if (second === undefined && mayLink(best, customer.body)) return link(best)
  return { decision: 'ask', code: questionCode(best, second), candidates: candidates.slice(0, CANDIDATES_SHOWN).map(shown) }
}

interface Weighed extends Candidate {
  score: number
  /** Something speaks against it being the same. */
  against: boolean
}

/** Points by which candidates are ordered and weak ones told from none: a postcode alone is the neighbours'. */
const points: Record<Evidence['by'], number> = {
  contactNumber: 8,
  vatNumber: 6,
  companyNumber: 6,
  accountNumber: 4,
  email: 4,
  name: 4,
  similarName: 2,
  relatedName: 1,
  phone: 2,
  postcode: 1,
}
const worthAsking = 2

/** Contacts that share anything with the customer, each under the one that it was merged into. */
function meet(externalId: string, ours: Comparable, { contacts, rejected }: MatchContext): ComparableContact[][] {
  const byContact = new Map<string, Set<ComparableContact>>()
  for (const key of [
    `contactNumber:${externalId}`,
    ...identifierKeys(ours.identifiers),
    ...postcodeKeys(ours.identifiers),
    ...nameKeys(ours.name),
  ]) {
    for (const theirs of contacts.byKey.get(key) ?? []) {
      const same = byContact.get(theirs.standsFor) ?? new Set()
      byContact.set(theirs.standsFor, same.add(theirs))
    }
  }
  return [...byContact].filter(([bookId]) => rejected?.has(bookId) !== true).map(([, records]) => [...records])
}

/** All evidence for one contact: from itself and from the records merged into it. */
function weigh(externalId: string, ours: Comparable, records: ComparableContact[], context: MatchContext): Weighed {
  const [first] = records
  const main = (first && context.contacts.byId.get(first.standsFor)) ?? first
  if (main === undefined) throw new RangeError('a candidate without a record')
  const evidence = strongest(records.flatMap((theirs) => evidenceOf(externalId, ours, theirs, context)))
  const linkedTo = context.linked.get(main.contact.bookId)
  return {
    bookId: main.contact.bookId,
    name: main.contact.name,
    reasons: evidence.map((each) => reasonWords(each)),
    evidence,
    archived: main.contact.state === 'archived',
    isSupplier: main.contact.isSupplier,
    ...(linkedTo !== undefined && { linkedTo }),
    score: evidence.reduce((total, { by }) => total + points[by], 0),
    against: records.every((theirs) => speaksAgainst(externalId, ours, theirs, evidence, context)),
  }
}

/** A contact linked to another customer of ours is explained by it, unless the evidence is strong or it has the very name that ours would be created with. */
const withoutExplained = (candidates: Weighed[]): Weighed[] =>
  candidates.filter((candidate) => candidate.linkedTo === undefined || isStrong(candidate) || has(candidate, 'name'))

/**
 * Where the best has strong evidence and the very name, those are no candidates that only share something with it (sister branches, departments), are only called
 * similarly, or have their customer.
 */
function withoutLesser(candidates: Weighed[]): Weighed[] {
  const [best, ...others] = candidates
  if (best === undefined || best.linkedTo !== undefined || !isStrong(best) || !has(best, 'name')) return candidates
  const lesser = (other: Weighed): boolean => !isStrong(other) && (other.linkedTo !== undefined || other.evidence.every(isCommon))
  return [best, ...others.filter((other) => !lesser(other))]
}

const isStrong = ({ evidence }: Candidate): boolean => evidence.some(({ strength }) => strength === 'strong')
const has = ({ evidence }: Candidate, kind: Evidence['by']): boolean => evidence.some(({ by }) => by === kind)

function bestFirst(a: Weighed, b: Weighed): number {
  const strength = Number(isStrong(b)) - Number(isStrong(a))
  const alive = Number(a.archived) - Number(b.archived)
  return strength || b.score - a.score || alive || (a.bookId < b.bookId ? -1 : 1)
}

/** A supplier is linked after one question, unless the host says that this customer is one (accounting rule 28). */
const mayLink = (candidate: Weighed, body: Customer): boolean =>
  isStrong(candidate) && !candidate.against && candidate.linkedTo === undefined && (!candidate.isSupplier || body.alsoSupplier === true)

const link = (found: Weighed): CustomerMatch => ({
  decision: 'link',
  bookId: found.bookId,
  evidence: found.evidence.filter(({ strength }) => strength === 'strong'),
  archived: found.archived,
  candidate: shown(found),
})

function questionCode(best: Weighed, second: Weighed | undefined): ErrorCode {
  if (best.linkedTo !== undefined) return 'CONTACT_BELONGS_TO_OTHER'
  return second === undefined && best.isSupplier && isStrong(best) ? 'CUSTOMER_IS_SUPPLIER' : 'CUSTOMER_QUESTION'
}

const shown = ({ score: _score, against: _against, ...candidate }: Weighed): Candidate => candidate
