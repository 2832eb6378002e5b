import { formatMinor } from '../money.ts'
import type { Values } from './error-row.ts'

/** Every placeholder of the table, and the words that stand in where a problem has no value for it. */
export const placeholders: Record<string, string> = {
  account: 'the one used',
  amount: 'a part',
  bookNumber: 'another number',
  bookTaxCode: 'the chosen one',
  code: 'A code',
  column: 'of the file',
  count: 'some',
  country: 'another one',
  currency: 'this currency',
  customer: 'this customer',
  date: 'an earlier or later day',
  detail: 'it gave no details',
  difference: 'some pence',
  document: 'this document',
  field: 'a field',
  limit: 'a limited number of',
  lockedUntil: 'a later day',
  method: 'this method',
  number: 'of this document',
  ours: 'something else',
  provider: 'the accounting package',
  reason: 'no longer open to changes',
  row: 'of the file',
  standing: 'held, a draft, cancelled or left out',
  taxCode: 'of a line',
  theirs: 'something else',
  value: 'this one',
  waitsFor: 'another document',
}

/** Fills `{name}` in words from the values; amounts (whole minor units) are written out in the values' `currency`. Never leaves a placeholder. */
export function fillWords(words: string, values: Values): string {
  return capitalised(words.replace(/\{(\w+)\}/g, (_, name: string) => wordsFor(name, values)))
}

function wordsFor(name: string, values: Values): string {
  const value = values[name]
  if (value === undefined || value === '') return placeholders[name] ?? name
  const currency = values['currency']
  if (typeof value === 'number' && money.has(name)) return moneyWords(value, typeof currency === 'string' ? currency : '')
  return String(value)
}

const money = new Set(['amount', 'difference', 'ours', 'theirs'])
const signs: Record<string, string> = { GBP: '£', EUR: '€', USD: '$' }

/** Whole minor units as a person writes them: −£1,234.50, 1,234 JPY; without a currency the bare amount, never pence. */
export function moneyWords(minor: number, currency: string): string {
  const sign = minor < 0 ? '−' : ''
  const amount = formatMinor(Math.abs(minor), currency).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',')
  return signs[currency] === undefined ? `${sign}${amount} ${currency}`.trimEnd() : `${sign}${signs[currency]}${amount}`
}

const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
