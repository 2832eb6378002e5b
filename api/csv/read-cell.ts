import { currencyDigits, parseMinor } from '../../domain/money.ts'
import type { ReadDay } from './date-format.ts'
import type { CellType } from './fields.ts'
import { invalid, type Refusal } from './refusal.ts'

/** How the cells of an import are to be read. */
export interface CellReader {
  day: ReadDay
  /** Whether amounts may carry a currency sign and thousands separators. */
  signs: boolean
}

export type Cell = { ok: true; value: string | number | boolean } | { ok: false; why: Refusal }

/** Reads one cell that is not empty. Nothing is guessed: what can be read two ways is refused with what it should look like. */
export function readCell(reader: CellReader, type: CellType, field: string, text: string, currency: string): Cell {
  const value = readers[type](reader, text, currency)
  return value === undefined ? { ok: false, why: invalid(field, text, shapes[type](currency)) } : { ok: true, value }
}

type Read = (reader: CellReader, text: string, currency: string) => string | number | boolean | undefined

const readers: Record<CellType, Read> = {
  text: (_reader, text) => text,
  day: (reader, text) => reader.day(text),
  amount: (reader, text, currency) => parseMinor(reader.signs ? withoutSigns(text, currency) : text, currency),
  decimal: (reader, text) => decimal(reader.signs ? text.replace(/%$/, '').replace(/(?<=\d),(?=\d{3}(\D|$))/g, '') : text),
  whole: (_reader, text) => whole(text),
  boolean: (_reader, text) => booleans[text.toLowerCase()],
  country: (_reader, text) => country(text),
  currency: (_reader, text) => (/^[A-Za-z]{3}$/.test(text) ? text.toUpperCase() : undefined),
}

const shapes: Record<CellType, (currency: string) => string> = {
  text: () => 'It should be text.',
  day: () => 'It should be a day like 2026-08-31, or as the mapping’s dateFormat says.',
  amount: (currency) =>
    `It should be an amount like ${currencyDigits(currency) === 0 ? '1234' : '1234.50'}, without signs or thousands separators (or say "amounts": "withSigns" in the mapping).`,
  decimal: () => 'It should be a number like 12.5 with at most 6 digits after the point.',
  whole: () => 'It should be a whole number.',
  boolean: () => 'It should be yes or no.',
  country: () => 'It should be a country like GB or United Kingdom.',
  currency: () => 'It should be a currency like GBP.',
}

/** `£1,234.50` → `1234.50`; a sign of another currency, or a comma that is no thousands separator, stays and is refused. */
function withoutSigns(text: string, currency: string): string {
  const bare = text.replace(signs[currency] ?? currency, '').trim()
  const match = /^(-?)(\d{1,3}(?:,\d{3})+)(\.\d+)?$/.exec(bare)
  return match ? `${match[1]}${match[2]?.replaceAll(',', '')}${match[3] ?? ''}` : bare
}

const signs: Record<string, string> = { GBP: '£', EUR: '€', USD: '$' }

/** At most six digits after the point; zeros beyond are no digits. */
function decimal(text: string): string | undefined {
  const match = /^(-?)(\d{1,12})(?:\.(\d*?)0*)?$/.exec(text)
  if (!match || (match[3] ?? '').length > 6) return undefined
  return `${match[1]}${match[2]}${match[3] ? `.${match[3]}` : ''}`
}

function whole(text: string): number | undefined {
  const match = /^(\d{1,6})( days?)?$/i.exec(text)
  return match ? Number(match[1]) : undefined
}

const booleans: Record<string, boolean> = { yes: true, y: true, true: true, '1': true, no: false, n: false, false: false, '0': false }

function country(text: string): string | undefined {
  return countries().get(text.toLowerCase()) ?? (/^[A-Za-z]{2}$/.test(text) ? countries().get(`code ${text.toLowerCase()}`) : undefined)
}

let known: Map<string, string> | undefined
/** English names of countries, and how an office calls ours. */
function countries(): Map<string, string> {
  known ??= new Map([...namedCountries(), ...ourNames])
  return known
}

const ourNames: [string, string][] = ['england', 'scotland', 'wales', 'northern ireland', 'great britain', 'u.k.', 'britain'].map(
  (name) => [name, 'GB'],
)
ourNames.push(['eire', 'IE'], ['usa', 'US'], ['holland', 'NL'])

/** By name, and by code with what an outdated one became (`UK` → `GB`). */
function namedCountries(): [string, string][] {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')
  const codes = letters.flatMap((first) => letters.map((second) => first + second))
  return codes.flatMap((code): [string, string][] => {
    const current = new Intl.Locale(`und-${code}`).region ?? code
    const name = names.of(current)
    if (name === undefined || name === current) return []
    return [
      [`code ${code.toLowerCase()}`, current],
      [name.toLowerCase(), current],
    ]
  })
}
