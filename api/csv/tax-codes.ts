import { explainError } from '../../domain/explain-error.ts'
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

/** A file with rates only cannot say what they mean: 0 % is five boxes of a VAT return (accounting rule 18). */
export function askTreatments(sheet: Sheet, mapping: ImportMapping): ImportQuestion[] {
  if (sheet.has('taxCode')) return []
  if (!sheet.has('taxRate')) return [askColumn(sheet)]
  const rates = [...new Set(sheet.rows.map((row) => row.text('taxRate').replace(/%$/, '').trim()).filter((rate) => rate !== ''))]
  return rates.filter((rate) => keyOfRate(mapping.taxCodes ?? {}, rate) === undefined).map((rate) => askRate(sheet, rate))
}

function keyOfRate(codes: Record<string, CodeMeaning>, rate: string): string | undefined {
  if (rate in codes) return rate
  if (!DECIMAL.test(rate)) return undefined
  return Object.keys(codes).find((key) => DECIMAL.test(key) && sameDecimal(key, rate))
}

const DECIMAL = /^-?\d+(\.\d+)?$/

function askRate(sheet: Sheet, rate: string): ImportQuestion {
  const explained = explainError('IMPORT_TREATMENT_UNKNOWN', { value: rate })
  const options = ['standard', 'reduced', 'zero', 'exempt', 'outsideScope', 'reverseCharge', 'export']
  const pointer = `/taxCodes/${rate.replaceAll('~', '~0').replaceAll('/', '~1')}`
  return { code: 'IMPORT_TREATMENT_UNKNOWN', ...explained, part: sheet.part, field: 'taxRate', options, pointer }
}

function askColumn(sheet: Sheet): ImportQuestion {
  const explained = explainError('IMPORT_COLUMN_MISSING', { field: `${sheet.part}.taxCode` })
  return {
    code: 'IMPORT_COLUMN_MISSING',
    ...explained,
    part: sheet.part,
    field: 'taxCode',
    options: [],
    pointer: `/columns/${sheet.part}/taxCode`,
  }
}
