import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'

export type Row = Record<string, string>

const folder = new URL('../../examples/gas-and-heating/', import.meta.url)

/** The rows of one of the committed CSV files, by header. */
export function rowsOf(name: string): Row[] {
  return parse(readFileSync(new URL(`${name}.csv`, folder), 'utf8'), { columns: true, bom: true })
}

/** One of the committed JSON files, as the shape that the test reads of it. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- each test names the part of the file that it reads
export function jsonOf<T>(name: string): T {
  const value: T = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
  return value
}

/** A cell; throws where the file has no such column. */
export function cell(row: Row, header: string): string {
  const value = row[header]
  if (value === undefined) throw new RangeError(`no column ${header}`)
  return value
}

/** `-12.50` → -1250. */
export function pence(text: string): number {
  if (!/^-?\d+\.\d\d$/.test(text)) throw new RangeError(`not an amount: ${text}`)
  return Number(text.replace('.', ''))
}

/** `07/08/2026` → `2026-08-07`. */
export const day = (text: string): string => text.split('/').toReversed().join('-')

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
