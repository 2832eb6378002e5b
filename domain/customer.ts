import { z } from 'zod'
import { currency, everyDocument, externalId, text } from './scalars.ts'

/** Where a customer is billed, or where the work was. */
export const address = z.strictObject({
  lines: z.array(text(500)).min(1).max(5).optional(),
  city: text(255).optional(),
  region: text(255).optional(),
  postcode: text(50).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a two-letter country like GB')
    .optional(),
})
export type Address = z.infer<typeof address>

/** A customer as the host keeps it (accounting.md section 6); PUT replaces the whole. */
export const customer = z.strictObject({
  ...everyDocument,
  state: z.enum(['active', 'archived', 'merged']),
  name: text(255).min(1),
  kind: z.enum(['company', 'person']).optional(),
  accountNumber: text(50).optional(),
  contactName: text(255).optional(),
  email: text(255).optional(),
  phone: text(50).optional(),
  mobile: text(50).optional(),
  billingAddress: address.optional(),
  vatNumber: text(50).optional(),
  companyNumber: text(50).optional(),
  currency: currency.optional(),
  terms: z.strictObject({ days: z.number().int().min(0).max(365), from: z.enum(['invoiceDate', 'endOfMonth']) }).optional(),
  reverseCharge: z
    .strictObject({ applies: z.boolean(), cisRegistered: z.boolean().optional(), endUser: z.boolean().optional() })
    .optional(),
  cisContractor: z.boolean().optional(),
  alsoSupplier: z.boolean().optional(),
  parent: externalId.optional(),
  mergedInto: externalId.optional(),
  defaultTaxCode: text(128).optional(),
  defaultNominalCode: text(128).optional(),
})
export type Customer = z.infer<typeof customer>
