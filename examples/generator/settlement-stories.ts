import type { InvoiceRecord } from './invoice-record.ts'
import { at, seeded } from './random.ts'

/** What became of an issued invoice: how it was paid, and what was credited. */
export type Settlement =
  | 'unpaid'
  | 'full'
  | 'part'
  | 'twoParts'
  | 'twoEqualParts'
  | 'over'
  | 'pennyShort'
  | 'early'
  | 'bounced'
  | 'wrongYear'
  | 'transfer'
  | 'netOfCis'
  | 'creditedWhole'
  | 'creditedPart'
  | 'paidPartCreditedPart'
  | 'paidNetOfCredit'
  | 'creditedAfterPaid'
  | 'creditedTogether'
  | 'paidElsewhereToo'

/** Invoices by what became of them; a `transfer` or `creditedTogether` invoice has its group. */
export interface Settled {
  invoice: InvoiceRecord
  settlement: Settlement
  group: string
}

/** Decides for every invoice what became of it. */
export function settlements(invoices: InvoiceRecord[]): Settled[] {
  const random = seeded('settlements')
  const decided = new Map<InvoiceRecord, Settled>()
  const decide = (invoice: InvoiceRecord, settlement: Settlement, group = '') => decided.set(invoice, { invoice, settlement, group })
  const plain = random.shuffle(invoices.filter(({ story, customer }) => story === 'plain' && customer.known !== 'archived'))
  for (const invoice of invoices)
    if (invoice.story !== 'plain' || invoice.customer.known === 'archived') decide(invoice, particular(invoice, decided))
  for (const { settlement, invoices: grouped, group } of groups(plain)) for (const invoice of grouped) decide(invoice, settlement, group)
  const alone = plain.filter((invoice) => !decided.has(invoice))
  for (const invoice of alone) decide(invoice, 'unpaid')
  giveOut(alone, decide)
  return invoices.flatMap((invoice) => decided.get(invoice) ?? [])
}

const counts = [
  ['over', 6],
  ['pennyShort', 8],
  ['part', 22],
  ['twoParts', 32],
  ['twoEqualParts', 2],
  ['early', 3],
  ['bounced', 1],
  ['wrongYear', 1],
  ['creditedWhole', 14],
  ['creditedPart', 8],
  ['paidPartCreditedPart', 3],
  ['paidNetOfCredit', 4],
  ['creditedAfterPaid', 4],
  ['full', 284],
] as const satisfies [Settlement, number][]

function giveOut(alone: InvoiceRecord[], decide: (invoice: InvoiceRecord, settlement: Settlement) => void): void {
  let next = 0
  for (const [settlement, count] of counts) for (let given = 0; given < count; given++) decide(at(alone, next++), settlement)
}

/** What became of invoices that are particular already: some of each are paid, so that a payment has to wait, or is found in the books. */
function particular({ story, customer }: InvoiceRecord, before: Map<InvoiceRecord, Settled>): Settlement {
  const nth = [...before.keys()].filter(
    (other) => other.story === story && (story !== 'plain' || other.customer.known === customer.known),
  ).length
  if (story === 'inBooks') return inBooksPlan[nth] ?? (nth < 20 ? 'full' : 'unpaid')
  return nth < paidOf[story] ? paidAs(story) : 'unpaid'
}

/** The first invoices in the books: paid in the books as well, or in two equal halves here and in one piece there. */
const inBooksPlan: readonly Settlement[] = [
  'paidElsewhereToo',
  'paidElsewhereToo',
  'paidElsewhereToo',
  'paidElsewhereToo',
  'paidElsewhereToo',
  'paidElsewhereToo',
  'twoEqualParts',
  'unpaid',
]

const paidOf = {
  plain: 2,
  draft: 0,
  held: 1,
  cancelled: 0,
  beforeStart: 2,
  beforeStartInBooks: 3,
  inBooks: 0,
  otherTotalInBooks: 1,
  otherNumberInBooks: 1,
  oncePerRate: 3,
  sixDecimals: 1,
  cis: 1,
  retention: 0,
  deposit: 5,
  depositFinal: 3,
} as const satisfies Record<InvoiceRecord['story'], number>

const paidAs = (story: InvoiceRecord['story']): Settlement => (story === 'cis' ? 'netOfCis' : 'full')

interface Group {
  settlement: Settlement
  group: string
  invoices: InvoiceRecord[]
}

/** Six transfers for three invoices each, one for five, and two credits that take back two invoices each. */
function groups(plain: InvoiceRecord[]): Group[] {
  const byCustomer = Map.groupBy(plain, ({ customer }) => customer)
  const large = [...byCustomer.values()].filter((theirs) => theirs.length >= 5).sort((one, other) => other.length - one.length)
  const wanted: [Settlement, number][] = [
    ['transfer', 5],
    ...Array.from({ length: 6 }, (): [Settlement, number] => ['transfer', 3]),
    ['creditedTogether', 2],
    ['creditedTogether', 2],
  ]
  return wanted.map(([settlement, count], index) => ({
    settlement,
    group: `${settlement}-${index}`,
    invoices: at(large, index).slice(0, count),
  }))
}
