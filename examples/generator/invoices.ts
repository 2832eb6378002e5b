import { pounds, sum, taxOn } from './amounts.ts'
import type { CustomerRecord } from './customer-record.ts'
import { addDays, LAST_ISSUE, START_FROM, weekdays } from './days.ts'
import type { InvoiceRecord, LineRecord } from './invoice-record.ts'
import { fixedLine, jobLines } from './job-lines.ts'
import { type Job, jobs } from './jobs.ts'
import { lineVat, totalsPerLine, totalsPerRate } from './printed-totals.ts'
import { type Random, seeded } from './random.ts'
import { vatCodes } from './tax.ts'

/** The office's invoices by number, which is also by date. */
export function invoices(customers: CustomerRecord[], linkable: (customer: CustomerRecord) => boolean): InvoiceRecord[] {
  const random = seeded('invoices')
  const dated = datedJobs(random, jobs(random, customers, linkable))
  const numbers = new Map(dated.map(({ job }, index) => [job, `HB${10231 + index}`]))
  const made = new Map<Job, InvoiceRecord>()
  for (const { job, day } of dated) made.set(job, invoice(random, job, day, numbers.get(job) ?? '', job.after && made.get(job.after)))
  return [...made.values()]
}

interface DatedJob {
  job: Job
  day: string
}

function datedJobs(random: Random, all: Job[]): DatedJob[] {
  const july = weekdays('2026-07-20', addDays(START_FROM, -1))
  const early = weekdays(START_FROM, '2026-08-28')
  const late = weekdays('2026-09-14', LAST_ISSUE)
  const season = weekdays(START_FROM, LAST_ISSUE)
  const daysFor = ({ story, after }: Job): string[] =>
    story.startsWith('beforeStart') ? july : story === 'deposit' ? early : after ? late : season
  return all
    .map((job) => ({ job, day: random.pick(daysFor(job)) }))
    .sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0))
}

function invoice(random: Random, job: Job, issueDate: string, number: string, deposit: InvoiceRecord | undefined): InvoiceRecord {
  const { customer, story } = job
  const includesVat = ['domestic', 'landlord'].includes(customer.type)
  const lines = [...jobLines(random, customer.type, story), ...(deposit ? [depositLine(deposit)] : [])]
  return {
    number,
    customer,
    type: story === 'deposit' ? 'Deposit' : 'Invoice',
    issueDate,
    dueDate: dueDate(customer.terms, issueDate),
    taxPoint: random.chance(6) && issueDate > addDays(START_FROM, 14) ? addDays(issueDate, -random.int(2, 9)) : '',
    job: `J${random.int(40_000, 49_999)}`,
    yourRef: includesVat
      ? ''
      : random.pick(['', `PO ${random.int(1000, 9999)}`, `${random.int(100, 999)}/26`, `Order "${random.int(10, 99)}", per phone`]),
    site: customer.sites.length > 0 ? random.pick(customer.sites) : undefined,
    includesVat,
    lines,
    totals: story === 'oncePerRate' ? totalsPerRate(lines, includesVat) : totalsPerLine(lines, includesVat),
    cis: story === 'cis' ? cisOf(lines) : undefined,
    notes: notes(random, lines, includesVat),
    story,
  }
}

/** The negative line that takes the deposit off the final invoice. */
function depositLine(deposit: InvoiceRecord): LineRecord {
  return {
    ...fixedLine('DEP', `Less your deposit, invoice ${deposit.number}`, '-1', pounds(deposit.totals.gross), 'S'),
    depositInvoice: deposit.number,
  }
}

function dueDate(terms: CustomerRecord['terms'], issueDate: string): string {
  switch (terms) {
    case 'On completion':
      return issueDate
    case '14 days':
      return addDays(issueDate, 14)
    case '30 days':
      return addDays(issueDate, 30)
    case '30 days EOM':
      return addDays(monthEnd(issueDate), 30)
    default:
      return terms satisfies never
  }
}

const monthEnd = (day: string): string => addDays(`${addDays(`${day.slice(0, 7)}-01`, 31).slice(0, 7)}-01`, -1)

function cisOf(lines: LineRecord[]): InvoiceRecord['cis'] {
  const labour = sum(lines.filter(({ cis }) => cis === 'Labour').map(({ amount }) => amount))
  return { percent: '20', labour, deducted: taxOn(labour, 20) }
}

function notes(random: Random, lines: LineRecord[], includesVat: boolean): string {
  const reverse = lines.filter(({ vat }) => vat === 'RC')
  if (reverse.length > 0)
    return `Customer to account to HMRC for the reverse charge output tax of ${pounds(sum(reverse.map(({ amount }) => lineVat({ amount, vat: 'S' }, includesVat))))}`
  const free = lines.some(({ vat }) => vatCodes[vat].treatment === 'zero')
  return free
    ? 'Zero rate until 31 March 2027'
    : random.pick(['', '', '', 'Thank you for your business', 'Café entrance at the back, ask for Zoë', 'Paid parking £2.40, not charged'])
}
