import type { Credit } from '../../../domain/credit.ts'
import type { Invoice } from '../../../domain/invoice.ts'
import type { Payment } from '../../../domain/payment.ts'
import type { Town } from '../town.ts'

/** An invoice that a story can do something with. */
export interface FoundInvoice {
  id: string
  invoice: Invoice
  /** What pays it in full, where it is paid. */
  payment: [string, Payment] | undefined
}

/** Takes invoices of customers that no other story has: plain ones with a line at 20 %, not credited, and either paid in full by one receipt or not at all. They arrive early, with their customer. */
export function takeInvoices(town: Town, count: number, paid: 'inFull' | 'notAtAll'): FoundInvoice[] {
  const found: FoundInvoice[] = []
  for (const [id, invoice] of town.random.shuffle([...town.records.invoice])) {
    if (found.length === count) break
    const payments = town.paymentsOf.get(id) ?? []
    const [payment] = payments
    const settled = payments.length === 1 && payment !== undefined && isWhole(payment[1], invoice)
    if (!isPlain(town, id, invoice) || (paid === 'inFull' ? !settled : payments.length > 0)) continue
    take(town, invoice.customer, [`invoice/${id}`, ...(payment === undefined ? [] : [`payment/${payment[0]}`])])
    found.push({ id, invoice, payment })
  }
  return found
}

/** From here on the customer is this story's, and what is named arrives on the first days. */
export function take(town: Town, customer: string, refs: string[]): void {
  town.taken.add(customer)
  for (const ref of [`customer/${customer}`, ...refs]) town.portions.set(ref, Math.max(1, town.early - 1))
}

function isPlain(town: Town, id: string, invoice: Invoice): boolean {
  const fits =
    invoice.state === 'issued' &&
    invoice.hold !== true &&
    invoice.kind !== 'deposit' &&
    invoice.cis === undefined &&
    invoice.issueDate > town.lockDay
  const lines = invoice.lines.every(({ depositInvoice }) => depositInvoice === undefined) && invoice.lines.length <= 100
  const charged = standardCode(town)
  const alone =
    !town.exceptions.has(`invoice/${id}`) && !town.roundedRefs.has(`invoice/${id}`) && (town.creditsOf.get(id) ?? []).length === 0
  return fits && lines && alone && invoice.lines.some(({ taxCode }) => taxCode === charged) && isQuiet(town, invoice.customer)
}

/** A customer of whom there is nothing else to tell. */
export function isQuiet(town: Town, id: string): boolean {
  const customer = town.records.customer.get(id)
  return (
    customer?.state === 'active' &&
    !town.taken.has(id) &&
    !town.exceptions.has(`customer/${id}`) &&
    town.data.answers.matches[id] === 'create' &&
    !town.related.has(id)
  )
}

const isWhole = (payment: Payment, invoice: Invoice): boolean =>
  payment.state === 'recorded' &&
  payment.direction !== 'refunded' &&
  payment.amount === invoice.totals.gross &&
  payment.allocations?.length === 1 &&
  !payment.method.includes(' + ')

/** The host's code of 20 %. */
export function standardCode({ data }: Town): string {
  const codes = Object.entries(data.answers.accounts)
  return codes.find(([, bookTaxCode]) => bookTaxCode === 'OUTPUT2')?.[0] ?? ''
}

/** Credits of quiet customers that settle nothing: they stand on account. */
export function takeLooseCredits(town: Town, count: number): { id: string; credit: Credit }[] {
  const found: { id: string; credit: Credit }[] = []
  for (const [id, credit] of town.random.shuffle([...town.records.credit])) {
    if (found.length === count) break
    const loose =
      credit.corrects === undefined && credit.allocations === undefined && credit.lines.every(({ corrects }) => corrects === undefined)
    const plain =
      loose && credit.state === 'issued' && credit.hold !== true && credit.issueDate > town.lockDay && !town.exceptions.has(`credit/${id}`)
    if (!plain || !isQuiet(town, credit.customer)) continue
    take(town, credit.customer, [`credit/${id}`])
    found.push({ id, credit })
  }
  return found
}

/** Receipts larger than the invoice they are for. */
export function takeOverpayments(town: Town, count: number): { id: string; payment: Payment; rest: number }[] {
  const found: { id: string; payment: Payment; rest: number }[] = []
  for (const [id, payment] of town.random.shuffle([...town.records.payment])) {
    if (found.length === count) break
    const [allocation, ...more] = payment.allocations ?? []
    const invoice = town.records.invoice.get(allocation?.invoice ?? '')
    if (
      invoice === undefined ||
      more.length > 0 ||
      payment.date <= town.lockDay ||
      invoice.issueDate <= town.lockDay ||
      payment.direction === 'refunded'
    )
      continue
    const invoiceId = allocation?.invoice ?? ''
    const rest = payment.amount - invoice.totals.gross
    const alone = (town.paymentsOf.get(invoiceId) ?? []).length === 1 && (town.creditsOf.get(invoiceId) ?? []).length === 0
    if (
      rest <= 0 ||
      !alone ||
      payment.state !== 'recorded' ||
      invoice.state !== 'issued' ||
      town.exceptions.has(`payment/${id}`) ||
      !isQuiet(town, payment.customer)
    )
      continue
    take(town, payment.customer, [`payment/${id}`, `invoice/${invoiceId}`])
    found.push({ id, payment, rest })
  }
  return found
}
