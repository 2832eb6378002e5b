import { decimal, toMinor, type Decimal } from '../kit/decimal.ts'
import { ElementRefused } from './refusal.ts'

/** A JSON object as a client sent it; its numbers are kept as the text that was sent, so that no penny passes through a float. */
export type Element = { [property: string]: unknown }

/** Parses a body so that every number arrives as its own text. */
export function parseBody(text: string): unknown {
  const parse = JSON.parse as (text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown) => unknown // the third argument is newer than the type
  return parse(text, (_key, value, context) => (typeof value === 'number' ? (context.source ?? String(value)) : value))
}

export const isElement = (value: unknown): value is Element => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A property, whatever the case of its name: clients in other languages write InvoiceId for InvoiceID. */
export function field(element: Element, name: string): unknown {
  if (name in element) return element[name]
  const wanted = name.toLowerCase()
  const key = Object.keys(element).find((each) => each.toLowerCase() === wanted)
  return key === undefined ? undefined : element[key]
}

/** Whether the property was sent at all (null counts as not sent). */
export const sent = (element: Element, name: string): boolean => field(element, name) != null

export function text(element: Element, name: string): string | undefined {
  const value = field(element, name)
  if (typeof value === 'string') return value
  return typeof value === 'boolean' ? String(value) : undefined
}

/** A text, or undefined when it is empty. */
export const filled = (element: Element, name: string): string | undefined => text(element, name)?.trim() || undefined

export function flag(element: Element, name: string): boolean | undefined {
  const value = field(element, name)
  if (typeof value === 'boolean') return value
  return typeof value === 'string' ? value.toLowerCase() === 'true' : undefined
}

export function child(element: Element, name: string): Element | undefined {
  const value = field(element, name)
  return isElement(value) ? value : undefined
}

export function list(element: Element, name: string): Element[] | undefined {
  const value = field(element, name)
  return Array.isArray(value) ? value.filter(isElement) : undefined
}

/** A decimal number, sent as number or text. */
export function number(element: Element, name: string): Decimal | undefined {
  const value = text(element, name)
  if (value === undefined || value === '') return undefined
  const read = decimal(value)
  if (!read) throw new ElementRefused([`The value '${value}' of ${name} is not a number`])
  return read
}

/** An amount of money in minor units, rounded half up to two places. */
export function amount(element: Element, name: string): number | undefined {
  const read = number(element, name)
  return read && toMinor(read)
}

/** A day YYYY-MM-DD, from `2026-01-31`, an ISO moment, `/Date(ms)/` or `/Date(ms+0000)/`. */
export function day(element: Element, name: string): string | undefined {
  const value = text(element, name)
  if (value === undefined || value === '') return undefined
  const read = dayOf(value)
  if (read === undefined) throw new ElementRefused([`The value '${value}' of ${name} is not a valid date`])
  return read
}

function dayOf(value: string): string | undefined {
  const ms = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(value)?.[1]
  const found = ms === undefined ? /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/.exec(value)?.[1] : new Date(Number(ms)).toISOString().slice(0, 10)
  if (found === undefined) return undefined
  const moment = new Date(`${found}T00:00:00Z`)
  return Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== found ? undefined : found
}
