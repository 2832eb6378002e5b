import type { Call } from './call.ts'
import type { BookDocument, DocumentStatus } from './rows.ts'

/** Which status may follow which when a client asks for it (invoices page). PAID comes and goes with the money. */
export const TRANSITIONS: Record<DocumentStatus, DocumentStatus[]> = {
  DRAFT: ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'DELETED'],
  SUBMITTED: ['SUBMITTED', 'DRAFT', 'AUTHORISED', 'DELETED'],
  AUTHORISED: ['AUTHORISED', 'VOIDED'],
  PAID: ['AUTHORISED', 'PAID'],
  VOIDED: [],
  DELETED: [],
}

/** A document before either lock date cannot be made, changed or voided. UNCONFIRMED how the date is written. */
export function lockProblem(call: Call, day: string, what = 'document'): string | undefined {
  const { endOfYearLockDate, periodLockDate } = call.books.organisation()
  if (endOfYearLockDate !== undefined && day <= endOfYearLockDate) {
    return `The ${what} date cannot be before the end of year lock date, currently set at ${longDate(endOfYearLockDate)}`
  }
  if (periodLockDate !== undefined && day <= periodLockDate) {
    return `The ${what} date cannot be before the period lock date, currently set at ${longDate(periodLockDate)}`
  }
  return undefined
}

export function currencyProblem(call: Call, code: string): string | undefined {
  return call.books.organisation().currencies.includes(code) ? undefined : `Organisation is not subscribed to currency ${code}`
}

/** Plans with a cap count approved sales invoices of the month of the invoice date. */
export function planProblem(call: Call, document: BookDocument, before: BookDocument | undefined): string | undefined {
  const { planLimit } = call.books.organisation()
  const approves = document.status === 'AUTHORISED' && before?.status !== 'AUTHORISED' && before?.status !== 'PAID'
  if (planLimit === undefined || document.type !== 'ACCREC' || !approves) return undefined
  const month = document.date.slice(0, 7)
  const used = call.books.invoices
    .all()
    .filter((each) => each.date.startsWith(month) && each.type === 'ACCREC' && APPROVED.has(each.status))
  return used.length >= planLimit ? 'You have reached the limit of invoices you can approve' : undefined
}

/** The base currency's rate is 1; another's is what was sent, or the day's rate (here: a fixed table). */
export const dayRate = (base: string, code: string): string => (base === code ? '1.000000' : (RATES[code] ?? '1.250000'))

export const longDate = (day: string): string =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

/** Whether the fields that stay open after a payment are the only ones that differ. */
export function moneyDiffers(before: BookDocument, after: BookDocument, contactFree: boolean): boolean {
  const money = (document: BookDocument) =>
    JSON.stringify([
      document.type,
      document.date,
      document.currencyCode,
      document.currencyRate,
      document.lineAmountTypes,
      contactFree ? '' : document.contactId,
      document.lines.map((line) => [line.id, line.quantity, line.unitAmount, line.taxType, line.lineAmount, line.taxAmount]),
    ])
  return money(before) !== money(after)
}

/** "Go to" addresses must be addresses and must not contain the provider's name. */
export function urlProblem(url: string | undefined): string | undefined {
  if (url === undefined || url === '') return undefined
  if (!/^https?:\/\/\S+$/i.test(url)) return 'Url must be a valid absolute URL'
  return /xero/i.test(url) ? 'Url cannot contain xero' : undefined
}

export const defaultContactMark = (type: string): 'isCustomer' | 'isSupplier' =>
  /^(ACCREC|RECEIVE)/.test(type) ? 'isCustomer' : 'isSupplier'

const APPROVED = new Set<DocumentStatus>(['AUTHORISED', 'PAID'])

const RATES: Record<string, string> = { EUR: '1.170000', USD: '1.280000', NZD: '2.150000', AUD: '1.960000', GBP: '0.850000' }
