import { percentOf, sum, taxInside } from '../../domain/money.ts'
import type { Facts, Read } from './build-body.ts'
import type { DraftLine } from './lines.ts'
import { missing } from './refusal.ts'
import type { TaxReading } from './tax-codes.ts'

export interface DraftTotals {
  net: number
  tax: number
  gross: number
}

/**
 * What the customer's copy says, in minor units: as the file has it, the third from two, or, where the file has no totals, the sums of its
 * lines with VAT rounded line by line.
 */
export function totalsOf(head: Facts, lines: DraftLine[], inclusive: boolean, tax: TaxReading): Read<DraftTotals> {
  const net = amount(head['totals.net'])
  const vat = amount(head['totals.tax'])
  const gross = amount(head['totals.gross'])
  if (net !== undefined && vat !== undefined) return whole(net, vat, gross ?? net + vat)
  if (net !== undefined && gross !== undefined) return whole(net, gross - net, gross)
  if (vat !== undefined && gross !== undefined) return whole(gross - vat, vat, gross)
  return fromLines(lines, inclusive, tax)
}

function fromLines(lines: DraftLine[], inclusive: boolean, tax: TaxReading): Read<DraftTotals> {
  const taxes: number[] = []
  for (const line of lines) {
    const amount = lineTax(line, inclusive, tax)
    if (amount === undefined) return { ok: false, why: missing('totals.tax') }
    taxes.push(amount)
  }
  const vat = sum(taxes)
  const base = sum(
    lines.map((line) =>
      inclusive ? (line.gross ?? (line.net ?? 0) + (line.tax ?? 0)) : (line.net ?? (line.gross ?? 0) - (line.tax ?? 0)),
    ),
  )
  return inclusive ? whole(base - vat, vat, base) : whole(base, vat, base + vat)
}

/** The line's own tax, or its rate on it; under the reverse charge nobody adds any. */
function lineTax(line: DraftLine, inclusive: boolean, tax: TaxReading): number | undefined {
  if (line.tax !== undefined) return line.tax
  const meaning = tax.meaningOf(line.taxCode)
  if (!meaning) return undefined
  if (meaning.treatment === 'reverseCharge') return 0
  return inclusive && line.gross !== undefined ? taxInside(line.gross, meaning.rate) : percentOf(line.net ?? line.gross ?? 0, meaning.rate)
}

const amount = (fact: Facts[string] | undefined): number | undefined => (typeof fact === 'number' ? fact : undefined)
const whole = (net: number, tax: number, gross: number): Read<DraftTotals> => ({ ok: true, value: { net, tax, gross } })
