import type { CardMaker } from './card-maker.ts'
import type { CustomerRecord, CustomerType, Site } from './customer-record.ts'
import { firms } from './firms.ts'
import { alsoSuppliers, branches, knownFirms } from './known-firms.ts'
import { at, type Random } from './random.ts'

/** Cards of letting agents and their branches, housing associations, schools, restaurants, contractors and shops. */
export function firmCards(random: Random, maker: CardMaker): CustomerRecord[] {
  const sites = siteMaker(random, maker)
  return firmTypes.flatMap((type) => firms[type].flatMap((entry) => firmWithBranches(random, maker, sites, type, entry)))
}

const firmTypes = ['lettingAgent', 'housingAssociation', 'school', 'restaurant', 'contractor', 'commercial'] as const

const traits = {
  lettingAgent: { sites: [5, 10], terms: '30 days', vatPercent: 80 },
  housingAssociation: { sites: [8, 14], terms: '30 days EOM', vatPercent: 60 },
  school: { sites: [0, 2], terms: '30 days', vatPercent: 0 },
  restaurant: { sites: [0, 0], terms: '14 days', vatPercent: 50 },
  contractor: { sites: [2, 4], terms: '30 days EOM', vatPercent: 100 },
  commercial: { sites: [0, 1], terms: '30 days', vatPercent: 50 },
} as const satisfies Record<
  (typeof firmTypes)[number],
  { sites: readonly [number, number]; terms: CustomerRecord['terms']; vatPercent: number }
>

type SiteMaker = (count: number) => Site[]

function firmWithBranches(
  random: Random,
  maker: CardMaker,
  sites: SiteMaker,
  type: Exclude<CustomerType, 'domestic' | 'landlord'>,
  entry: string,
): CustomerRecord[] {
  const [base = '', form = ''] = entry.split('|')
  const name = form ? `${base} ${form}` : base
  const [fewest, most] = traits[type].sites
  const head = maker.make({ ...firmDetails(random, type, base, form, name), name, type, sites: sites(random.int(fewest, most)) })
  const towns = branches[name] ?? []
  return [head, ...towns.map((town) => branchOf(head, base, town, maker, sites(random.int(2, 5))))]
}

function firmDetails(random: Random, type: keyof typeof traits, base: string, form: string, name: string): Partial<CustomerRecord> {
  const known = knownFirms[name]?.known ?? 'unknown'
  const registered = known === 'sameVatNumber' || random.chance(traits[type].vatPercent)
  return {
    known,
    email: `${random.pick(['accounts', 'office', 'invoices'])}@${domainOf(base)}.example`,
    contact: random.pick(['Accounts', 'The Manager', 'Site Office', 'Bursar', '']),
    terms: traits[type].terms,
    vatNumber: registered ? vatNumber(random) : '',
    companyNumber: form === 'Ltd' ? `99${random.int(100_000, 999_999)}` : '',
    cisContractor: type === 'contractor',
    reverseCharge: type === 'contractor',
    accountNumber:
      known === 'sameAccountNumber' || random.chance(35) ? `${domainOf(base).slice(0, 4).toUpperCase()}${random.int(10, 99)}` : '',
    alsoSupplier: alsoSuppliers.includes(name),
  }
}

function branchOf(head: CustomerRecord, base: string, town: string, maker: CardMaker, sites: Site[]): CustomerRecord {
  const { type, email, terms } = head
  const known = head.known === 'sharedEmailHead' ? 'sharedEmailBranch' : 'unknown'
  return maker.make({
    name: `${base} - ${town}`,
    type,
    email,
    terms,
    contact: 'Branch Manager',
    branchOf: head.ref,
    known,
    knownWith: head.ref,
    sites,
  })
}

function siteMaker(random: Random, maker: CardMaker): SiteMaker {
  let made = 0
  return (count) =>
    Array.from({ length: count }, () => {
      const place = maker.place()
      return {
        ref: `S${2001 + made++}`,
        name: random.pick([
          `Flat ${random.int(1, 40)}`,
          'Plant room',
          'Ground floor',
          `Block ${random.pick(['A', 'B', 'C'])}`,
          'The Lodge',
        ]),
        place,
      }
    })
}

/** A VAT number whose check digits are wrong on purpose, so that it is nobody's. */
function vatNumber(random: Random): string {
  const seven = String(random.int(1_000_000, 9_999_999))
  const weighted = seven.split('').reduce((total, digit, index) => total + Number(digit) * (8 - index), 0)
  const right = 97 - (weighted % 97)
  const digits = `${seven}${String((right + 40) % 97).padStart(2, '0')}`
  return random.chance(20) ? `GB ${digits.slice(0, 3)} ${digits.slice(3, 7)} ${digits.slice(7)}` : `GB${digits}`
}

/** Letters and digits of a name, without accents: the first part of its web address. */
export const domainOf = (name: string): string =>
  at(
    [
      name
        .normalize('NFD')
        .replaceAll(/[^a-zA-Z0-9]/g, '')
        .toLowerCase(),
    ],
    0,
  ).slice(0, 24)
