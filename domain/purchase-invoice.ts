import { z } from 'zod'
import { currency, day, minorUnits, text } from './scalars.ts'

/** A supplier's invoice: kept for exports only, never pushed (accounting.md section 6). */
export const purchaseInvoice = z.strictObject({
  supplierName: text(255).min(1),
  number: text(255).min(1),
  issueDate: day,
  dueDate: day.optional(),
  currency,
  description: text(4000).optional(),
  nominalCode: text(128).optional(),
  taxCode: text(128).optional(),
  net: minorUnits,
  tax: minorUnits,
  gross: minorUnits,
})
export type PurchaseInvoice = z.infer<typeof purchaseInvoice>
