import type { BookTax, Codes } from '../../books.ts'
import type { Credit } from '../../credit.ts'
import type { Treatment } from '../../entities.ts'
import type { Invoice } from '../../invoice.ts'
import { percentOf, sum, taxInside } from '../../money.ts'
import type { Settings } from '../../settings.ts'
import { rateOn } from '../map-codes.ts'
import { taxDay } from '../predict-totals.ts'

type Sales = Invoice | Credit
type TaxSettings = Pick<Settings, 'taxCodes'>

/**
 * Net and tax of a document of ours by tax code of the books, minor units: as its totals state them; else as they were sent, where that comes to the same totals;
 * else from its lines, so that the whole is always the document's own total. A code that is not mapped stands under its own name.
 */
export function saleTaxes(body: Sales, settings: TaxSettings, sent?: readonly BookTax[]): BookTax[] {
  const stated = body.totals.taxByCode
  if (stated !== undefined) return byBookCode(stated, settings)
  const sentAll =
    sent !== undefined && sum(sent.map(({ net }) => net)) === body.totals.net && sum(sent.map(({ tax }) => tax)) === body.totals.tax
  return sentAll ? [...sent] : byBookCode(fromLines(body, settings), settings)
}

/** What the books' tax codes mean: by our reading of the provider's type, else by the office's mapping. */
export function treatmentsOfBook(settings: TaxSettings, codes: Pick<Codes, 'taxCodes'>): Record<string, Treatment> {
  const read = codes.taxCodes.flatMap(({ bookId, treatment }) => (treatment === null ? [] : [[bookId, treatment] as const]))
  const mapped = Object.values(settings.taxCodes).flatMap(({ bookTaxCode, treatment }) =>
    bookTaxCode === null ? [] : [[bookTaxCode, treatment] as const],
  )
  return Object.fromEntries([...mapped, ...read])
}

interface TaxOfCode {
  taxCode: string
  net: number
  tax: number
}

function byBookCode(taxes: readonly TaxOfCode[], { taxCodes }: TaxSettings): BookTax[] {
  const sums = new Map<string, BookTax>()
  for (const { taxCode, net, tax } of taxes) {
    const bookTaxCode = taxCodes[taxCode]?.bookTaxCode ?? taxCode
    const before = sums.get(bookTaxCode) ?? { bookTaxCode, net: 0, tax: 0 }
    sums.set(bookTaxCode, { bookTaxCode, net: before.net + net, tax: before.tax + tax })
  }
  return [...sums.values()]
}

/** Per line as the lines say, or at the rate of the day; what rounding leaves over goes to the code with the most tax. */
function fromLines(body: Sales, settings: TaxSettings): TaxOfCode[] {
  const taxes = new Map<string, TaxOfCode>()
  for (const { taxCode, net, gross, tax: given } of body.lines) {
    const rate = rateOf(taxCode, body, settings)
    const tax = given ?? (body.pricesIncludeTax ? taxInside(gross ?? 0, rate) : percentOf(net ?? 0, rate))
    const before = taxes.get(taxCode) ?? { taxCode, net: 0, tax: 0 }
    taxes.set(taxCode, { taxCode, net: before.net + (body.pricesIncludeTax ? (gross ?? 0) - tax : (net ?? 0)), tax: before.tax + tax })
  }
  const [most, ...others] = [...taxes.values()].toSorted((a, b) => Math.abs(b.tax) - Math.abs(a.tax))
  if (most === undefined) return []
  const { totals } = body
  return [{ ...most, net: totals.net - sum(others.map(({ net }) => net)), tax: totals.tax - sum(others.map(({ tax }) => tax)) }, ...others]
}

function rateOf(taxCode: string, body: Sales, { taxCodes }: TaxSettings): string {
  const mapping = taxCodes[taxCode]
  return mapping === undefined || mapping.treatment === 'reverseCharge' ? '0' : (rateOn(mapping, taxDay(body)) ?? '0')
}
