import type { z } from 'zod'
import type { CellReader } from './read-cell.ts'
import { readCell } from './read-cell.ts'
import type { Field } from './fields.ts'
import { issueWords } from '../issue-words.ts'
import { inRow } from './in-row.ts'
import { invalid, missing, type Refusal } from './refusal.ts'
import type { SheetRow } from './sheet.ts'

export type Facts = Record<string, string | number | boolean>
export type Read<T> = { ok: true; value: T } | { ok: false; why: Refusal }

/** Reads the named fields of a row that hold something. The first cell that cannot be read refuses the row. */
export function readFacts(reader: CellReader, row: SheetRow, fields: Record<string, Field>, names: readonly string[]): Read<Facts> {
  if (row.fault) return { ok: false, why: row.fault }
  const facts: Facts = {}
  const currency = row.text('currency').toUpperCase() || 'GBP'
  for (const name of names) {
    const field = fields[name]
    const text = row.text(name)
    if (!field || text === '') continue
    const cell = readCell(reader, field.type, name, text, currency)
    if (!cell.ok) return { ok: false, why: inRow(row, cell.why) }
    facts[name] = cell.value
  }
  return { ok: true, value: facts }
}

/** Makes nested objects of dotted names: `billingAddress.line1`, `billingAddress.city` → `{billingAddress: {lines: […], city}}`. */
export function nest(facts: Facts): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(facts)) place(body, name.split('.'), value)
  return body
}

/** The body in the shape of the contract, or why not: one code and field. */
export function checkBody<T>(schema: z.ZodType<T>, body: unknown): Read<T> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return { ok: true, value: parsed.data }
  const [issue] = parsed.error.issues
  const field = (issue?.path ?? [])
    .map(String)
    .join('.')
    .replace(/^(billingAddress|site\.address)\.lines\.(\d)$/, (_, at: string, index: string) => `${at}.line${Number(index) + 1}`)
  const value = valueAt(body, issue?.path ?? [])
  if (value === undefined && issue?.code === 'invalid_type') return { ok: false, why: missing(field) }
  return {
    ok: false,
    why: invalid(field, typeof value === 'string' || typeof value === 'number' ? String(value) : '', issue ? issueWords(issue) : ''),
  }
}

function place(into: Record<string, unknown>, [first = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0 && /^line\d$/.test(first)) {
    into['lines'] = [...(Array.isArray(into['lines']) ? into['lines'] : []), value]
  } else if (rest.length === 0) {
    into[first] = value
  } else {
    const inner = (into[first] ??= {})
    // Only this function puts objects here.
    place(inner as Record<string, unknown>, rest, value)
  }
}

function valueAt(body: unknown, path: PropertyKey[]): unknown {
  // Walks a JSON body along the path of an issue.
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    body,
  )
}
