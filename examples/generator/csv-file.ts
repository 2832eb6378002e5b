import { stringify } from 'csv-stringify/sync'

/** One column of an export: the office's header, the fields of the import that it feeds (none: not imported), and its cell. */
export interface Column<Row> {
  header: string
  fields: readonly string[]
  cell: (row: Row) => string
}

/** How a file was saved; offices differ. */
export interface FileManner {
  lineEnd: 'crlf' | 'lf'
  /** A byte order mark, as Excel writes it. */
  bom: boolean
  quoteAll: boolean
}

/** A CSV file of rows in the office's columns. */
export function csvFile<Row>(columns: readonly Column<Row>[], rows: readonly Row[], { lineEnd, bom, quoteAll }: FileManner): string {
  const records = [columns.map(({ header }) => header), ...rows.map((row) => columns.map(({ cell }) => cell(row)))]
  return stringify(records, { bom, quoted: quoteAll, record_delimiter: lineEnd === 'crlf' ? '\r\n' : '\n' })
}

/** Field of the import → header, as the import's mapping wants it. */
export const headersByField = <Row>(columns: readonly Column<Row>[]): Record<string, string> =>
  Object.fromEntries(columns.flatMap(({ header, fields }) => fields.map((field) => [field, header])))

/** `Y` or an empty cell. */
export const yes = (value: boolean): string => (value ? 'Y' : '')
