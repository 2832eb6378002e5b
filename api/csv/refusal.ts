import type { ErrorCode, Values } from '../../domain/errors.ts'
import { explainError } from '../../domain/explain-error.ts'
import type { ImportKind, ImportRow } from '../contract/imports.ts'

/** Why a row cannot be taken: a code of the error table, the field in our words, and what the words are filled with. */
export interface Refusal {
  code: ErrorCode
  field: string
  values: Values
}

export const refusal = (code: ErrorCode, field: string, values: Values): Refusal => ({ code, field, values: { field, ...values } })

/** A value that is not what the field holds; `detail` says what it should look like. */
export const invalid = (field: string, value: string, detail: string): Refusal => refusal('IMPORT_VALUE_INVALID', field, { value, detail })

export const missing = (field: string): Refusal => refusal('IMPORT_VALUE_MISSING', field, {})

/** Where a row stands, and what it is a part of. */
export interface RowPlace {
  part: ImportKind
  row: number
}

/** The answer to a refused row, in words. */
export function refusedRow(place: RowPlace, kind: string | null, externalId: string | null, why: Refusal): ImportRow {
  const { title, cause, whatToDo } = explainError(why.code, { column: why.field, row: place.row, ...why.values })
  return { ...place, kind, externalId, result: 'refused', code: why.code, field: why.field, message: `${title}. ${cause} ${whatToDo}` }
}
