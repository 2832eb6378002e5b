import { z } from 'zod'
import { address } from './customer.ts'
import { currency, day, decimal, everyDocument, externalId, minorUnits, text } from './scalars.ts'

/** One printed line. `net` or `gross` is after discount; which one must be there follows `pricesIncludeTax` of the document. */
export const line = z
  .strictObject({
    lineId: externalId,
    description: text(4000).min(1),
    quantity: decimal,
    unitPrice: decimal,
    discount: z.union([z.strictObject({ percent: decimal }), z.strictObject({ amount: minorUnits })]).optional(),
    net: minorUnits.optional(),
    gross: minorUnits.optional(),
    tax: minorUnits.optional(),
    taxCode: text(128).min(1),
    nominalCode: text(128).optional(),
    item: text(128).optional(),
    cis: z.enum(['labour', 'materials']).optional(),
    depositInvoice: externalId.optional(),
    corrects: z.array(z.strictObject({ invoice: externalId, lineId: externalId.optional() })).optional(),
  })
  .refine((value) => value.net !== undefined || value.gross !== undefined, { path: ['net'], message: 'net or gross is required' })
export type Line = z.infer<typeof line>

/** What the customer's copy says, in minor units. */
export const totals = z.strictObject({
  net: minorUnits,
  tax: minorUnits,
  gross: minorUnits.min(0, 'a document total cannot be negative: send a credit'),
  taxByCode: z.array(z.strictObject({ taxCode: text(128), net: minorUnits, tax: minorUnits })).optional(),
})

/** The place where the work was; text on the document, never who pays. */
export const site = z.strictObject({ externalId: externalId.optional(), name: text(255).optional(), address: address.optional() })

/** What invoices and credits have in common. */
export const salesDocument = {
  ...everyDocument,
  state: z.enum(['draft', 'issued', 'cancelled']),
  number: text(255).min(1),
  customer: externalId,
  site: site.optional(),
  issueDate: day,
  dueDate: day.optional(),
  taxPoint: day.optional(),
  currency,
  currencyRate: decimal.optional(),
  reference: text(255).optional(),
  jobReference: text(255).optional(),
  pricesIncludeTax: z.boolean(),
  lines: z.array(line).min(1).max(1000),
  totals,
  cis: z.strictObject({ rate: decimal, labourNet: minorUnits, deduction: minorUnits }).optional(),
  notes: text(2000).optional(),
  terms: text(2000).optional(),
  attachments: z
    .array(z.strictObject({ name: text(255), url: z.url({ protocol: /^https$/ }) }))
    .max(10)
    .optional(),
}

/** A sales invoice as the host issued it (accounting.md section 6). */
export const invoice = z.strictObject({ ...salesDocument, kind: z.enum(['invoice', 'deposit']).optional() })
export type Invoice = z.infer<typeof invoice>
