import { CsvError, parse } from 'csv-parse/sync'
import { SyncError } from '../../domain/errors.ts'
import type { ImportKind } from '../contract/imports.ts'
import type { Table } from './sheet.ts'

const DELIMITERS = [',', ';', '\t']

/** Reads CSV: comma, semicolon or tab, quoted or not, any line ending; empty rows are skipped and still counted. Throws IMPORT_FILE_UNREADABLE. */
export function readTable(part: ImportKind, text: string): Table {
  const [header, ...rest] = cellsOf(part, text)
  if (!header || header.every((cell) => cell.trim() === '')) throw unreadable(part, 'it has no header row')
  const rows = rest.map((cells, index) => ({ row: index + 2, cells })).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  return { headers: header.map((cell) => cell.trim()), rows }
}

function cellsOf(part: ImportKind, text: string): string[][] {
  try {
    return parse(text, { delimiter: delimiterOf(text), bom: true, relax_column_count: true })
  } catch (cause) {
    if (cause instanceof CsvError) throw unreadable(part, cause.message, cause)
    throw cause
  }
}

/** The sign that parts the first line most often, outside quotes. */
function delimiterOf(text: string): string {
  const first =
    text
      .slice(0, 20_000)
      .replace(/"(?:[^"]|"")*"/g, '')
      .split(/[\r\n]/)[0] ?? ''
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: first.split(delimiter).length }))
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter
}

function unreadable(part: ImportKind, why: string, cause?: unknown): SyncError {
  const detail = `The file of ${part} cannot be read: ${why}`
  return new SyncError('IMPORT_FILE_UNREADABLE', { values: { detail }, detail, cause })
}
