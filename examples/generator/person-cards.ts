import { CARDS, type CardMaker } from './card-maker.ts'
import type { CustomerRecord, CustomerType, Known } from './customer-record.ts'
import { firstNames, knownSurnames, otherSurnames, titles } from './people.ts'
import { at, type Random } from './random.ts'

/** Cards of private customers and landlords, as many as are missing to fill the office's drawer. */
export function personCards(random: Random, maker: CardMaker, cardsSoFar: number): CustomerRecord[] {
  const names = nameMaker(random)
  const known = knownPeople(random, maker, names)
  const strangers = people(random, maker, names, CARDS - cardsSoFar - known.length - SECOND_CARDS)
  return [...known, ...strangers, ...secondCards(random, maker, known, strangers)]
}

/** How many people the books know, by what they know. */
const knownCounts = {
  sameEmail: 34,
  otherSpelling: 4,
  misspelt: 7,
  nameOnly: 4,
  someoneElse: 3,
  twiceInBooks: 2,
  archived: 2,
} as const satisfies Partial<Record<Known, number>>

/** Second cards of one person: of a person in the books, merged cards, with another e-mail, with the very same name. */
const seconds = { twiceInOffice: 4, merged: 6, otherEmail: 5, sameName: 3 } as const
const SECOND_CARDS = seconds.twiceInOffice + seconds.merged + seconds.otherEmail + seconds.sameName
const ARCHIVED_CARDS = 6
const LANDLORDS = 30

interface PersonName {
  first: string
  last: string
}
interface NameMaker {
  known(): PersonName
  other(): PersonName
}

function knownPeople(random: Random, maker: CardMaker, names: NameMaker): CustomerRecord[] {
  return Object.entries(knownCounts).flatMap(([known, count]) =>
    Array.from({ length: count }, () => card(random, maker, names.known(), { known: known as Known, email: true })),
  )
}

function people(random: Random, maker: CardMaker, names: NameMaker, count: number): CustomerRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const type: CustomerType = index < LANDLORDS ? 'landlord' : 'domestic'
    const made = card(random, maker, names.other(), { type, email: random.chance(86) })
    return withMess(index, count - index <= ARCHIVED_CARDS ? { ...made, status: 'Archived' } : made)
  })
}

interface Wanted {
  known?: Known
  type?: CustomerType
  email: boolean
}

function card(random: Random, maker: CardMaker, name: PersonName, { known = 'unknown', type = 'domestic', email }: Wanted): CustomerRecord {
  const title = known === 'unknown' ? random.pick(titles) : ''
  const fresh = maker.make({
    name: `${title}${name.first} ${name.last}`,
    type,
    known,
    terms: type === 'landlord' ? '14 days' : 'On completion',
  })
  return email ? { ...fresh, email: mail(name, random.pick(mailHosts)) } : fresh
}

const mailHosts = ['example.com', 'example.net', 'example.org', 'post.example', 'inbox.example'] as const

const mail = ({ first, last }: PersonName, host: string): string => `${plain(first)}.${plain(last)}@${host}`

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/[^a-zA-Z]/g, '')
    .toLowerCase()

/** What people type into a card: capitals, doubled and trailing blanks, surname first, no e-mail but `n/a`, no postcode. */
function withMess(index: number, made: CustomerRecord): CustomerRecord {
  const cut = made.name.lastIndexOf(' ')
  const first = made.name.slice(0, cut)
  const last = made.name.slice(cut + 1)
  switch (index % 24) {
    case 3:
      return { ...made, name: `${first}  ${last}` }
    case 7:
      return { ...made, name: made.name.toUpperCase() }
    case 11:
      return { ...made, name: `${made.name} ` }
    case 14:
      return { ...made, name: `${last}, ${first}` }
    case 17:
      return { ...made, email: 'n/a' }
    case 5:
    case 19:
      return { ...made, place: { ...made.place, postcode: '' } }
    default:
      return made
  }
}

function secondCards(random: Random, maker: CardMaker, known: CustomerRecord[], strangers: CustomerRecord[]): CustomerRecord[] {
  const inBooks = known.filter(({ known: story }) => story === 'sameEmail')
  const plainOnes = random
    .shuffle(strangers)
    .filter(({ status, email, name }) => status === 'Live' && email.includes('@') && /^[^, ]+ [^, ]+$/.test(name))
  let next = 0
  const take = (count: number): CustomerRecord[] => Array.from({ length: count }, () => at(plainOnes, next++))
  return [
    ...inBooks
      .slice(0, seconds.twiceInOffice)
      .map((first) => second(random, maker, first, { known: 'twiceInOffice', knownWith: first.ref })),
    ...take(seconds.merged).map((first) => second(random, maker, first, { status: 'Merged', mergedInto: first.ref })),
    ...take(seconds.otherEmail).map((first) => second(random, maker, first, {})),
    ...take(seconds.sameName).map((first) =>
      second(random, maker, first, { name: first.name, known: 'sameNameInOffice', knownWith: first.ref }),
    ),
  ]
}

/** The same person on another card: a title before the name, the same address, another e-mail. */
function second(random: Random, maker: CardMaker, first: CustomerRecord, changes: Partial<CustomerRecord>): CustomerRecord {
  const { type, place, terms, name, email } = first
  return maker.make({ name: `${random.pick(['Mr', 'Mrs', 'Ms'])} ${name}`, type, place, terms, email: `home.${email}`, ...changes })
}

function nameMaker(random: Random): NameMaker {
  const surnames = random.shuffle(knownSurnames)
  const pairs = random.shuffle(otherSurnames.flatMap((last) => firstNames.map((first) => ({ first, last }))))
  let known = 0
  let other = 0
  return { known: () => ({ first: random.pick(firstNames), last: at(surnames, known++) }), other: () => at(pairs, other++) }
}
