import type { Customer } from '../customer.ts'
import type { ErrorCode } from '../errors.ts'
import type { Note } from '../plan.ts'
import {
  type Comparable,
  type ComparableContact,
  comparableCustomer,
  type ContactIndex,
  type CustomerIndex,
  identifierKeys,
  identifying,
  nameKeys,
} from './match-index.ts'
import { compareNames } from './normalise-name.ts'

export { indexContacts, indexCustomers, type ContactIndex, type CustomerIndex } from './match-index.ts'

/** One thing that two records share. Strong evidence links where nothing speaks against it; weak evidence only asks. */
export interface Evidence {
  by: 'contactNumber' | (typeof identifying)[number] | 'name' | 'similarName' | 'phone' | 'postcode'
  strength: 'strong' | 'weak'
  /** Why an identifier is not strong here, or what the contact is called; in words. */
  remark?: string
}

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
  | { decision: 'link'; bookId: string; evidence: Evidence[]; archived: boolean }
  | { decision: 'create'; notes: Note[] }
  | { decision: 'ask'; code: ErrorCode; candidates: Candidate[] }

export interface MatchContext {
  contacts: ContactIndex
  customers: CustomerIndex
  /** Contacts that are linked already → the customer of ours. */
  linked: ReadonlyMap<string, string>
  /** Contacts of which a person said that they are not this customer. */
  rejected?: ReadonlySet<string>
}

/** At most so many candidates are shown. */
const CANDIDATES_SHOWN = 10

/**
 * Whether a customer without a link is already in the books (design section 9, accounting rules 25 to 30): one contact by strong evidence with nothing against it is
 * linked, none is created, anything else is asked. A wrong link is worse than a duplicate, a duplicate worse than a question.
 */
export function matchCustomer(customer: { externalId: string; body: Customer }, context: MatchContext): CustomerMatch {
  const ours = comparableCustomer(customer.body)
  const found = meet(customer.externalId, ours, context).map((theirs) => weigh(customer.externalId, ours, theirs, context))
  const candidates = withoutExplained(found.filter(({ score }) => score >= worthAsking)).toSorted(bestFirst)
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
  phone: 2,
  postcode: 1,
}
const worthAsking = 2

/** Contacts that share anything with the customer, each under the one that it was merged into. */
function meet(externalId: string, ours: Comparable, { contacts, rejected }: MatchContext): ComparableContact[][] {
  const byContact = new Map<string, Set<ComparableContact>>()
  for (const key of [`contactNumber:${externalId}`, ...identifierKeys(ours.identifiers), ...nameKeys(ours.name)]) {
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

function evidenceOf(externalId: string, ours: Comparable, theirs: ComparableContact, context: MatchContext): Evidence[] {
  const names = compareNames(ours.name, theirs.name)
  const found: Evidence[] = []
  if (theirs.contact.contactNumber === externalId) found.push({ by: 'contactNumber', strength: names === 'different' ? 'weak' : 'strong' })
  found.push(...identifying.flatMap((by) => identifierEvidence(by, ours, theirs, context)))
  if (names === 'same') found.push({ by: 'name', strength: 'weak', remark: theirs.contact.name })
  if (names === 'similar' && !livesElsewhere(ours, theirs)) found.push({ by: 'similarName', strength: 'weak', remark: theirs.contact.name })
  if (ours.identifiers.phones.some((phone) => theirs.identifiers.phones.includes(phone))) found.push({ by: 'phone', strength: 'weak' })
  if (ours.identifiers.postcode !== undefined && ours.identifiers.postcode === theirs.identifiers.postcode) {
    found.push({ by: 'postcode', strength: 'weak' })
  }
  return found
}

/** Strong only where unique on both sides (accounting rule 25); account number and e-mail only together with the name, for chance and families share them. */
function identifierEvidence(
  by: (typeof identifying)[number],
  ours: Comparable,
  theirs: ComparableContact,
  context: MatchContext,
): Evidence[] {
  const value = ours.identifiers[by]
  if (value === undefined || value !== theirs.identifiers[by]) return []
  const key = `${by}:${value}`
  if ((context.customers.byKey.get(key)?.size ?? 1) > 1) return [{ by, strength: 'weak', remark: 'several of your customers have it' }]
  const holders = new Set((context.contacts.byKey.get(key) ?? []).map(({ standsFor }) => standsFor))
  if (holders.size > 1) return [{ by, strength: 'weak', remark: 'several contacts have it' }]
  const named = compareNames(ours.name, theirs.name) !== 'different'
  const backed = named || ((by === 'vatNumber' || by === 'companyNumber') && sharePlace(ours, theirs))
  return [backed ? { by, strength: 'strong' } : { by, strength: 'weak', remark: 'the names differ' }]
}

const sharePlace = (ours: Comparable, theirs: Comparable): boolean =>
  (ours.identifiers.postcode !== undefined && ours.identifiers.postcode === theirs.identifiers.postcode) ||
  (ours.identifiers.email !== undefined && ours.identifiers.email === theirs.identifiers.email) ||
  ours.identifiers.phones.some((phone) => theirs.identifiers.phones.includes(phone))

/** A namesake: a name that is only similar, with another postcode and no way to reach them in common. */
function livesElsewhere(ours: Comparable, theirs: Comparable): boolean {
  const [here, there] = [ours.identifiers.postcode, theirs.identifiers.postcode]
  return here !== undefined && there !== undefined && here !== there && !sharePlace(ours, theirs)
}

/** Another VAT or company number, or a contact number that belongs to another customer of ours. */
function speaksAgainst(
  externalId: string,
  ours: Comparable,
  theirs: ComparableContact,
  evidence: Evidence[],
  context: MatchContext,
): boolean {
  const differs = (by: 'vatNumber' | 'companyNumber'): boolean => {
    const [mine, yours] = [ours.identifiers[by], theirs.identifiers[by]]
    return mine !== undefined && yours !== undefined && mine !== yours
  }
  const number = theirs.contact.contactNumber
  const another = number !== undefined && number !== externalId && context.customers.externalIds.has(number)
  return (
    another ||
    differs('vatNumber') ||
    differs('companyNumber') ||
    evidence.some(({ by, strength }) => by === 'contactNumber' && strength === 'weak')
  )
}

/** One piece of evidence of each kind, the strong one where there are two. */
function strongest(evidence: Evidence[]): Evidence[] {
  const byKind = new Map<Evidence['by'], Evidence>()
  for (const each of evidence) if (byKind.get(each.by)?.strength !== 'strong') byKind.set(each.by, each)
  if (byKind.has('name')) byKind.delete('similarName')
  return [...byKind.values()]
}

/** A contact linked to another customer of ours is explained by it, unless the evidence is strong or it has the very name that ours would be created with. */
function withoutExplained(candidates: Weighed[]): Weighed[] {
  const kept = candidates.filter((candidate) => candidate.linkedTo === undefined || isStrong(candidate))
  return kept.length > 0 ? kept : candidates.filter((candidate) => has(candidate, 'name'))
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

const link = ({ bookId, evidence, archived }: Weighed): CustomerMatch => ({
  decision: 'link',
  bookId,
  evidence: evidence.filter(({ strength }) => strength === 'strong'),
  archived,
})

function questionCode(best: Weighed, second: Weighed | undefined): ErrorCode {
  if (best.linkedTo !== undefined) return 'CONTACT_BELONGS_TO_OTHER'
  return second === undefined && best.isSupplier && isStrong(best) ? 'CUSTOMER_IS_SUPPLIER' : 'CUSTOMER_QUESTION'
}

const shown = ({ score: _score, against: _against, ...candidate }: Weighed): Candidate => candidate

const evidenceWords: Record<Evidence['by'], string> = {
  contactNumber: 'It carries our number for this customer',
  vatNumber: 'Same VAT number',
  companyNumber: 'Same company number',
  accountNumber: 'Same account number',
  email: 'Same e-mail',
  name: 'Same name',
  similarName: 'Similar name',
  phone: 'Same telephone',
  postcode: 'Same postcode',
}

const reasonWords = ({ by, remark }: Evidence): string => (remark === undefined ? evidenceWords[by] : `${evidenceWords[by]} (${remark})`)
