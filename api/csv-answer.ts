import { stringify } from 'csv-stringify/sync'
import type { Answer } from './route.ts'

/** A table as a CSV file. A cell that a spreadsheet would run as a formula is disarmed; numbers stay numbers, negative ones too. */
export function csvAnswer(
  fileName: string,
  header: readonly string[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
): Answer {
  return { form: 'text', type: 'text/csv; charset=utf-8', fileName, text: csvText(header, rows) }
}

/** The text of such a file, with CRLF as RFC 4180 has it. */
export function csvText(header: readonly string[], rows: readonly (readonly (string | number | null | undefined)[])[]): string {
  return stringify([header, ...rows.map((row) => row.map(disarmed))], { record_delimiter: 'windows' })
}

/** The stringifier's own switch would turn -5.00 into '-5.00. */
function disarmed(cell: string | number | null | undefined): string {
  if (cell === null || cell === undefined) return ''
  const text = String(cell)
  return /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+([.,]\d+)*$/.test(text) ? `'${text}` : text
}
