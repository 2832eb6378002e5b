import { randomBytes, randomUUID } from 'node:crypto'
import type { Books } from './books.ts'
import { chartFor, CLASS_OF_TYPE } from './charts.ts'
import type { Organisation } from './rows.ts'
import { addBooks, type Sandbox } from './sandbox.ts'
import { taxRatesFor } from './tax-tables.ts'

/** Makes an organisation as Xero would: the country's chart, tax rates, currency, a branding theme; no contacts, no documents. */
export function newOrganisation(sandbox: Sandbox, given: NewOrganisation): Books {
  const country = COUNTRIES[given.country?.toUpperCase() ?? 'GB'] ?? UNITED_KINGDOM
  const now = sandbox.clock.now()
  const organisation: Organisation = {
    id: given.organisationId ?? randomUUID(),
    name: given.name ?? 'Demo Company (UK)',
    shortCode: `!${randomBytes(4).toString('base64url').slice(0, 5)}`,
    country: country.code,
    version: country.version,
    baseCurrency: country.currency,
    currencies: [...new Set([country.currency, ...(given.currencies ?? [])])],
    zone: country.zone,
    xeroZone: country.xeroZone,
    class: given.class ?? 'COMPREHENSIVE',
    isDemo: given.class === 'DEMO',
    taxNumber: country.code === 'GB' ? 'GB123456789' : undefined,
    planLimit: given.planLimit,
    nextInvoice: 1,
    nextCreditNote: 1,
    emailsSent: {},
    createdAt: now,
  }
  const books = addBooks(sandbox, organisation)
  furnish(books, organisation, now)
  return books
}

export interface NewOrganisation {
  organisationId?: string | undefined
  name?: string | undefined
  country?: string | undefined
  currencies?: string[] | undefined
  class?: string | undefined
  planLimit?: number | undefined
}

interface Country {
  code: string
  version: string
  currency: string
  zone: string
  xeroZone: string
}

const UNITED_KINGDOM: Country = { code: 'GB', version: 'UK', currency: 'GBP', zone: 'Europe/London', xeroZone: 'GMTSTANDARDTIME' }

const COUNTRIES: Record<string, Country> = {
  GB: UNITED_KINGDOM,
  UK: UNITED_KINGDOM,
  IE: { code: 'IE', version: 'GLOBAL', currency: 'EUR', zone: 'Europe/Dublin', xeroZone: 'GMTSTANDARDTIME' },
  NZ: { code: 'NZ', version: 'NZ', currency: 'NZD', zone: 'Pacific/Auckland', xeroZone: 'NEWZEALANDSTANDARDTIME' },
}

function furnish(books: Books, organisation: Organisation, now: number): void {
  for (const rate of taxRatesFor(organisation.country)) books.taxRates.put(rate)
  for (const row of chartFor(organisation.country)) {
    books.accounts.put({
      id: randomUUID(),
      code: row.code,
      name: row.name,
      type: row.type,
      class: CLASS_OF_TYPE[row.type] ?? 'EXPENSE',
      status: 'ACTIVE',
      taxType: row.taxType,
      enablePayments: row.payments ?? false,
      systemAccount: row.systemAccount,
      bankAccountNumber: row.bank,
      bankAccountType: row.bank === undefined ? undefined : 'BANK',
      currencyCode: row.bank === undefined ? undefined : organisation.baseCurrency,
      reportingCode: row.reporting,
      showInExpenseClaims: false,
      updatedAt: now,
    })
  }
  books.brandingThemes.put({ id: randomUUID(), name: 'Standard', sortOrder: 0, createdAt: now })
  books.brandingThemes.put({ id: randomUUID(), name: 'Very orange invoice!', sortOrder: 1, createdAt: now })
}
