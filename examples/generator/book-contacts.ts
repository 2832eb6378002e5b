import type { CustomerRecord, Known } from './customer-record.ts'
import { domainOf } from './firm-cards.ts'
import { onlyInBooks, suppliers } from './firms.ts'
import { knownFirms } from './known-firms.ts'
import { seeded, type Random } from './random.ts'
import type { SeedContact } from './xero-shapes.ts'

/** The contacts in the books before the first sync, and which of them each customer should end at. */
export interface BookContacts {
  contacts: SeedContact[]
  /** Contact by customer ref, for every customer that a contact of today stands for. */
  contactOf: Map<string, SeedContact>
}

/** Makes the contacts that a bookkeeper would have typed in, by what the story of each customer says the books know. */
export function bookContacts(customers: CustomerRecord[]): BookContacts {
  const random = seeded('book contacts')
  const contactOf = new Map<string, SeedContact>()
  const ofCustomers = customers.flatMap((customer) => {
    const made = contactsByStory[customer.known](customer, random)
    const standing = made.find(({ MergedToContactID }) => MergedToContactID === undefined)
    if (standing && matched(customer.known)) contactOf.set(customer.ref, standing)
    return made
  })
  for (const { ref, known, knownWith } of customers) {
    const shared = known === 'twiceInOffice' ? contactOf.get(knownWith) : undefined
    if (shared) contactOf.set(ref, shared)
  }
  return { contacts: random.shuffle([...ofCustomers, ...strangers(random)]), contactOf }
}

/** Somebody else's contact looks like the customer and is not. */
const matched = (known: Known): boolean => known !== 'someoneElse'

type Story = (customer: CustomerRecord, random: Random) => SeedContact[]
const none: Story = () => []

const contactsByStory = {
  unknown: none,
  sameNameInOffice: none,
  sharedEmailBranch: none,
  twiceInOffice: none,
  sameEmail: (customer, random) => [withHome(random, customer, { ...named(random, customer), EmailAddress: mailTyped(random, customer) })],
  otherSpelling: (customer, random) => [withHome(random, customer, { ...named(random, customer), EmailAddress: customer.email })],
  sameVatNumber: (customer, random) => [{ ...named(random, customer), TaxNumber: customer.vatNumber.replaceAll(' ', '') }],
  sameAccountNumber: (customer, random) => [{ ...named(random, customer), AccountNumber: customer.accountNumber }],
  misspelt: (customer, random) => [{ ...named(random, customer), Addresses: [postal(customer)] }],
  nameOnly: (customer, random) => [named(random, customer)],
  someoneElse: (customer, random) => [{ ...named(random, customer), EmailAddress: `${domainOf(customer.name)}.senior@elder.example` }],
  twiceInBooks: (customer, random) => [
    { ...named(random, customer), EmailAddress: customer.email },
    { ...named(random, customer), Name: `${bookName(customer)} (old)`, EmailAddress: customer.email },
  ],
  sharedEmailHead: (customer, random) => [{ ...named(random, customer), EmailAddress: customer.email }],
  archived: (customer, random) => [{ ...named(random, customer), EmailAddress: customer.email, ContactStatus: 'ARCHIVED' }],
  merged: mergedPair,
  supplier: supplierContact,
  tickedSupplier: supplierContact,
} as const satisfies Record<Known, Story>

function supplierContact(customer: CustomerRecord, random: Random): SeedContact[] {
  return [{ ...named(random, customer), EmailAddress: customer.email, IsSupplier: true }]
}

/** The contact that was merged away has the customer's e-mail; the one that stayed has only the name, longer. */
function mergedPair(customer: CustomerRecord, random: Random): SeedContact[] {
  const stayed: SeedContact = {
    ...named(random, customer),
    Name: `${bookName(customer)} 2024`,
    EmailAddress: `ledger@${domainOf(customer.name)}.example`,
  }
  const lost: SeedContact = {
    ...named(random, customer),
    EmailAddress: customer.email,
    ContactStatus: 'ARCHIVED',
    MergedToContactID: stayed.ContactID,
    MergedTo: stayed.Name,
  }
  return [lost, stayed]
}

const named = (random: Random, customer: CustomerRecord): SeedContact => ({
  ContactID: random.guid(),
  Name: bookName(customer),
  ContactStatus: 'ACTIVE',
})

/** How the books spell a name. */
function bookName(customer: CustomerRecord): string {
  const firm = knownFirms[customer.name]
  if (firm) return firm.bookName ?? customer.name
  const [first = '', ...rest] = customer.name.split(' ')
  const last = rest.join(' ')
  const spelt: Partial<Record<Known, string>> = {
    otherSpelling: `${first.normalize('NFD').replaceAll(/\p{M}/gu, '')} ${last.toUpperCase()}`,
    misspelt: `${first} ${last.slice(0, 3)}${last.slice(4)}`,
    someoneElse: `${first.slice(0, 1)}. ${last}`,
  }
  return spelt[customer.known] ?? customer.name
}

const mailTyped = (random: Random, { email }: CustomerRecord): string =>
  random.chance(20) ? email.replace(/^./, (letter) => letter.toUpperCase()) : email

/** Adds, as often as not, the address and telephone of the customer. */
function withHome(random: Random, customer: CustomerRecord, contact: SeedContact): SeedContact {
  const housed: SeedContact = random.chance(70) && customer.place.postcode ? { ...contact, Addresses: [postal(customer)] } : contact
  const digits = customer.tel.replaceAll(/\D/g, '')
  return digits && random.chance(50)
    ? { ...housed, Phones: [{ PhoneType: 'DEFAULT', PhoneAreaCode: digits.slice(0, 5), PhoneNumber: digits.slice(5) }] }
    : housed
}

const postal = ({ place }: CustomerRecord) => ({
  AddressType: 'POBOX' as const,
  AddressLine1: place.line1,
  City: place.town,
  PostalCode: place.postcode,
  Country: 'United Kingdom',
})

const strangers = (random: Random): SeedContact[] => [
  ...suppliers.map((Name) => ({
    ContactID: random.guid(),
    Name,
    EmailAddress: `sales@${domainOf(Name)}.example`,
    ContactStatus: 'ACTIVE' as const,
    IsSupplier: true,
  })),
  ...onlyInBooks.map((Name) => ({ ContactID: random.guid(), Name, ContactStatus: 'ACTIVE' as const, IsCustomer: true })),
]
