import type { CustomerRecord, CustomerType } from './customer-record.ts'
import type { InvoiceStory } from './invoice-record.ts'
import { at, type Random } from './random.ts'

/** A piece of work to be invoiced, not yet dated or numbered. */
export interface Job {
  customer: CustomerRecord
  story: InvoiceStory
  /** The deposit job that this one takes off. */
  after?: Job
}

/** How many invoices the office issued. */
export const INVOICES = 620

/** Who got how many invoices, and what is particular about which. `linkable`: the customer ends at a contact that is in the books today. */
export function jobs(random: Random, customers: CustomerRecord[], linkable: (customer: CustomerRecord) => boolean): Job[] {
  const wanted = customers.flatMap((customer) =>
    Array.from({ length: jobCount(random, customer) }, (): Job => ({ customer, story: 'plain' })),
  )
  const kept = withoutSome(random, wanted, wanted.length + deposits - INVOICES)
  giveStories(random, kept, linkable)
  const withDeposits = kept
    .filter(({ story }) => story === 'depositFinal')
    .map((final): Job => (final.after = { customer: final.customer, story: 'deposit' }))
  return [...withDeposits, ...kept]
}

const deposits = 5

const perCustomer = {
  domestic: [0, 1, 1, 1, 1, 2, 2, 3],
  landlord: [1, 2, 3],
  lettingAgent: [3, 4, 5, 6],
  housingAssociation: [7, 8, 9, 10],
  school: [1, 2, 3],
  restaurant: [1, 1, 2],
  contractor: [2, 3, 4],
  commercial: [1, 2],
} as const satisfies Record<CustomerType, readonly number[]>

function jobCount(random: Random, { type, status, known }: CustomerRecord): number {
  const count: number = random.pick(perCustomer[type])
  switch (status) {
    case 'Archived':
      return 0
    case 'Merged':
      return 1
    case 'Live':
      return known === 'unknown' ? count : Math.max(1, count)
    default:
      return status satisfies never
  }
}

/** Drops `tooMany` jobs of customers of whom nothing else is told. */
function withoutSome(random: Random, wanted: Job[], tooMany: number): Job[] {
  if (tooMany < 0) throw new RangeError(`${-tooMany} invoices too few: let somebody have more`)
  const dropped = new Set(
    random
      .shuffle(wanted.filter(({ customer }) => customer.type === 'domestic' && customer.known === 'unknown' && customer.status === 'Live'))
      .slice(0, tooMany),
  )
  return wanted.filter((job) => !dropped.has(job))
}

function giveStories(random: Random, all: Job[], linkable: (customer: CustomerRecord) => boolean): void {
  const left = random.shuffle(all)
  for (const [story, count, suits] of storyTable(linkable)) {
    for (let given = 0; given < count; given++) {
      const index = left.findIndex(({ customer }) => suits(customer))
      at(left, index).story = story
      left.splice(index, 1)
    }
  }
}

type Suits = (customer: CustomerRecord) => boolean

const anyone: Suits = ({ known }) => known === 'unknown'
const firm: Suits = ({ type, known }) =>
  known === 'unknown' && ['lettingAgent', 'housingAssociation', 'school', 'commercial'].includes(type)
const home: Suits = ({ type, known, status }) => known === 'unknown' && type === 'domestic' && status === 'Live'
const contractor: Suits = ({ type }) => type === 'contractor'

const storyTable = (linkable: Suits): [InvoiceStory, number, Suits][] => [
  ['cis', 2, contractor],
  ['retention', 1, contractor],
  ['beforeStartInBooks', 6, linkable],
  ['inBooks', 30, linkable],
  ['otherTotalInBooks', 2, linkable],
  ['otherNumberInBooks', 2, linkable],
  ['oncePerRate', 6, firm],
  ['sixDecimals', 2, firm],
  ['depositFinal', deposits, home],
  ['beforeStart', 4, anyone],
  ['draft', 12, anyone],
  ['held', 6, anyone],
  ['cancelled', 2, anyone],
]
