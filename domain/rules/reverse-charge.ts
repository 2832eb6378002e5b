import type { Credit } from '../credit.ts'
import type { Customer } from '../customer.ts'
import type { Invoice } from '../invoice.ts'
import { percentOf, sum } from '../money.ts'
import type { Note, Refusal } from '../plan.ts'
import type { Settings } from '../settings.ts'
import { rateOn } from './map-codes.ts'

type Sales = Pick<Invoice | Credit, 'lines' | 'totals' | 'currency'>
type TaxSettings = Pick<Settings, 'taxCodes'>

/** Why a document with reverse-charge lines cannot go: such a line carries VAT, or it stands beside other VAT where the provider marks whole documents (accounting rule 19). */
export function checkReverseCharge(body: Sales, settings: TaxSettings, wholeDocument: boolean): Refusal | undefined {
  const reversed = reverseLines(body, settings)
  if (reversed.length === 0) return undefined
  if (carriesTax(body, settings)) return { code: 'REVERSE_CHARGE_WITH_TAX', values: {} }
  const mixed = wholeDocument && reversed.length < body.lines.length
  return mixed ? { code: 'REVERSE_CHARGE_MIXED', values: {} } : undefined
}

/** What to warn of: no VAT number, an end user, and the words that the law wants on the invoice when no line has them. */
export function warnReverseCharge(body: Sales, customer: Customer | undefined, settings: TaxSettings): Note[] {
  if (reverseLines(body, settings).length === 0) return []
  const notes: Note[] = []
  if (customer !== undefined && (customer.vatNumber ?? '') === '') notes.push({ code: 'REVERSE_CHARGE_NO_VAT_NUMBER', values: {} })
  if (customer?.reverseCharge?.endUser === true) notes.push({ code: 'REVERSE_CHARGE_END_USER', values: {} })
  if (!hasWords(body)) notes.push({ code: 'REVERSE_CHARGE_WORDS_ADDED', values: {} })
  return notes
}

/**
 * The words and amount to add to the document, where no line has the words: the VAT that the customer pays to HMRC, in minor units, at the rate in force that day.
 * Undefined where nothing is to be added.
 */
export function reverseChargeWords(body: Sales, settings: TaxSettings, day: string): { words: string; tax: number } | undefined {
  const reversed = reverseLines(body, settings)
  if (reversed.length === 0 || hasWords(body)) return undefined
  const tax = sum(reversed.map((line) => percentOf(line.net ?? line.gross ?? 0, rateOf(line.taxCode, settings, day))))
  return { words: 'Reverse charge: customer to pay the VAT to HMRC', tax }
}

function rateOf(taxCode: string, { taxCodes }: TaxSettings, day: string): string {
  const mapping = taxCodes[taxCode]
  return (mapping && rateOn(mapping, day)) ?? '0'
}

const isReverse = (taxCode: string, { taxCodes }: TaxSettings): boolean => taxCodes[taxCode]?.treatment === 'reverseCharge'

const reverseLines = ({ lines }: Sales, settings: TaxSettings) => lines.filter(({ taxCode }) => isReverse(taxCode, settings))

function carriesTax({ lines, totals }: Sales, settings: TaxSettings): boolean {
  const byLine = lines.some(({ taxCode, tax }) => isReverse(taxCode, settings) && (tax ?? 0) !== 0)
  return byLine || (totals.taxByCode ?? []).some(({ taxCode, tax }) => isReverse(taxCode, settings) && tax !== 0)
}

const hasWords = ({ lines }: Sales): boolean => lines.some(({ description }) => /reverse charge/i.test(description))
