import type { Credit } from '../../domain/credit.ts'
import type { DocumentKind } from '../../domain/entities.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { Payment } from '../../domain/payment.ts'
import { type Random, seeded } from '../../examples/generator/random.ts'
import type { DemoData } from '../../scripts/demo/answers.ts'
import type { HostRecords } from './host-records.ts'

/** The data set as it is planned out over the days: who arrives when, and which customers a story has taken. */
export interface Town {
  data: DemoData
  records: HostRecords
  /** The whole data set, not a slice of it. */
  whole: boolean
  /** How many portions, each on a day of its own, counted from 1. */
  days: number
  /** The days on which stories deliver, change and follow up. */
  early: number
  middle: number
  late: number
  /** By ref: the day on which the host first saves the document. */
  portions: Map<string, number>
  paymentsOf: Map<string, [string, Payment][]>
  creditsOf: Map<string, [string, Credit][]>
  /** Refs of which the data set itself says that something is to be explained. */
  exceptions: Map<string, string>
  /** Refs whose VAT the host rounds otherwise than the books, as expected.json lists them: gross is equal, and the difference is accounted for. */
  roundedRefs: ReadonlySet<string>
  /** Customers that are the branch or the alias of another, or have such. */
  related: ReadonlySet<string>
  /** Customers that a story has taken: two stories never meet. */
  taken: Set<string>
  /** Days up to this one are locked for a while in the middle. */
  lockDay: string
  random: Random
}

/** Lays the data out in portions: every document on a day of its own choosing, so that children come before parents as often as after. */
export function planTown(
  data: DemoData,
  records: HostRecords,
  { days, seed, invoices }: { days: number; seed: string; invoices?: number },
): Town {
  const random = seeded(`${seed} town`)
  const portions = new Map(
    (Object.keys(records) as DocumentKind[]).flatMap((kind) =>
      [...records[kind].keys()].map((id) => [`${kind}/${id}`, random.int(1, days)] as const),
    ), // its own keys
  )
  return {
    data,
    records,
    whole: invoices === undefined,
    days,
    early: Math.max(1, Math.round(days * 0.2)),
    middle: Math.max(2, Math.round(days * 0.5)),
    late: Math.max(3, Math.round(days * 0.8)),
    portions,
    paymentsOf: byInvoice(records.payment, (payment) => (payment.allocations ?? []).flatMap(({ invoice }) => invoice ?? [])),
    creditsOf: byInvoice(records.credit, namedByCredit),
    exceptions: exceptionsOf(data),
    roundedRefs: roundedRefs(data),
    related: new Set(
      [...records.customer].flatMap(([id, { parent, mergedInto }]) =>
        [parent, mergedInto].flatMap((other) => (other === undefined ? [] : [id, other])),
      ),
    ),
    taken: new Set(),
    lockDay: lockDay(records.invoice),
    random,
  }
}

function byInvoice<T>(documents: Map<string, T>, named: (body: T) => string[]): Map<string, [string, T][]> {
  const found = new Map<string, [string, T][]>()
  for (const [id, body] of documents)
    for (const invoice of new Set(named(body))) found.set(invoice, [...(found.get(invoice) ?? []), [id, body]])
  return found
}

const namedByCredit = ({ corrects = [], allocations = [], lines }: Credit): string[] => [
  ...corrects.map(({ invoice }) => invoice),
  ...allocations.map(({ invoice }) => invoice),
  ...lines.flatMap((line) => (line.corrects ?? []).map(({ invoice }) => invoice)),
]

/** `invoice/HB10266` → its code or outcome, as expected.json has it. A receipt of the files is a payment here. */
function exceptionsOf({ expected }: DemoData): Map<string, string> {
  const listed = expected?.['exceptions']
  if (!Array.isArray(listed)) return new Map()
  // As examples/README.md says.
  const rows = listed as { kind: string; externalId: string; outcome: string; code?: string }[]
  return new Map(
    rows.map(({ kind, externalId, outcome, code }) => [`${kind === 'receipt' ? 'payment' : kind}/${externalId}`, code ?? outcome]),
  )
}

/** The day by which one invoice in twenty was issued. */
function lockDay(invoices: Map<string, Invoice>): string {
  const dates = [...invoices.values()].map(({ issueDate }) => issueDate).toSorted()
  return dates[Math.floor(dates.length / 20)] ?? '1900-01-01'
}

function roundedRefs({ expected }: DemoData): Set<string> {
  const listed = expected?.['rounding']
  // As examples/README.md says.
  return new Set(Array.isArray(listed) ? (listed as { invoice: string }[]).map(({ invoice }) => `invoice/${invoice}`) : [])
}
