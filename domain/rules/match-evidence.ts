import { compareNames, type Likeness } from './compare-names.ts'
import type { Comparable, ComparableContact, ContactIndex, CustomerIndex } from './match-index.ts'
import { identifying } from './match-index.ts'

/** One thing that two records share. Strong evidence links where nothing speaks against it; weak evidence only asks. */
export interface Evidence {
  by: 'contactNumber' | (typeof identifying)[number] | 'name' | 'similarName' | 'relatedName' | 'phone' | 'postcode'
  strength: 'strong' | 'weak'
  /** Why an identifier is not strong here, or what the contact is called; in words. */
  remark?: string
}

export interface MatchContext {
  contacts: ContactIndex
  customers: CustomerIndex
  /** Contacts that are linked already → the customer of ours. */
  linked: ReadonlyMap<string, string>
  /** Contacts of which a person said that they are not this customer. */
  rejected?: ReadonlySet<string>
}

/** Everything that a customer and one contact have in common. */
export function evidenceOf(externalId: string, ours: Comparable, theirs: ComparableContact, context: MatchContext): Evidence[] {
  const names = compareNames(ours.name, theirs.name)
  const named = names === 'same' || names === 'similar'
  const found: Evidence[] = []
  if (theirs.contact.contactNumber === externalId) found.push({ by: 'contactNumber', strength: named ? 'strong' : 'weak' })
  found.push(...identifying.flatMap((by) => identifierEvidence(by, names, ours, theirs, context)))
  found.push(...nameEvidence(names, ours, theirs))
  if (samePhone(ours, theirs)) found.push({ by: 'phone', strength: 'weak' })
  if (postcodes(ours, theirs) === 'same') found.push({ by: 'postcode', strength: 'weak' })
  return found
}

function nameEvidence(names: Likeness, ours: Comparable, theirs: ComparableContact): Evidence[] {
  const remark = theirs.contact.name
  if (names === 'same') return [{ by: 'name', strength: 'weak', remark }]
  if (names === 'different' || livesElsewhere(ours, theirs)) return []
  return [{ by: names === 'similar' ? 'similarName' : 'relatedName', strength: 'weak', remark }]
}

const NAMES_DIFFER = 'the names differ'

/** Whether others have this too: a shared identifier, the same house, a name that is only similar. It says nothing where a better one is found. */
export const isCommon = ({ by, strength, remark }: Evidence): boolean =>
  strength === 'weak' && by !== 'name' && by !== 'contactNumber' && remark !== NAMES_DIFFER

/** Strong only where unique on both sides (accounting rule 25), and only together with the name or, for VAT and company numbers, the place. */
function identifierEvidence(
  by: (typeof identifying)[number],
  names: Likeness,
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
  const named = names === 'same' || names === 'similar'
  const backed = named || (by === 'companyNumber' && samePlace(ours, theirs)) || (by === 'vatNumber' && sameTrader(ours, theirs))
  return [backed ? { by, strength: 'strong' } : { by, strength: 'weak', remark: NAMES_DIFFER }]
}

/** A VAT number may be a group's: two companies of it have each a registered name, a shop and its owner's company do not. */
const sameTrader = (ours: Comparable, theirs: Comparable): boolean =>
  samePlace(ours, theirs) && (ours.name.legalForm === undefined || theirs.name.legalForm === undefined)

/** The same house, or a way to reach them in common with nothing that says two houses: branches share e-mails. */
const samePlace = (ours: Comparable, theirs: Comparable): boolean => postcodes(ours, theirs) !== 'other' && inTouch(ours, theirs)

const inTouch = (ours: Comparable, theirs: Comparable): boolean =>
  postcodes(ours, theirs) === 'same' ||
  (ours.identifiers.email !== undefined && ours.identifiers.email === theirs.identifiers.email) ||
  samePhone(ours, theirs)

const samePhone = (ours: Comparable, theirs: Comparable): boolean =>
  ours.identifiers.phones.some((phone) => theirs.identifiers.phones.includes(phone))

function postcodes({ identifiers: ours }: Comparable, { identifiers: theirs }: Comparable): 'same' | 'other' | 'unknown' {
  if (ours.postcode === undefined || theirs.postcode === undefined) return 'unknown'
  return ours.postcode === theirs.postcode ? 'same' : 'other'
}

/** A namesake: a name that is only similar, with another postcode and no way to reach them in common. */
const livesElsewhere = (ours: Comparable, theirs: Comparable): boolean => postcodes(ours, theirs) === 'other' && !inTouch(ours, theirs)

/** What forbids a link, however strong the evidence: another VAT or company number, another legal person, or a contact number that is another customer's. */
export function speaksAgainst(
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
  const stranger = evidence.some(({ by, strength }) => by === 'contactNumber' && strength === 'weak')
  return another || stranger || differs('vatNumber') || differs('companyNumber') || otherPersonInLaw(ours, theirs)
}

/** A sole trader and a company, or two forms of company, are two in law: who is owed and who pays is not the same. */
function otherPersonInLaw(ours: Comparable, theirs: Comparable): boolean {
  const [mine, yours] = [ours.name.legalForm, theirs.name.legalForm]
  if (mine !== undefined && yours !== undefined) return mine !== yours
  return (mine !== undefined && theirs.isPerson) || (yours !== undefined && ours.isPerson)
}

/** One piece of evidence of each kind, the strong one where there are two. */
export function strongest(evidence: Evidence[]): Evidence[] {
  const byKind = new Map<Evidence['by'], Evidence>()
  for (const each of evidence) if (byKind.get(each.by)?.strength !== 'strong') byKind.set(each.by, each)
  if (byKind.has('name')) byKind.delete('similarName')
  if (byKind.has('name') || byKind.has('similarName')) byKind.delete('relatedName')
  return [...byKind.values()]
}

const evidenceWords: Record<Evidence['by'], string> = {
  contactNumber: 'It carries our number for this customer',
  vatNumber: 'Same VAT number',
  companyNumber: 'Same company number',
  accountNumber: 'Same account number',
  email: 'Same e-mail',
  name: 'Same name',
  similarName: 'Similar name',
  relatedName: 'Part of the name is the same',
  phone: 'Same telephone',
  postcode: 'Same postcode',
}

/** A piece of evidence as a person reads it. */
export const reasonWords = ({ by, remark }: Evidence): string =>
  remark === undefined ? evidenceWords[by] : `${evidenceWords[by]} (${remark})`
