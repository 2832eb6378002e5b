import { z } from 'zod'
import { salesDocument } from './invoice.ts'
import { day, externalId, minorUnits, text } from './scalars.ts'

/**
 * A credit note: an invoice with positive amounts, plus two separate facts: which invoices it `corrects` (for VAT and the reader)
 * and which it settles (`allocations`). Absent allocations mean the company's setting (accounting rule 2).
 */
export const credit = z.strictObject({
  ...salesDocument,
  corrects: z.array(z.strictObject({ invoice: externalId, lineId: externalId.optional() })).optional(),
  allocations: z.array(z.strictObject({ invoice: externalId, amount: minorUnits.positive(), date: day.optional() })).optional(),
  reason: text(2000).optional(),
})
export type Credit = z.infer<typeof credit>
