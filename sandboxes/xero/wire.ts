import { decimal, decimalText, ofMinor } from '../kit/decimal.ts'

declare global {
  interface JSON {
    /** Puts a number into JSON exactly as written (`46.00`); newer than the type library. */
    rawJSON: (text: string) => RawNumber
  }
}

/** A number that keeps its decimals on the wire. */
export interface RawNumber {
  rawJSON: string
}

export const ZERO_GUID = '00000000-0000-0000-0000-000000000000'

/** Money on the wire: always two decimals. */
export const money = (minor: number): RawNumber => JSON.rawJSON(decimalText(ofMinor(minor), 2))

/** A quantity, rate or price on the wire with a fixed number of decimals. */
export function fixed(text: string | undefined, places: number): RawNumber | undefined {
  const value = text === undefined ? undefined : decimal(text)
  return value && JSON.rawJSON(decimalText(value, places))
}

/** A day stamped as UTC midnight: `/Date(1552348800000+0000)/`. */
export const msDay = (day: string | undefined): string | undefined =>
  day === undefined ? undefined : `/Date(${Date.parse(`${day}T00:00:00Z`)}+0000)/`

/** A day as its twin text: `2026-09-14T00:00:00`. */
export const dayText = (day: string | undefined): string | undefined => (day === undefined ? undefined : `${day}T00:00:00`)

/** A moment: `/Date(1552432238623+0000)/`. */
export const msMoment = (at: number): string => `/Date(${at}+0000)/`

/** A moment to the second as documents carry it since July 2026: `2026-09-14T09:29:59Z`. */
export const momentText = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`

/** The envelope of every good answer. */
export function envelope(now: number, providerName: string, content: Record<string, unknown>): Record<string, unknown> {
  return { Id: crypto.randomUUID(), Status: 'OK', ProviderName: providerName, DateTimeUTC: `/Date(${now})/`, ...content }
}

/** Refusal texts as elements carry them. */
export const validationErrors = (messages: string[]): { Message: string }[] => messages.map((Message) => ({ Message }))
