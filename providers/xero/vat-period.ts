import type { VatPeriod } from '../../domain/books.ts'
import type { organisationReply } from './wire.ts'
import type { z } from 'zod'

type Organisation = z.infer<typeof organisationReply>

/** How often VAT is returned; undefined where Xero says nothing of it, or a word that we do not know. */
export function vatPeriodOf(organisation: Organisation): VatPeriod | undefined {
  const period = periods[organisation.SalesTaxPeriod ?? '']
  if (period === undefined) return undefined
  if (period.months === 1) return { months: 1, endsWith: 12, by: 'provider' }
  if (period.endsWith !== undefined && organisation.CountryCode === 'GB') return { ...period, endsWith: period.endsWith, by: 'provider' }
  const endsWith = yearEnd(organisation)
  return endsWith === undefined ? undefined : { months: period.months, endsWith, by: 'yearEnd' }
}

/**
 * The words of `SalesTaxPeriod` (official schema; what they mean stands nowhere that we found). Seen: QUARTERLY1 in Australian organisations, TWOMONTHS in New Zealand's, QUARTERLY
 * in somebody's sample of a UK one. With which month a quarter ends is in none of them but perhaps in 1 to 3: taken as HMRC's stagger groups in a UK organisation, UNCONFIRMED, and
 * as plain quarters elsewhere (in Australia they may be ways to report). Wherever it matters a person is told to compare.
 */
const periods: Record<string, { months: VatPeriod['months']; endsWith?: number }> = {
  MONTHLY: { months: 1 },
  '1MONTHLY': { months: 1 },
  ONEMONTHS: { months: 1 },
  TWOMONTHS: { months: 2 },
  '2MONTHLY': { months: 2 },
  QUARTERLY: { months: 3 },
  '3MONTHLY': { months: 3 },
  QUARTERLY1: { months: 3, endsWith: 3 },
  QUARTERLY2: { months: 3, endsWith: 1 },
  QUARTERLY3: { months: 3, endsWith: 2 },
  SIXMONTHS: { months: 6 },
  '6MONTHLY': { months: 6 },
  ANNUALLY: { months: 12 },
  YEARLY: { months: 12 },
}

/** The month with which the financial year ends; a year that ends on 5 April, as many sole traders' do, ends with March as VAT goes. */
function yearEnd({ FinancialYearEndDay: day, FinancialYearEndMonth: month }: Organisation): number | undefined {
  if (month === undefined) return undefined
  if (day === undefined || day > 15) return month
  return month === 1 ? 12 : month - 1
}
