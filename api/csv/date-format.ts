import { explainError } from '../../domain/explain-error.ts'
import type { ImportMapping, ImportQuestion } from '../contract/imports.ts'
import type { Field } from './fields.ts'
import type { Sheet } from './sheet.ts'

type DateFormat = NonNullable<ImportMapping['dateFormat']>
/** Reads a day as the file writes it; undefined: it is none. */
export type ReadDay = (text: string) => string | undefined

/** How the files write their days: as the mapping says, else ISO; else the one order that some row settles; else asked. */
export function dateFormat(
  mapping: ImportMapping,
  sheets: { sheet: Sheet; fields: Record<string, Field> }[],
): { read: ReadDay } | { question: ImportQuestion } {
  if (mapping.dateFormat) return { read: readerOf(mapping.dateFormat) }
  const slashed = sheets.flatMap(datesOf).filter((text) => SLASHED.test(text))
  const [example] = slashed
  if (example === undefined) return { read: readIso }
  const dayFirst = slashed.some((text) => Number(SLASHED.exec(text)?.[1]) > 12)
  const monthFirst = slashed.some((text) => Number(SLASHED.exec(text)?.[2]) > 12)
  if (dayFirst === monthFirst) return { question: askOrder(example) }
  return { read: readerOf(dayFirst ? 'dd/MM/yyyy' : 'MM/dd/yyyy') }
}

const SLASHED = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/
/** Exports of databases put midnight behind a day. */
const MIDNIGHT = /[T ]0?0:00(:00(\.0+)?)?Z?$/

/** In any format ISO days stay readable: `2026-08-01` has one meaning. */
function readerOf(format: DateFormat): ReadDay {
  return (text) => readIso(text) ?? readers[format](text.replace(MIDNIGHT, ''))
}

const readIso: ReadDay = (text) => {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.replace(MIDNIGHT, ''))
  return match ? realDay(match[1], match[2], match[3]) : undefined
}

const numeric = (order: 'dayFirst' | 'monthFirst'): ReadDay => {
  return (text) => {
    const match = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text)
    if (!match) return undefined
    return order === 'dayFirst' ? realDay(match[3], match[2], match[1]) : realDay(match[3], match[1], match[2])
  }
}

const named: ReadDay = (text) => {
  const match = /^(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})$/.exec(text)
  const month = months.findIndex((name) => match?.[2]?.toLowerCase().startsWith(name)) + 1
  return match && month > 0 ? realDay(match[3], String(month), match[1]) : undefined
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const readers: Record<DateFormat, ReadDay> = {
  'yyyy-MM-dd': readIso,
  'dd/MM/yyyy': numeric('dayFirst'),
  'dd-MM-yyyy': numeric('dayFirst'),
  'dd.MM.yyyy': numeric('dayFirst'),
  'MM/dd/yyyy': numeric('monthFirst'),
  'd MMM yyyy': named,
}

/** The day, if the calendar has it. */
function realDay(year = '', month = '', date = ''): string | undefined {
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  const parsed = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day) ? day : undefined
}

function datesOf({ sheet, fields }: { sheet: Sheet; fields: Record<string, Field> }): string[] {
  const days = Object.keys(fields).filter((field) => fields[field]?.type === 'day' && sheet.has(field))
  return sheet.rows.flatMap((row) => days.map((field) => row.text(field)).filter((text) => text !== ''))
}

function askOrder(example: string): ImportQuestion {
  const explained = explainError('IMPORT_DATE_AMBIGUOUS', { value: example })
  return {
    code: 'IMPORT_DATE_AMBIGUOUS',
    ...explained,
    part: 'mapping',
    field: null,
    options: ['dd/MM/yyyy', 'MM/dd/yyyy'],
    pointer: '/dateFormat',
  }
}
