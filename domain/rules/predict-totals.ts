import type { Codes } from '../books.ts'
import type { Credit } from '../credit.ts'
import type { Invoice, Line } from '../invoice.ts'
import { sum } from '../money.ts'
import type { Arithmetic, Layout, Note, Predicted, PredictLine, Refusal } from '../plan.ts'
import type { Settings } from '../settings.ts'
import { checkTotals } from './check-totals.ts'
import { type MappedTax, mapTaxCode } from './map-codes.ts'
import { checkReverseCharge } from './reverse-charge.ts'

export interface PredictTotalsInput {
  body: Invoice | Credit
  settings: Pick<Settings, 'taxCodes' | 'rounding'>
  codes: Pick<Codes, 'taxCodes'>
  arithmetic: Arithmetic
  /** Tax point of the invoice that a credit corrects: its rates apply (accounting rule 23). */
  originalTaxDay?: string | undefined
  /** Whether the provider marks the whole document as reverse charge, so that it cannot stand beside other VAT (accounting rule 19). */
  reverseChargeByDocument?: boolean
}

export type PredictTotals =
  | {
      ok: true
      layout: Layout
      /** Difference to send as a marked line without VAT, minor units. */
      roundingLine?: number
      /** What the books will show, with the rounding line in it. */
      predicted: Predicted
      /** Tax codes of the books by ours. */
      taxes: Record<string, MappedTax>
      notes: Note[]
    }
  | ({ ok: false } & Refusal)

/**
 * What the books will show for an invoice or credit, before anything is sent (accounting rules 15, 16, 18, 23): the layout whose totals are the customer's copy,
 * else by setting a rounding line, else a refusal with both figures. Amounts in minor units.
 */
export function predictTotals(input: PredictTotalsInput): PredictTotals {
  const wrong = checkTotals(input.body) ?? checkReverseCharge(input.body, input.settings, input.reverseChargeByDocument ?? false)
  if (wrong !== undefined) return { ok: false, ...wrong }
  const mapped = mapAll(input)
  if (!mapped.ok) return mapped
  const lines = input.body.lines.map((line) => predictLine(line, input.body, mapped.taxes))
  // The document's own way of showing prices first, else an inclusive invoice would go exclusive whenever both agree.
  const ownWay = ({ inclusive }: Layout) => Number(inclusive === input.body.pricesIncludeTax)
  const layouts = input.arithmetic.layouts.toSorted((a, b) => ownWay(b) - ownWay(a))
  const tried = layouts.map((layout) => ({ layout, predicted: input.arithmetic.predict(lines, layout) }))
  const agreeing = tried.filter(({ predicted }) => agrees(predicted, input.body, mapped.taxes))
  const chosen = agreeing.find(({ layout }) => steady(layout, lines)) ?? agreeing[0]
  if (chosen === undefined) return withRounding(input, mapped, tried)
  return { ok: true, ...chosen, taxes: mapped.taxes, notes: [...mapped.notes, ...layoutNotes(chosen.layout, input.body)] }
}

/** The day whose rates apply: a credit's original first, then the tax point, then the issue date. */
export const taxDay = (body: Pick<Invoice, 'taxPoint' | 'issueDate'>, originalTaxDay?: string): string =>
  originalTaxDay ?? body.taxPoint ?? body.issueDate

interface MappedTaxes {
  ok: true
  taxes: Record<string, MappedTax>
  notes: Note[]
}

function mapAll({ body, settings, codes, originalTaxDay }: PredictTotalsInput): MappedTaxes | ({ ok: false } & Refusal) {
  const mapped: MappedTaxes = { ok: true, taxes: {}, notes: [] }
  for (const taxCode of new Set(body.lines.map((line) => line.taxCode))) {
    const tax = mapTaxCode(taxCode, taxDay(body, originalTaxDay), settings, codes)
    if (!tax.ok) return tax
    mapped.taxes[taxCode] = { bookTaxCode: tax.bookTaxCode, treatment: tax.treatment, percent: tax.percent }
    mapped.notes.push(...tax.notes)
  }
  return mapped
}

function predictLine(line: Line, { pricesIncludeTax }: Invoice | Credit, taxes: Record<string, MappedTax>): PredictLine {
  const tax = taxes[line.taxCode]
  if (tax === undefined) throw new RangeError(`tax code not mapped: ${line.taxCode}`)
  return {
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    ...(line.net !== undefined && { net: line.net }),
    ...(line.gross !== undefined && { gross: line.gross }),
    ...(line.tax !== undefined && { tax: line.tax }),
    ...discountOf(line),
    pricesIncludeTax,
    bookTaxCode: tax.bookTaxCode,
    percent: tax.percent,
  }
}

function discountOf({ discount }: Line): Pick<PredictLine, 'discountPercent' | 'discountAmount'> {
  if (discount === undefined) return {}
  return 'percent' in discount ? { discountPercent: discount.percent } : { discountAmount: discount.amount }
}

/** Net, tax per tax code and gross are the customer's copy. */
function agrees(predicted: Predicted, { totals }: Invoice | Credit, taxes: Record<string, MappedTax>): boolean {
  const same = predicted.net === totals.net && predicted.tax === totals.tax && predicted.gross === totals.gross
  return same && taxDifferences(predicted, totals.taxByCode, taxes).every(({ tax, net }) => tax === 0 && net === 0)
}

interface TaxDifference {
  bookTaxCode: string
  net: number
  tax: number
}

/** Ours less theirs per tax code of the books; several of our codes may share one. */
function taxDifferences(predicted: Predicted, said: Invoice['totals']['taxByCode'], taxes: Record<string, MappedTax>): TaxDifference[] {
  if (said === undefined) return []
  const differences = new Map<string, TaxDifference>()
  const add = (bookTaxCode: string, net: number, tax: number) => {
    const before = differences.get(bookTaxCode) ?? { bookTaxCode, net: 0, tax: 0 }
    differences.set(bookTaxCode, { bookTaxCode, net: before.net + net, tax: before.tax + tax })
  }
  for (const { taxCode, net, tax } of said) add(taxes[taxCode]?.bookTaxCode ?? taxCode, net, tax)
  for (const { bookTaxCode, net, tax } of predicted.taxes) add(bookTaxCode, -net, -tax)
  return [...differences.values()]
}

/** Whether opening and saving the document in the provider's screen leaves it as it is: quantity 1, or prices of two decimals (accounting rule 16). */
function steady(layout: Layout, lines: PredictLine[]): boolean {
  return layout.lines !== 'asGiven' || lines.every(({ unitPrice }) => /^-?\d+(\.\d{1,2}0*)?$/.test(unitPrice))
}

function layoutNotes(layout: Layout, { pricesIncludeTax }: Invoice | Credit): Note[] {
  const ways: string[] = []
  if (layout.lines === 'steady') ways.push('with fractions of a penny as one times their amount')
  if (layout.lines === 'quantityOne') ways.push('as one times their amount')
  if (layout.inclusive !== pricesIncludeTax) ways.push(layout.inclusive ? 'with VAT inside' : 'without VAT')
  return ways.length === 0 ? [] : [{ code: 'LAYOUT_USED', values: { reason: ways.join(', ') } }]
}

interface Tried {
  layout: Layout
  predicted: Predicted
}

/** No layout agrees: the nearest one, with a rounding line where the company allows it and half a penny per line of the rate explains it. */
function withRounding(input: PredictTotalsInput, mapped: MappedTaxes, tried: Tried[]): PredictTotals {
  const byDistance = tried.toSorted((a, b) => distance(a, input) - distance(b, input))
  const roundedOnly = byDistance.find(({ predicted }) => explained(predicted, input.body, mapped.taxes))
  const nearest = roundedOnly ?? byDistance[0]
  if (nearest === undefined) throw new RangeError('the provider knows no layout')
  const values = roundingValues(nearest.predicted, input.body)
  if (roundedOnly === undefined) return { ok: false, code: 'ROUNDING_TOO_LARGE', values }
  const { rounding } = input.settings
  if (rounding.mode === 'problem') return { ok: false, code: 'ROUNDING_DIFFERENCE', values }
  const roundingLine = input.body.totals.gross - nearest.predicted.gross
  const notes = [...mapped.notes, ...layoutNotes(nearest.layout, input.body)]
  if (roundingLine === 0) return { ok: true, ...nearest, taxes: mapped.taxes, notes: [...notes, { code: 'ROUNDING_TAX_ACCEPTED', values }] }
  const predicted = addLine(nearest.predicted, rounding.bookTaxCode, roundingLine)
  return {
    ok: true,
    layout: nearest.layout,
    roundingLine,
    predicted,
    taxes: mapped.taxes,
    notes: [...notes, { code: 'ROUNDING_LINE_ADDED', values }],
  }
}

function distance({ predicted, layout }: Tried, { body }: PredictTotalsInput): number {
  const { net, tax, gross } = body.totals
  const away = Math.abs(net - predicted.net) + Math.abs(tax - predicted.tax) + Math.abs(gross - predicted.gross)
  // At the same distance the document's own way of showing prices.
  return away * 2 + (layout.inclusive === body.pricesIncludeTax ? 0 : 1)
}

function roundingValues(predicted: Predicted, { totals, currency }: Invoice | Credit): Record<string, string | number> {
  const gross = totals.gross - predicted.gross
  if (gross !== 0) return { difference: gross, ours: totals.gross, theirs: predicted.gross, currency }
  return { difference: totals.tax - predicted.tax, ours: totals.tax, theirs: predicted.tax, currency }
}

/** Half a penny per line of each rate (accounting rule 15), and the amounts before tax must be the document's own. */
function explained(predicted: Predicted, body: Invoice | Credit, taxes: Record<string, MappedTax>): boolean {
  const { totals, lines } = body
  const base = body.pricesIncludeTax ? predicted.gross === totals.gross || predicted.net === totals.net : predicted.net === totals.net
  if (!base || 2 * Math.abs(totals.tax - predicted.tax) > lines.length) return false
  return taxDifferences(predicted, totals.taxByCode, taxes).every(
    ({ bookTaxCode, tax }) => 2 * Math.abs(tax) <= count(lines, bookTaxCode, taxes),
  )
}

const count = (lines: Line[], bookTaxCode: string, taxes: Record<string, MappedTax>): number =>
  lines.filter(({ taxCode }) => taxes[taxCode]?.bookTaxCode === bookTaxCode).length

/** The prediction with one more line without VAT. */
function addLine(predicted: Predicted, bookTaxCode: string, net: number): Predicted {
  const others = predicted.taxes.filter((tax) => tax.bookTaxCode !== bookTaxCode)
  const same = predicted.taxes.filter((tax) => tax.bookTaxCode === bookTaxCode)
  const taxes = [...others, { bookTaxCode, net: net + sum(same.map((tax) => tax.net)), tax: sum(same.map((tax) => tax.tax)) }]
  return { net: predicted.net + net, tax: predicted.tax, gross: predicted.gross + net, taxes, lines: [...predicted.lines, { net, tax: 0 }] }
}
