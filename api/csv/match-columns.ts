import { explainError } from '../../domain/explain-error.ts'
import type { ImportKind, ImportMapping, ImportQuestion } from '../contract/imports.ts'
import type { Field } from './fields.ts'
import { type Refusal, refusal } from './refusal.ts'
import type { Sheet, SheetRow, Table } from './sheet.ts'

export interface Matched {
  sheet: Sheet
  questions: ImportQuestion[]
  /** Headers that nothing was read from. */
  unused: string[]
}

/** Finds each field's column by the mapping, else by its usual headers; what is required and not found is asked, never guessed. */
export function matchColumns(part: ImportKind, table: Table, fields: Record<string, Field>, mapping: ImportMapping): Matched {
  const told = mapping.columns?.[part] ?? {}
  const columns = new Map<string, number>()
  for (const [field, header] of Object.entries(told))
    setColumn(
      columns,
      field,
      table.headers.findIndex((name) => sameHeader(name, header)),
    )
  for (const [field, { aliases }] of Object.entries(fields)) {
    if (!(field in told)) setColumn(columns, field, freeColumn(table, columns, [field, ...aliases]))
  }
  const used = new Set(columns.values())
  const has = (field: string) => columns.has(field) || mapping.defaults?.[part]?.[field] !== undefined
  const asked = Object.keys(fields).filter((field) => (field in told ? !columns.has(field) : fields[field]?.required && !has(field)))
  const unused = table.headers.filter((_, index) => !used.has(index))
  return {
    sheet: asSheet(part, table, columns, mapping, has),
    questions: asked.map((field) => ask(part, field, fields[field], unused)),
    unused,
  }
}

function setColumn(columns: Map<string, number>, field: string, index: number): void {
  if (index >= 0) columns.set(field, index)
}

/** The first header that bears one of the names and that no other field has. */
function freeColumn(table: Table, columns: Map<string, number>, names: string[]): number {
  const taken = new Set(columns.values())
  for (const name of names) {
    const index = table.headers.findIndex((header, at) => !taken.has(at) && sameHeader(header, name))
    if (index >= 0) return index
  }
  return -1
}

const sameHeader = (a: string, b: string): boolean => plain(a) === plain(b)

/** Letters and digits only, so that `Inv. No`, `inv_no` and `INV NO` are one; `%` is kept because it tells a rate from an amount. */
const plain = (header: string): string => header.toLowerCase().replace(/[^\p{L}\p{N}%#]/gu, '')

function asSheet(
  part: ImportKind,
  table: Table,
  columns: Map<string, number>,
  mapping: ImportMapping,
  has: (field: string) => boolean,
): Sheet {
  const values = mapping.values?.[part] ?? {}
  const defaults = mapping.defaults?.[part] ?? {}
  const read = (cells: string[], field: string): string => {
    const index = columns.get(field)
    const raw = index === undefined ? '' : (cells[index] ?? '').trim()
    const meant = values[field]?.[raw] ?? raw
    return meant === '' ? (defaults[field] ?? '') : meant
  }
  const column = (field: string) => table.headers[columns.get(field) ?? -1] ?? field
  const rows = table.rows.map(
    ({ row, cells }): SheetRow => ({ row, text: (field) => read(cells, field), column, fault: faultOf(cells, table.headers, mapping) }),
  )
  return { part, has, rows }
}

/**
 * A row with a comma too few or too many has its cells under the wrong headers. Excel leaves out empty cells at the end of some rows (Microsoft KB 77295),
 * so a mapping may say that short rows are whole.
 */
function faultOf(cells: string[], headers: string[], mapping: ImportMapping): Refusal | undefined {
  const limit = headers.findLastIndex((header) => header !== '') + 1
  const count = cells.length
  const tooMany = cells.slice(headers.length).some((cell) => cell.trim() !== '')
  const tooFew = count < limit && mapping.shortRows !== 'empty'
  return tooMany || tooFew ? refusal('IMPORT_ROW_CELLS', 'row', { count, limit }) : undefined
}

/** `described`: the header that usual exports give the field says more to an office than our name of it. */
function ask(part: ImportKind, field: string, described: Field | undefined, options: string[]): ImportQuestion {
  const explained = explainError('IMPORT_COLUMN_MISSING', { field: `“${described?.aliases[0] ?? field}” in the file of ${part}` })
  return { code: 'IMPORT_COLUMN_MISSING', ...explained, part, field, options, pointer: `/columns/${part}/${field}` }
}
