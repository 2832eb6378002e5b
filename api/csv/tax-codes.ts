import { explainError } from '../../domain/explain-error.ts'
import { treatments } from '../../domain/entities.ts'
import { sameDecimal } from '../../domain/money.ts'
import type { ImportMapping, ImportQuestion } from '../contract/imports.ts'
import type { Sheet } from './sheet.ts'

/** What a tax code of the files means. `rate` in per cent. */
export interface CodeMeaning {
  treatment: string
  rate: string
}

/** What the lines of an import say about VAT. */
export interface TaxReading {
  /** The code that a line bears: its own, or the one that the mapping has for its rate. */
  codeOf(line: { taxCode?: string; taxRate?: string }): string | undefined
  meaningOf(taxCode: string): CodeMeaning | undefined
}

export function taxReading(mapping: ImportMapping): TaxReading {
  const codes = mapping.taxCodes ?? {}
  return {
    codeOf: ({ taxCode, taxRate }) => taxCode ?? (taxRate === undefined ? undefined : keyOfRate(codes, taxRate)),
    meaningOf: (taxCode) => codes[taxCode],
  }
}

/**
 * What a file cannot say of its VAT by itself. Rates alone mean nothing: 0 % is five boxes of a VAT return (accounting rule 18). A code is asked about where the office
 * has said what its codes mean and this is none of them, or where totals have to be worked out with it (`needed`).
 */
export function askTreatments(sheet: Sheet, mapping: ImportMapping, needed: boolean): ImportQuestion[] {
  if (sheet.has('taxCode')) return needed || mapping.taxCodes !== undefined ? askCodes(sheet, mapping.taxCodes ?? {}) : []
  if (!sheet.has('taxRate')) return [askColumn(sheet)]
  const rates = [...new Set(sheet.rows.map((row) => row.text('taxRate').replace(/%$/, '').trim()).filter((rate) => rate !== ''))]
  return rates
    .filter((rate) => keyOfRate(mapping.taxCodes ?? {}, rate) === undefined)
    .map((rate) => ask('IMPORT_TREATMENT_UNKNOWN', 'taxRate', sheet, rate))
}

function askCodes(sheet: Sheet, known: Record<string, CodeMeaning>): ImportQuestion[] {
  const used = new Set(sheet.rows.filter(({ fault }) => !fault).map((row) => row.text('taxCode')))
  return [...used].filter((code) => code !== '' && !(code in known)).map((code) => ask('IMPORT_TAX_CODE_UNKNOWN', 'taxCode', sheet, code))
}

function keyOfRate(codes: Record<string, CodeMeaning>, rate: string): string | undefined {
  if (rate in codes) return rate
  if (!DECIMAL.test(rate)) return undefined
  return Object.keys(codes).find((key) => DECIMAL.test(key) && sameDecimal(key, rate))
}

const DECIMAL = /^-?\d+(\.\d+)?$/

/** `value`: the code or the rate that somebody has to say the kind of. */
function ask(code: 'IMPORT_TREATMENT_UNKNOWN' | 'IMPORT_TAX_CODE_UNKNOWN', field: string, sheet: Sheet, value: string): ImportQuestion {
  const pointer = `/taxCodes/${value.replaceAll('~', '~0').replaceAll('/', '~1')}`
  return { code, ...explainError(code, { value }), part: sheet.part, field, options: [...treatments], pointer }
}

function askColumn(sheet: Sheet): ImportQuestion {
  const explained = explainError('IMPORT_COLUMN_MISSING', { field: `“tax code” or “VAT rate” in the file of ${sheet.part}` })
  return {
    code: 'IMPORT_COLUMN_MISSING',
    ...explained,
    part: sheet.part,
    field: 'taxCode',
    options: [],
    pointer: `/columns/${sheet.part}/taxCode`,
  }
}
