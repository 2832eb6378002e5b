import { randomUUID } from 'node:crypto'
import { decimal, shortText } from '../kit/decimal.ts'
import { batchAnswer } from './batch.ts'
import { type Answer, type Call, elements, ok } from './call.ts'
import { LETTER_OF_CLASS } from './charts.ts'
import { echo } from './echo.ts'
import { type Element, filled, list, text } from './element.ts'
import { asked, listAnswer } from './listing.ts'
import { NotFound, refuseIf } from './refusal.ts'
import type { TaxRate, TrackingCategory } from './rows.ts'
import { envelope, fixed, msMoment } from './wire.ts'

/** GET /TaxRates and /TaxRates/{TaxType}. */
export function listTaxRates(call: Call): Answer {
  const type = call.params['id']?.toUpperCase()
  const rows = call.books.taxRates.all().filter((row) => type === undefined || row.id === type)
  if (type !== undefined && rows.length === 0) throw new NotFound()
  return listAnswer(call, {
    name: 'TaxRates',
    rows,
    id: (row) => row.id,
    fields: {
      TaxType: (row) => row.id,
      Name: (row) => row.name,
      Status: (row) => row.status,
      ReportTaxType: (row) => row.reportTaxType,
      EffectiveRate: (row) => Number(row.effectiveRate),
    },
    full: taxRateShape,
    paged: false,
  })
}

/** PUT /TaxRates: one custom rate, which gets the next TAX00n. */
export function putTaxRates(call: Call): Answer {
  const write = (element: Element) => ({ json: taxRateShape(call.books.taxRates.put(newTaxRate(call, element))) })
  return batchAnswer(
    call,
    { name: 'TaxRates', errorFlag: 'HasValidationErrors', write, refused: echo },
    elements(call, 'TaxRates').slice(0, 1),
  )
}

export function taxRateShape(rate: TaxRate): Record<string, unknown> {
  const applies = Object.entries(LETTER_OF_CLASS).map(([name, letter]) => [
    `CanApplyTo${CLASS_NAMES[name]}`,
    rate.appliesTo.includes(letter),
  ])
  return {
    Name: rate.name,
    TaxType: rate.id,
    ReportTaxType: rate.reportTaxType,
    ...Object.fromEntries(applies),
    DisplayTaxRate: fixed(rate.displayRate, 4),
    EffectiveRate: fixed(rate.effectiveRate, 4),
    Status: rate.status,
    TaxComponents: rate.components.map((each) => ({ ...each, Rate: fixed(each.Rate, 4) })),
  }
}

/** GET /Currencies. */
export function listCurrencies(call: Call): Answer {
  const Currencies = call.books.organisation().currencies.map((Code) => ({ Code, Description: CURRENCY_NAMES[Code] ?? Code }))
  return ok(envelope(call.now, call.appName, { Currencies }))
}

/** GET /BrandingThemes: sort order 0 is the default. */
export function listBrandingThemes(call: Call): Answer {
  const BrandingThemes = call.books.brandingThemes.all().map((theme) => ({
    BrandingThemeID: theme.id,
    Name: theme.name,
    SortOrder: theme.sortOrder,
    CreatedDateUTC: msMoment(theme.createdAt),
  }))
  return ok(envelope(call.now, call.appName, { BrandingThemes }))
}

/** GET /TrackingCategories. */
export function listTrackingCategories(call: Call): Answer {
  const archived = asked(call, 'includeArchived')
  return listAnswer(call, {
    name: 'TrackingCategories',
    rows: call.books.trackingCategories.all().filter((row) => archived || row.status === 'ACTIVE'),
    id: (row) => row.id,
    fields: { Name: (row) => row.name, Status: (row) => row.status, TrackingCategoryID: (row) => row.id },
    full: trackingShape,
    paged: false,
  })
}

/** PUT /TrackingCategories: at most two active ones; options may come along. */
export function putTrackingCategories(call: Call): Answer {
  const write = (element: Element) => {
    const name = filled(element, 'Name')
    const active = call.books.trackingCategories.all().filter((row) => row.status === 'ACTIVE')
    refuseIf([name === undefined && 'Please enter a Name.', active.length >= 2 && 'A maximum of 2 active tracking categories is allowed'])
    const options = (list(element, 'Options') ?? []).map((each) => ({
      id: randomUUID(),
      name: filled(each, 'Name') ?? '',
      status: 'ACTIVE' as const,
    }))
    return { json: trackingShape(call.books.trackingCategories.put({ id: randomUUID(), name: name ?? '', status: 'ACTIVE', options })) }
  }
  return batchAnswer(call, { name: 'TrackingCategories', errorFlag: 'HasValidationErrors', write, refused: echo })
}

/** GET /Users: the one person of this sandbox. */
export function listUsers(call: Call): Answer {
  const at = msMoment(call.books.organisation().createdAt)
  const user = {
    UserID: '5b1ce5f7-6d7a-4c46-9f1f-0c4f6a9b7d11',
    EmailAddress: 'person@example.com',
    FirstName: 'Sandy',
    LastName: 'Box',
    UpdatedDateUTC: at,
    IsSubscriber: true,
    OrganisationRole: 'FINANCIALADVISER',
  }
  return ok(envelope(call.now, call.appName, { Users: [user] }))
}

export const trackingShape = (category: TrackingCategory): Record<string, unknown> => ({
  Name: category.name,
  Status: category.status,
  TrackingCategoryID: category.id,
  Options: category.options.map((option) => ({ TrackingOptionID: option.id, Name: option.name, Status: option.status })),
})

function newTaxRate(call: Call, element: Element): TaxRate {
  const components = (list(element, 'TaxComponents') ?? []).map((each) => ({
    Name: filled(each, 'Name') ?? '',
    Rate: text(each, 'Rate') ?? '0',
    IsCompound: false,
    IsNonRecoverable: false,
  }))
  const name = filled(element, 'Name')
  const custom = call.books.taxRates.all().filter((row) => row.id.startsWith('TAX')).length
  refuseIf([
    name === undefined && 'Please enter a Name.',
    call.books.taxRates.all().some((row) => row.name === name) && 'Please enter a unique Name.',
    components.length === 0 && 'A tax rate must have at least one tax component',
    components.some((each) => !decimal(each.Rate)) && 'The Rate of a tax component must be a number',
  ])
  const total = components
    .map((each) => decimal(each.Rate) ?? ZERO)
    .reduce((a, b) => ({ units: a.units * 10n ** BigInt(b.scale) + b.units * 10n ** BigInt(a.scale), scale: a.scale + b.scale }), ZERO)
  const rate = shortText(total, 0)
  return {
    id: `TAX${String(custom + 1).padStart(3, '0')}`,
    name: name ?? '',
    status: 'ACTIVE',
    reportTaxType: filled(element, 'ReportTaxType') ?? 'OUTPUT',
    appliesTo: ['A', 'Q', 'E', 'L', 'R'],
    displayRate: rate,
    effectiveRate: rate,
    components,
    system: false,
  }
}

const ZERO = { units: 0n, scale: 0 }

const CLASS_NAMES: Record<string, string> = {
  ASSET: 'Assets',
  EQUITY: 'Equity',
  EXPENSE: 'Expenses',
  LIABILITY: 'Liabilities',
  REVENUE: 'Revenue',
}

const CURRENCY_NAMES: Record<string, string> = {
  GBP: 'British Pound',
  EUR: 'Euro',
  USD: 'United States Dollar',
  NZD: 'New Zealand Dollar',
  AUD: 'Australian Dollar',
}
