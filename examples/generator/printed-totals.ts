import { sum, taxInside, taxOn } from './amounts.ts'
import type { LineRecord, PrintedTotals } from './invoice-record.ts'
import { type VatCode, vatCodes } from './tax.ts'

/** VAT of one line in pence, rounded half up. */
export const lineVat = ({ amount, vat }: Pick<LineRecord, 'amount' | 'vat'>, includesVat: boolean): number =>
  includesVat ? taxInside(amount, vatCodes[vat].charged) : taxOn(amount, vatCodes[vat].charged)

/** What a sane office program prints at the foot: VAT per line, rounded half up, then added. */
export function totalsPerLine(lines: readonly LineRecord[], includesVat: boolean): PrintedTotals {
  return totalsFrom(lines, includesVat, sum(lines.map((line) => lineVat(line, includesVat))))
}

/** What some programs print: amounts added per rate first, VAT rounded once per rate. */
export function totalsPerRate(lines: readonly LineRecord[], includesVat: boolean): PrintedTotals {
  const amounts = new Map<VatCode, number>()
  for (const { vat, amount } of lines) amounts.set(vat, (amounts.get(vat) ?? 0) + amount)
  return totalsFrom(lines, includesVat, sum([...amounts].map(([vat, amount]) => lineVat({ vat, amount }, includesVat))))
}

function totalsFrom(lines: readonly LineRecord[], includesVat: boolean, vat: number): PrintedTotals {
  const amount = sum(lines.map((line) => line.amount))
  return includesVat ? { net: amount - vat, vat, gross: amount } : { net: amount, vat, gross: amount + vat }
}
