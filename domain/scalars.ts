import { z } from 'zod'

/** The host's own id of a record: 1–128 characters, case-sensitive, never reused. */
export const externalId = z.string().min(1).max(128)
/** An amount in whole minor units (pence). */
export const minorUnits = z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER)
/** A decimal as text, at most 9 digits before the point and 6 after: quantities, unit prices, percentages, rates. */
export const decimal = z.string().regex(/^-?\d{1,12}(\.\d{1,6})?$/, 'must be a decimal number like 12.5')
/** A day in the company's zone, `YYYY-MM-DD`. */
export const day = z.iso.date()
/** A three-letter ISO 4217 currency. */
export const currency = z.string().regex(/^[A-Z]{3}$/, 'must be a three-letter currency like GBP')
export const text = (max: number) => z.string().max(max)

/** Fields that every document may carry (accounting.md section 6). */
export const everyDocument = {
  sourceVersion: z.union([z.number().int(), z.iso.datetime({ offset: true })]).optional(),
  hold: z.boolean().optional(),
  url: z.url({ protocol: /^https$/ }).optional(),
  branch: text(128).optional(),
  tracking: z
    .array(z.strictObject({ name: text(100), value: text(100) }))
    .max(2)
    .optional(),
  meta: z
    .record(z.string(), z.unknown())
    .refine((meta) => JSON.stringify(meta).length <= 2048, 'must be at most 2 kB')
    .optional(),
}
