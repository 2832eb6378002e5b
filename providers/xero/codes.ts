import type { z } from 'zod'
import type { BankAccount, Codes, NominalCode, TaxCode } from '../../domain/books.ts'
import type { Treatment } from '../../domain/entities.ts'
import { read, type Road } from './client.ts'
import { type accountReply, accountsReply, type taxRateReply, taxRatesReply } from './wire.ts'

/** Tax rates and the chart of accounts: two calls. */
export async function readCodes(road: Road): Promise<Codes> {
  const rates = taxRatesReply.parse(await read(road, 'GET /TaxRates', (api, tenant) => api.getTaxRates(tenant)))
  const { Accounts } = accountsReply.parse(await read(road, 'GET /Accounts', (api, tenant) => api.getAccounts(tenant)))
  return {
    taxCodes: rates.TaxRates.map(toTaxCode),
    nominalCodes: Accounts.filter((account) => account.Type !== 'BANK' && account.Code !== undefined).map(toNominalCode),
    bankAccounts: Accounts.filter(takesPayments).map(toBankAccount),
  }
}

type TaxRate = z.infer<typeof taxRateReply>
type Account = z.infer<typeof accountReply>

/** What Xero's own UK tax types mean on a VAT return (reference xero.md 9, from developer.xero.com taxrates). A company's own have no meaning we know. */
export const treatmentByTaxType: Record<string, Treatment> = {
  OUTPUT2: 'standard',
  // The standard rate before 2011, still there for old documents.
  OUTPUT: 'standard',
  RROUTPUT: 'reduced',
  ZERORATEDOUTPUT: 'zero',
  EXEMPTOUTPUT: 'exempt',
  NONE: 'outsideScope',
  DRCHARGE20: 'reverseCharge',
  DRCHARGE5: 'reverseCharge',
  ECZROUTPUT: 'export',
  ECZROUTPUTSERVICES: 'export',
}

export function toTaxCode(rate: TaxRate): TaxCode {
  return {
    bookId: rate.TaxType,
    name: rate.Name,
    percent: String(rate.EffectiveRate ?? 0),
    treatment: treatmentByTaxType[rate.TaxType] ?? null,
    active: (rate.Status ?? 'ACTIVE') === 'ACTIVE',
    forSales: rate.CanApplyToRevenue ?? false,
  }
}

export function toNominalCode(account: Account): NominalCode {
  return {
    bookId: account.AccountID,
    code: account.Code ?? '',
    name: account.Name,
    type: account.Type,
    active: isActive(account),
    forSales: account.Class === 'REVENUE' || salesTypes.has(account.Type),
    ...(account.TaxType !== undefined && { defaultTaxCode: account.TaxType }),
  }
}

const salesTypes = new Set(['REVENUE', 'SALES', 'OTHERINCOME'])

/** Bank accounts always (their EnablePaymentsToAccount is false, recorded), others where the bookkeeper allowed payments. */
const takesPayments = (account: Account): boolean => account.Type === 'BANK' || account.EnablePaymentsToAccount === true

export function toBankAccount(account: Account): BankAccount {
  return {
    bookId: account.AccountID,
    ...(account.Code !== undefined && { code: account.Code }),
    name: account.Name,
    ...(account.CurrencyCode !== undefined && { currency: account.CurrencyCode }),
    active: isActive(account),
    form: account.Type === 'BANK' ? 'bank' : 'clearing',
  }
}

const isActive = (account: Account): boolean => (account.Status ?? 'ACTIVE') === 'ACTIVE'
